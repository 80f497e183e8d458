import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from '../src/cli/run.ts'
import { runIn } from './support/in-folder.ts'

/** A command line for each command, and the code with which it ends. They build on each other, in this order. */
const lines: readonly (readonly [line: string, code: number])[] = [
  ['init corpus', 0],
  ['new labels --template cli', 0],
  ['lint', 0],
  ['lint broken.yaml', 1],
  ['fmt --check', 0],
  ['fmt unreadable.yaml', 1],
  ['migrate --check tasks/labels.yaml', 0],
  ['prove', 0],
  ['compile --no-attacks -o corpus.json', 0],
  ['compile broken.yaml', 1],
  ['serve corpus.json --port 0', 0],
  ['attack corpus.json --exploit shotgun', 0],
  ['eval corpus.json --agent oracle -o run', 0],
  ['replay run --bundle corpus.json', 0],
  ['regrade run --bundle corpus.json', 0],
  ['triage run', 0],
  ['report run', 0],
  ['export sft run', 0],
  ['export openenv corpus.json', 0],
  ['grade corpus.json review.json --task labels --explain', 0],
  ['stats', 0],
  ['explain lint/no-any', 0],
  ['schema', 0],
  ['completion fish', 0],
]

const ajv = new Ajv2020({ strict: false })
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'json-output-'))
  mkdirSync(join(folder, 'tasks'))
  writeFileSync(join(folder, 'broken.yaml'), 'id: broken\nno-key: 1\n')
  writeFileSync(join(folder, 'unreadable.yaml'), 'id: [broken\n')
  writeFileSync(join(folder, 'review.json'), '[]')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('every command that prints JSON is tried below', () => {
  expect([...new Set(lines.map(([line]) => line.split(' ')[0]))].sort()).toEqual(
    commands.map(({ name }) => name).sort(),
  )
})

test.each(lines)('%s --json prints what its schema says', async (line, code) => {
  const [name = ''] = line.split(' ')
  const answer = await runIn(folder, [...line.split(' '), '--json'], { stopped: async () => {} })
  expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code, stderr: '' })
  const schema = JSON.parse(readFileSync(`schemas/${name}-output.schema.json`, 'utf8'))
  const isValid = ajv.compile(schema)
  const printed = JSON.parse(answer.stdout)
  isValid(printed)
  expect(isValid.errors ?? []).toEqual([])
  expect(printed.format).toMatch(/^reviewgym-[a-z]+\/\d+$/)
})

test('every schema of an output belongs to a command', () => {
  const names = readdirSync('schemas').flatMap((name) => /^(.*)-output\.schema\.json$/.exec(name)?.[1] ?? [])
  expect(names.sort()).toEqual(commands.map(({ name }) => name).sort())
})
