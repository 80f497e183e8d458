import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrateTask } from '../src/author/compile/migrate-task.ts'
import { canonicalJson, sha256 } from '../src/core/canonical-json.ts'
import { compareFormat } from '../src/core/stored-format.ts'
import { openBundle } from '../src/runtime/bundle/open.ts'
import { GRADER_VERSION } from '../src/runtime/grader/version.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

/**
 * `task-1.yaml`, `bundle-1.json` and `trajectories-2.jsonl` (a rollout on that bundle) were written before changes under
 * review were a part of the formats, `trajectories-1.jsonl` by the first version that kept rollouts.
 */
const FOLDER = 'test/fixtures/formats'
const stored = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8')

/** The stored bundle as if it had been compiled for the grading rules of today: those are another question. */
function oldBundle(): string {
  const { sha256: _, ...whole } = JSON.parse(stored('bundle-1.json'))
  const content = { ...whole, grader: GRADER_VERSION }
  return `${canonicalJson({ ...content, sha256: sha256(canonicalJson(content)) })}\n`
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'tasks'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('an older task is read; migrate adds its format and nothing else, and only once', async () => {
  const before = stored('task-1.yaml')
  const folder = folderWith({ 'tasks/list.yaml': before })
  const read = () => readFileSync(join(folder, 'tasks/list.yaml'), 'utf8')
  expect(await runIn(folder, ['lint'])).toMatchObject({ code: 0 })
  expect(await runIn(folder, ['migrate', '--check'])).toMatchObject({
    code: 1,
    stdout: 'tasks/list.yaml\n1 of 1 file of an older format: run `reviewgym migrate`\n',
  })
  expect(read()).toBe(before)
  expect(await runIn(folder, ['migrate'])).toMatchObject({
    code: 0,
    stdout: 'tasks/list.yaml\n1 of 1 file migrated\n',
  })
  expect(read()).toBe(before.replace('\nid: ', '\nformat: 2\nid: '))
  expect(await runIn(folder, ['migrate', '--check'])).toMatchObject({
    code: 0,
    stdout: '1 file, none of an older format\n',
  })
  expect(await runIn(folder, ['fmt', '--check'])).toMatchObject({ code: 0 })
  expect(await runIn(folder, ['lint'])).toMatchObject({ code: 0 })
})

test.each([
  ['format: 1 # old\r\nid: a\r\n', 'format: 2 # old\r\nid: a\r\n'],
  ['# a\r\n\r\nid: a # b\r\ntitle: |\r\n  c\r\n', '# a\r\n\r\nformat: 2\r\nid: a # b\r\ntitle: |\r\n  c\r\n'],
  ['{ id: a, title: b }\n', '{ format: 2, id: a, title: b }\n'],
  ['format: two\nid: a\n', 'format: two\nid: a\n'],
  ['id: a\nformat: 2\n', 'id: a\nformat: 2\n'],
  ['- a\n', '- a\n'],
])('migrate leaves the rest of %j alone', (text, expected) => {
  const { value } = migrateTask({ path: 'a.yaml', bytes: new TextEncoder().encode(text) })
  expect(value?.migrated).toBe(expected)
})

test('of a newer task it is said that it is newer, and nothing else', async () => {
  const newer = stored('task-1.yaml').replace('\nid: ', '\nformat: 3\nshape: round\nid: ')
  const folder = folderWith({ 'tasks/list.yaml': newer })
  for (const command of ['lint', 'migrate']) {
    const { code, stdout, stderr } = await runIn(folder, [command])
    expect(code).toBe(1)
    const said = `${stdout}${stderr}`
    expect(said).toMatch(
      /^tasks\/list\.yaml:2:9 error schema\/newer-format\n {2}This task has format 3, and reviewgym \d+\.\d+\.\d+ reads up to 2$/m,
    )
    expect(said).toContain('hint: Upgrade reviewgym to the version that wrote it, or a later one')
    expect(said).toContain('1 error')
  }
})

test('an older bundle is served under its own hash, replays what was played on it, and migrates', async () => {
  const text = oldBundle()
  const opened = openBundle(text)
  if (opened.status !== 'ok') throw new Error(opened.reason)
  expect(opened.bundle.sha256).toBe(JSON.parse(text).sha256)
  expect(openBundle(text.replace('household', 'cellar'))).toMatchObject({
    status: 'refused',
    reason: expect.stringMatching(/^Its content has the hash/),
  })
  const respelled = JSON.stringify(JSON.parse(text), null, 2)
  expect(openBundle(respelled)).toMatchObject({ status: 'ok' })
  expect(openBundle(respelled.replace('household', 'cellar'))).toMatchObject({ status: 'refused' })

  const run = stored('trajectories-2.jsonl').replaceAll(
    JSON.parse(stored('bundle-1.json')).sha256,
    opened.bundle.sha256,
  )
  const folder = folderWith({ 'bundle.json': text })
  mkdirSync(join(folder, 'run'))
  writeFileSync(join(folder, 'run/trajectories.jsonl'), run)
  const replayed = await runIn(folder, ['replay', 'run', '--bundle', 'bundle.json'])
  expect(replayed).toMatchObject({ code: 0 })

  expect(await runIn(folder, ['migrate', 'bundle.json'])).toMatchObject({ code: 0 })
  const migrated = readFileSync(join(folder, 'bundle.json'), 'utf8')
  expect(JSON.parse(migrated)).toMatchObject({ format: 'reviewgym-bundle/2', grader: GRADER_VERSION })
  expect(openBundle(migrated)).toMatchObject({ status: 'ok' })
  expect(await runIn(folder, ['migrate', 'bundle.json', '--check'])).toMatchObject({ code: 0 })
})

test('older trajectories are refused with what to do, and read once they are migrated', async () => {
  const folder = folderWith({})
  mkdirSync(join(folder, 'run'))
  cpSync(`${FOLDER}/trajectories-1.jsonl`, join(folder, 'run/trajectories.jsonl'))
  expect((await runIn(folder, ['export', 'atif', 'run', '-o', 'out'])).stderr).toBe(
    'error: `run/trajectories.jsonl` cannot be used: Its format is reviewgym-trajectory/1, and this version reads reviewgym-trajectory/2\nhint: Run `reviewgym migrate` on it\n',
  )
  const file = 'run/trajectories.jsonl'
  expect(await runIn(folder, ['migrate', file])).toMatchObject({ code: 0 })
  expect(await runIn(folder, ['migrate', file, '--check'])).toMatchObject({ code: 0 })
  const events = readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const [first] = stored('trajectories-1.jsonl')
    .split('\n')
    .map((line) => JSON.parse(line || 'null'))
  expect(events.filter(({ event }) => event === 'end')).toHaveLength(4)
  expect(events.filter(({ event }) => event === 'step').slice(0, 2)).toMatchObject(
    first.steps.map(({ action, reward }: { action: unknown; reward: number }) => ({ action, reward })),
  )
  expect(await runIn(folder, ['export', 'atif', 'run', '-o', 'out'])).toMatchObject({ code: 0, stderr: '' })
})

test('newer bundles and trajectories are refused with both versions and what to do', async () => {
  const folder = folderWith({
    'bundle.json': oldBundle().replace('reviewgym-bundle/1', 'reviewgym-bundle/3'),
    'run.jsonl': stored('trajectories-2.jsonl').replace('reviewgym-trajectory/2', 'reviewgym-trajectory/3'),
  })
  for (const args of [
    ['eval', 'bundle.json', '--agent', 'nop', '-o', 'played'],
    ['migrate', 'bundle.json'],
    ['migrate', 'run.jsonl'],
    ['export', 'atif', 'run.jsonl', '-o', 'out'],
  ]) {
    const { code, stderr } = await runIn(folder, args)
    expect({ args, code }).toEqual({ args, code: 2 })
    expect(stderr).toMatch(
      /Its format is reviewgym-(bundle|trajectory)\/3, and reviewgym \d+\.\d+\.\d+ reads up to reviewgym-\1\/2\nhint: Upgrade reviewgym to the version that wrote it, or a later one\n$/,
    )
  }
})

test('formats are told apart by name and number', () => {
  const current = 'reviewgym-bundle/2'
  const stated = [
    'reviewgym-bundle/1',
    current,
    'reviewgym-bundle/10',
    'reviewgym-bundle/02',
    'reviewgym-run/1',
    2,
  ]
  expect(stated.map((one) => compareFormat(one, current))).toEqual([
    'older',
    'current',
    'newer',
    null,
    null,
    null,
  ])
})
