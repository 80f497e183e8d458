import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureYamlServer } from '../scripts/yaml-server.mjs'
import { kinds } from '../src/model/kinds/kinds.ts'
import { type Editor, openEditor } from './support/editor.ts'
import { runIn } from './support/in-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'editor-'))
let editor: Editor
let sound = ''

beforeAll(async () => {
  const server = await ensureYamlServer()
  if ('missing' in server) throw new Error(server.missing)
  // The schema is found by the first line of the task, and by nothing else.
  await runIn(folder, ['new', 'labels', '-t', 'cli'])
  sound = readFileSync(join(folder, 'tasks/labels.yaml'), 'utf8')
  editor = await openEditor(server.path, folder)
})

afterAll(async () => {
  await editor.close()
  rmSync(folder, { recursive: true })
})

/** The text with a mark in place of a part of it. */
function marked(part: string | RegExp, mark: string): string {
  const text = sound.replace(part, mark)
  expect(text).not.toBe(sound)
  return text
}

test('an editor has nothing to say about a sound task', async () => {
  expect(await editor.problems('tasks/sound.yaml', sound)).toEqual([])
})

test.each([
  ['a misspelt key', 'severity: medium', 'severty: medium', /severty is not allowed/, 'severty'],
  [
    'a misspelt word',
    'kind: missing-validation',
    'kind: mising-validation',
    /Valid values: "sql-injection"/,
    'mising',
  ],
  ['a wrong type', /^difficulty: .*$/m, 'difficulty: 3', /Incorrect type|not accepted/, 'difficulty: 3'],
  [
    'a text that is too long',
    /^title: .*$/m,
    `title: ${'long '.repeat(80)}`,
    /longer than the maximum/,
    'title: long',
  ],
  ['a list that is too short', /^ {2}- Think of .*\n/m, '', /too few items/, 'hints:'],
])('an editor underlines %s', async (_, before, after, message, near) => {
  const text = marked(before, after)
  const problems = await editor.problems('tasks/broken.yaml', text)
  const line = text.split('\n').findIndex((one) => one.includes(near)) + 1
  const places = problems
    .filter((problem) => message.test(problem))
    .map((problem) => Number.parseInt(problem, 10))
  expect([...new Set(places)]).toEqual([near === 'hints:' ? line + 1 : line])
})

test('an editor offers every kind, and the keys that an object lacks', async () => {
  const offered = await editor.completions('tasks/kind.yaml', marked('kind: missing-validation', 'kind: ‸'))
  expect(offered).toEqual(expect.arrayContaining(kinds.map(({ id }) => id)))
  const keys = await editor.completions('tasks/keys.yaml', marked(/^tags: .*$/m, '‸'))
  expect(keys).toEqual(expect.arrayContaining(['tags', 'fixtures', 'accepted', 'variants']))
  expect(keys).not.toContain('title')
  expect(await editor.completions('tasks/role.yaml', marked('code: |', 'role: ‸\n    code: |'))).toEqual(
    expect.arrayContaining(['review', 'given']),
  )
})

test.each([
  ['sev‸erity: medium', /How bad it is/],
  ['con‸text: |', /never names a defect/],
  ['wit‸ness:', /Shows the defect by running it/],
])('an editor explains %s', async (mark, words) => {
  expect(await editor.hover('tasks/hover.yaml', marked(mark.replace('‸', ''), mark))).toMatch(words)
})

interface Schema {
  readonly description?: string
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: Schema | boolean
}

test('every key of a task is described, and every optional word says what it is when left out', () => {
  const found: string[] = []
  let keys = 0
  const visit = (schema: Schema, path: string) => {
    for (const [key, member] of Object.entries(schema.properties ?? {})) {
      keys += 1
      const place = `${path}.${key}`
      if (!member.description) found.push(`${place} has no description`)
      if (member.enum && !schema.required?.includes(key) && member.default === undefined)
        found.push(`${place} has no default`)
      visit(member, place)
    }
    for (const branch of schema.anyOf ?? []) visit(branch, path)
    if (schema.items) visit(schema.items, `${path}[]`)
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, `${path}.*`)
  }
  visit(JSON.parse(readFileSync('schemas/task.schema.json', 'utf8')), 'task')
  expect(keys).toBeGreaterThan(60)
  expect(found).toEqual([])
})
