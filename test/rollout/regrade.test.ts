import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { compileCorpus } from '../../src/author/compile/compile.ts'
import { bundleText } from '../../src/author/compile/emit.ts'
import { canonicalJson, sha256 } from '../../src/core/canonical-json.ts'
import type { Finding } from '../../src/model/finding.ts'
import { openBundle } from '../../src/runtime/bundle/open.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import { calling, openChatServer, rowAskedAbout } from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'

const TASK = 'tasks/web/order-search.yaml'
const source = readFileSync(TASK, 'utf8')

let text: string
beforeAll(async () => {
  text = (await compiledPair()).text
})

interface Written {
  readonly yaml: string
  readonly path: string
  readonly bundle: OpenBundle
}

/** The task with a text replaced, in its YAML and in the same way in its bundle. */
function written(folder: string, name: string, find = '', replace = ''): Written {
  const [yaml, path] = [join(folder, `${name}.yaml`), join(folder, `${name}.json`)]
  writeFileSync(
    yaml,
    source.replace(find, () => replace),
  )
  const { sha256: _, ...content } = JSON.parse(text.replaceAll(find || '\0', () => replace))
  const changed = canonicalJson({ ...content, sha256: sha256(canonicalJson(content)) })
  writeFileSync(path, changed)
  const opened = openBundle(changed)
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return { yaml, path, bundle: opened.bundle }
}

/** The line of the task’s YAML that a text is in, from 1. */
function lineOf(path: string, text: string): number {
  return (
    readFileSync(path, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  )
}

test('names, task by task, what changed and the line that did it', async () => {
  const folder = temporaryFolder()
  const before = written(folder, 'before')
  const run = join(folder, 'run')
  await runHere(['eval', before.path, '--agent', 'half', '--task', 'order-search', '--quiet', '-o', run])

  const same = await runHere(['regrade', run, '--bundle', before.path, '--tasks', before.yaml])
  expect(same).toMatchObject({ code: 0, stderr: '' })
  expect(same.stdout).toMatch(/^task +episodes .*\norder-search +6 +(\S+) +\1 +0\.000000 +0\n$/)

  const after = written(folder, 'after', 'insecure-direct-object-reference', 'path-traversal')
  const changed = await runHere(['regrade', run, '--bundle', after.path, '--tasks', after.yaml])
  const line = lineOf(after.yaml, 'path-traversal') + 1
  expect(changed.stdout).toMatch(/order-search +6 +\S+ +\S+ +-0\.\d+ +2\n/)
  expect(changed.stdout).toContain(`after.yaml:${line}:`)
  expect(changed.stdout).toContain('the kinds were insecure-direct-object-reference')
  const json = JSON.parse(
    (await runHere(['regrade', run, '--bundle', after.path, '--tasks', after.yaml, '--json'])).stdout,
  )
  expect(json.findings[0]).toMatchObject({
    before: { class: 'matched', item: 'trail-of-any-shop' },
    after: { class: 'false-positive', item: null },
    causes: [{ at: 'rubric', id: 'trail-of-any-shop', path: ['accept_kinds'] }],
  })
})

test('leaves out, and counts, episodes whose code is another one', async () => {
  const folder = temporaryFolder()
  const before = written(folder, 'before')
  const run = join(folder, 'run')
  await runHere(['eval', before.path, '--agent', 'nop', '--task', 'order-search', '--quiet', '-o', run])
  const after = written(folder, 'after', 'export interface Cursor', 'export interface Cursors')
  const { stdout } = await runHere(['regrade', run, '--bundle', after.path, '--tasks', after.yaml])
  expect(stdout).toContain('  6 episodes left out: Its code is another one\n')
})

/** A model that reports the same thing that the rubric does not know in every episode. */
async function agreeingRun(folder: string, { path, bundle }: Written) {
  const findingOn = ({ files }: Row): Finding => {
    const file = files.find(({ role }) => role === 'review')
    const line =
      (file?.code.split('\n').findIndex((one) => one.startsWith('export async function')) ?? -1) + 1
    return {
      file: file?.path ?? '',
      range: [line, line],
      kind: 'missing-timeout',
      severity: 'low',
      title: 'No time limit',
      message: 'The query may run for ever, because nothing limits the time that the database may take.',
    }
  }
  const server = await openChatServer((call) =>
    call.body.messages.some(({ role }) => role === 'assistant')
      ? calling(['finalize', {}])
      : calling(['submit_findings', { findings: [findingOn(rowAskedAbout(bundle, call))] }]),
  )
  const run = join(folder, 'run')
  const args = ['eval', path, '--model', 'agreeing', '--base-url', server.url, '--task', 'order-search']
  await runHere([...args, '--quiet', '-o', run])
  return run
}

test('triage proposes what several rollouts agree on, and keeps what an author decided', async () => {
  const folder = temporaryFolder()
  const run = await agreeingRun(folder, written(folder, 'before'))
  const file = join(folder, 'triage.json')
  const triage = async () => JSON.parse((await runHere(['triage', run, '-o', file, '--json'])).stdout)
  const first = await triage()
  expect(first).toMatchObject({
    open: 1,
    proposals: [
      {
        task: 'order-search',
        file: 'src/orders.ts',
        kind: 'missing-timeout',
        rollouts: 6,
        players: ['agreeing'],
        decision: null,
        drafts: {
          accepted: expect.stringMatching(/^accepted:\n {2}- id: missing-timeout\n {4}at: "export async/),
        },
      },
    ],
  })
  expect((await runHere(['triage', run, '-o', file, '--agree', '7'])).stdout).toMatch(/^0 open proposals/)
  first.proposals[0].decision = 'rejected'
  writeFileSync(file, JSON.stringify(first))
  expect((await runHere(['triage', run, '-o', file])).stderr).toContain('is rejected without a `reason`')
  first.proposals[0].reason = 'The database has its own limit.'
  writeFileSync(file, JSON.stringify(first))
  expect(await triage()).toMatchObject({ open: 0, proposals: [{ decision: 'rejected' }] })
})

test('what is pasted into the task as accepted makes such findings neutral', async () => {
  const folder = temporaryFolder()
  const run = await agreeingRun(folder, written(folder, 'before'))
  const { stdout } = await runHere(['triage', run, '-o', join(folder, 'triage.json'), '--json'])
  const [{ drafts }] = JSON.parse(stdout).proposals
  const yaml = source.replace('accepted: []\n', () => drafts.accepted)
  const { value, diagnostics } = await compileCorpus([{ path: TASK, bytes: Buffer.from(yaml) }])
  expect(diagnostics).toEqual([])
  const after = join(folder, 'after.json')
  writeFileSync(after, bundleText(value ?? expect.fail('It does not compile')))
  const changed = JSON.parse((await runHere(['regrade', run, '--bundle', after, '--json'])).stdout)
  expect(changed.findings).toHaveLength(6)
  for (const one of changed.findings)
    expect(one).toMatchObject({ before: { class: 'false-positive' }, after: { class: 'neutral' } })
})
