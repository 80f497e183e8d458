import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { connect } from '../server/connection.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledPair()
})

const finalize = { type: 'step', data: { operation: 'finalize' } }
const hint = { type: 'step', data: { operation: 'request_hint' } }
const resetTo = (row: number) => ({
  type: 'reset',
  data: { task_id: 'order-search', row, episode_id: 'same' },
})

/** The findings of a row as a client sends them. */
function submission(row: number) {
  const items = corpus.bundle.tasks.get('order-search')?.[row]?.rubric.items ?? []
  return {
    type: 'step',
    data: { operation: 'submit_findings', findings: items.slice(0, 1).map(perfectFinding) },
  }
}

/** A server process that records, and the folder that it records into. */
async function recordingServer() {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'corpus.json'), corpus.text)
  const args = ['serve', 'corpus.json', '--json', '--unproved', '--port', '0', '--record', 'record']
  const server = spawn(process.execPath, [resolve('dist/cli.js'), ...args], { cwd: folder, stdio: 'pipe' })
  onTestFinished(() => void server.kill('SIGKILL'))
  const [line] = await once(createInterface(server.stdout), 'line')
  const { url } = JSON.parse(line)
  return { server, folder, socket: () => connect(`${url.replace('http', 'ws')}/ws`) }
}

async function replayed(folder: string) {
  const args = ['replay', join(folder, 'record'), '--bundle', join(folder, 'corpus.json'), '--json']
  const { code, stdout, stderr } = await runHere(args)
  return { code, stderr, ...JSON.parse(stdout) }
}

test('a server that is killed leaves every finished episode and every step that was answered, and all replay', async () => {
  const { server, folder, socket } = await recordingServer()
  const [first, second, third] = await Promise.all([socket(), socket(), socket()])
  const rewards: unknown[] = []
  await Promise.all([first.ask(resetTo(0)), second.ask(resetTo(1)), third.ask(resetTo(2))])
  for (const [client, row] of [
    [first, 0],
    [second, 1],
  ] as const) {
    rewards.push((await client.ask(submission(row))).data.reward)
    await client.ask(hint)
  }
  await third.ask(hint)
  for (const client of [first, second]) rewards.push((await client.ask(finalize)).data.reward)
  server.kill('SIGKILL')
  await once(server, 'exit')

  const found = await replayed(folder)
  expect(found).toMatchObject({ code: 0, episodes: 2, differences: [], unplayable: [] })
  expect(found.stderr).toContain('1 episode without an end')
  const [name] = readdirSync(join(folder, 'record'))
  const events = readFileSync(join(folder, 'record', name ?? ''), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const steps = events.filter(({ event }) => event === 'step')
  expect(steps).toHaveLength(7)
  expect(steps.map(({ reward }) => reward)).toEqual(expect.arrayContaining(rewards))
  expect(new Set(events.flatMap(({ episode }) => episode ?? [])).size).toBe(3)
})

test('episodes that clients leave are told apart from those that were cut off', async () => {
  const { server, folder, socket } = await recordingServer()
  const client = await socket()
  await client.ask(resetTo(0))
  await client.ask(hint)
  await client.ask(resetTo(1))
  await client.ask(finalize)
  await client.ask(finalize)
  await client.leave()
  server.kill('SIGTERM')
  await once(server, 'exit')
  expect(await replayed(folder)).toMatchObject({ code: 0, stderr: '', episodes: 1, differences: [] })
})
