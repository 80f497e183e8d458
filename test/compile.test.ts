import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureOtherNode } from '../scripts/other-node.mjs'
import { canonicalJson, sha256 } from '../src/core/canonical-json.ts'
import type { Bundle } from '../src/model/bundle.ts'
import { openBundle } from '../src/runtime/bundle/open.ts'
import { runCli } from './support/cli.ts'
import { compiledCorpus, corpusFiles } from './support/corpus.ts'
import { folderWithTasks, temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

function compileIn(folder: string, env: Record<string, string>, pattern: string, node?: string): string {
  const { code, stdout, stderr } = runCli(
    ['compile', pattern, '--no-attacks', '-o', 'corpus.json'],
    folder,
    env,
    node,
  )
  expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' })
  return readFileSync(join(folder, 'corpus.json'), 'utf8')
}

test('a bundle has the same bytes, its proof included, in any time zone, language, folder, file order and Node', async () => {
  const other = await ensureOtherNode()
  if ('missing' in other) throw new Error(other.missing)
  const [here, elsewhere] = [folderWithTasks(), folderWithTasks({ isCold: true })]
  mkdirSync(join(elsewhere, 'other', 'place'), { recursive: true })
  const names = readdirSync(join(elsewhere, 'tasks'), { recursive: true }).map(String)
  const all = names.filter((name) => name.endsWith('.yaml')).sort()
  // Each twelfth task, of both languages among them: to prove all of them cold takes minutes.
  const tasks = all.filter((_, index) => index % 12 === 0)
  for (const name of all)
    for (const folder of tasks.includes(name) ? [] : [here, elsewhere]) rmSync(join(folder, 'tasks', name))
  const languages = tasks.map(
    (name) => /^language: (.*)$/m.exec(readFileSync(join(here, 'tasks', name), 'utf8'))?.[1],
  )
  expect(new Set(languages)).toEqual(new Set(['python', 'typescript']))
  const plain = compileIn(here, { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }, 'tasks')
  // Names that sort the other way round, so that the files come in another order.
  for (const [index, name] of tasks.entries())
    renameSync(
      join(elsewhere, 'tasks', name),
      join(elsewhere, 'other', 'place', `${9 - index}-${basename(name)}`),
    )
  const shuffled = compileIn(
    elsewhere,
    { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    'other',
    other.path,
  )
  expect(shuffled).toBe(plain)
})

test('a bundle carries the hash of its own canonical content and is named by it', () => {
  const folder = folderWithTasks()
  const { stdout } = runCli(['compile', '--no-attacks'], folder)
  const file = readdirSync(join(folder, '.reviewgym')).find((name) => name.endsWith('.json')) ?? ''
  const text = readFileSync(join(folder, '.reviewgym', file), 'utf8')
  const { sha256: claimed, ...content } = JSON.parse(text)
  expect(sha256(canonicalJson(content))).toBe(claimed)
  expect(text).toBe(`${canonicalJson({ ...content, sha256: claimed })}\n`)
  expect(file).toBe(`${claimed}.json`)
  const rows = Object.values<{ rows: unknown[] }>(content.private.tasks).flatMap((task) => task.rows)
  expect(stdout).toBe(
    `${corpusFiles().length} tasks, ${rows.length} rows, proved, not attacked, sha256 ${claimed}\n.reviewgym/${file}\n`,
  )
})

test('a bundle that was changed, cut off or made by others is refused with the reason', async () => {
  const { text } = await compiledCorpus()
  const refusal = (changed: string) => {
    const opened = openBundle(changed)
    return opened.status === 'refused' ? opened.reason : opened.status
  }
  expect(refusal(text)).toBe('ok')
  expect(refusal(text.replace('"title":"', '"title":"Improved '))).toMatch(
    /^Its content has the hash [0-9a-f]{64}, not/,
  )
  expect(refusal(text.slice(0, 5000))).toBe('It is not JSON')
  expect(refusal('{}')).toBe('It is not a reviewgym bundle')
  expect(refusal(text.replace('reviewgym-bundle/2', 'reviewgym-bundle/9'))).toMatch(
    /^Its format is reviewgym-bundle\/9/,
  )
  expect(refusal(text.replace('"private":', '"secret":'))).toMatch(/^Its shape is wrong/)
})

test('no line, word or name of the private half is in the public half', async () => {
  const { text } = await compiledCorpus()
  const { public: shown, private: hidden } = JSON.parse(text)
  const publicText = canonicalJson(shown)
  const secrets = Object.values<{ items: { why: string; accepts: string[]; rejects: string[] }[] }>(
    hidden.tasks,
  ).flatMap(({ items }) => items.flatMap(({ why, accepts, rejects }) => [why, ...accepts, ...rejects]))
  expect(secrets.length).toBeGreaterThan(100)
  expect(secrets.filter((secret) => publicText.includes(secret))).toEqual([])
})

test('ten lines more at the top of every snippet move every anchor by ten and need no other edit', async () => {
  const { compileCorpus } = await import('../src/author/compile/compile.ts')
  const { corpusFiles } = await import('./support/corpus.ts')
  const decoded = corpusFiles().map((file) => ({
    path: file.path,
    text: 'bytes' in file ? Buffer.from(file.bytes).toString() : '',
  }))
  const moved = decoded.map(({ path, text }) => ({
    path,
    bytes: Buffer.from(
      // The code of fixtures, which comes behind the rubric, is no snippet.
      text.replace(/^snippets:.*?^rubric:/ms, (snippets) =>
        snippets.replaceAll(
          /^( +)code: \|\n/gm,
          (head, indent) => head + `${indent}  ${commentSign(text)} Licence text\n`.repeat(10),
        ),
      ),
    ),
  }))
  const before: Bundle = JSON.parse((await compiledCorpus()).text)
  const after = await compileCorpus(moved)
  expect(after.diagnostics).toEqual([])
  let count = 0
  for (const [id, task] of Object.entries(before.private.tasks))
    for (const [row, { variant, items }] of task.rows.entries())
      for (const [index, item] of items.entries()) {
        const twin = after.value?.private.tasks[id]?.rows[row]
        expect(twin?.variant).toBe(variant)
        expect(twin?.items[index]?.anchor.lines).toEqual(item.anchor.lines.map((line) => line + 10))
        expect(twin?.items[index]?.scope.lines).toEqual(item.scope.lines.map((line) => line + 10))
        count += 1
      }
  expect(count).toBeGreaterThan(50)
})

test('a bundle of older tasks is left alone where none is made, and does not pass for a new one', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'tasks/labels.yaml')
  const compile = (...more: readonly string[]) =>
    runIn(folder, ['compile', '--no-prove', '-o', 'corpus.json', ...more])
  await runIn(folder, ['new', 'labels', '-t', 'cli'])
  const sound = readFileSync(file, 'utf8')
  writeFileSync(file, sound.replace('kind:', 'kin:'))
  // Where nothing stands, there is nothing to be said of it.
  expect(await compile()).toMatchObject({ code: 1, stderr: '' })
  writeFileSync(file, sound)
  expect(await compile()).toMatchObject({ code: 0, stderr: '' })
  const before = readFileSync(join(folder, 'corpus.json'), 'utf8')
  writeFileSync(file, sound.replace('kind:', 'kin:'))
  const stderr =
    'error: `corpus.json` was left as it was: it is older than these tasks, of which no bundle was made\n'
  expect(await compile()).toMatchObject({ code: 1, stderr })
  expect(await compile('--json')).toMatchObject({ code: 1, stderr })
  expect(readFileSync(join(folder, 'corpus.json'), 'utf8')).toBe(before)
})

function commentSign(task: string): string {
  return task.includes('\nlanguage: python\n') ? '#' : '//'
}
