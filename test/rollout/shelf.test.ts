import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { EPISODES_A_PAGE } from '../../src/model/recorded-runs.ts'
import { ask, serve } from '../server/serving.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { recordingInto, shelfOf } from '../support/recorded.ts'
import { trajectoriesOf } from '../support/run-folder.ts'

/** A folder with a file in which the episodes of two clients alternate. */
async function recorded() {
  const { bundle } = await compiledPair()
  const folder = temporaryFolder()
  const server = await serve(bundle, { recording: recordingInto(folder, 'served.jsonl', bundle) })
  onTestFinished(() => server.close())
  const clients = [await server.socket(), await server.socket()]
  const all = (message: object) => Promise.all(clients.map((client) => client.ask(message)))
  await all({ type: 'reset', data: { task_id: 'order-search', row: 1 } })
  await all({ type: 'step', data: { operation: 'request_hint' } })
  await all({ type: 'step', data: { operation: 'finalize' } })
  return { folder, path: join(folder, 'served.jsonl'), bundle }
}

test('an episode is read from its place as the whole file tells it, whoever played meanwhile', async () => {
  const { folder, path } = await recorded()
  const shelf = shelfOf(folder)
  const { episodes, words, notes } = await shelf.list({ from: 0 })
  expect(notes).toEqual([])
  expect(words).toMatchObject({ run: ['served'], task: ['order-search'], outcome: ['scored'] })
  const whole = await trajectoriesOf(path)
  expect(episodes.map(({ steps, score }) => ({ steps, score }))).toEqual(
    whole.map(({ end }) => ({ steps: 2, score: end.score })),
  )
  for (const { number } of episodes) expect(await shelf.read(number)).toEqual(whole[number])
  expect(await shelf.read(episodes.length)).toBeNull()
  // The address of an episode opens it, whether or not the list was looked at.
  expect(await shelfOf(folder).read(1)).toEqual(whole[1])
})

test('a file that grows is read on from where it ended, torn lines again, and many episodes a page at a time', async () => {
  const { folder, path } = await recorded()
  const shelf = shelfOf(folder)
  await shelf.list({ from: 0 })
  const [start, end] = ['start', 'end'].map((event) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .find((line) => line.includes(`"event":"${event}"`)),
  )
  const more = Array.from({ length: EPISODES_A_PAGE }, (_, number) =>
    [start, end].map((line) => JSON.stringify({ ...JSON.parse(line ?? ''), episode: `more-${number}` })),
  )
  const text = `${more.flat().join('\n')}\n`
  appendFileSync(path, text.slice(0, -30))
  const [before, again] = await Promise.all([shelf.list({ from: 0 }), shelf.list({ from: 0 })])
  expect(before.total).toBe(EPISODES_A_PAGE + 1)
  expect(again.total).toBe(before.total)
  expect(before.notes).toEqual([expect.stringContaining('torn off')])
  appendFileSync(path, text.slice(-30))
  const after = await shelf.list({ from: EPISODES_A_PAGE })
  expect(after).toMatchObject({ total: EPISODES_A_PAGE + 2, notes: [] })
  expect(after.episodes.map(({ number }) => number)).toEqual([EPISODES_A_PAGE, EPISODES_A_PAGE + 1])
  expect((await shelf.read(EPISODES_A_PAGE + 1))?.start.episode).toBe(`more-${EPISODES_A_PAGE - 1}`)
})

test('a file that holds no trajectories is named, and the others are shown', async () => {
  const { folder } = await recorded()
  writeFileSync(join(folder, 'other.jsonl'), '{"a": 1}\n')
  expect(await shelfOf(folder).list({ from: 0 })).toMatchObject({
    total: 2,
    notes: [expect.stringContaining('other.jsonl: It holds no trajectories')],
  })
})

test('runs are shown at an author’s desk, by number alone', async () => {
  const { folder, bundle } = await recorded()
  const runs = shelfOf(folder)
  const [author, agent] = [await serve(bundle, { runs, desk: 'author' }), await serve(bundle, { runs })]
  onTestFinished(() => Promise.all([author.close(), agent.close()]).then(() => undefined))
  const status = async ({ url }: typeof author, path: string) => (await ask(url, 'GET', path)).status
  expect(await status(author, '/runs?outcome=scored')).toBe(200)
  expect(await status(author, '/runs/1')).toBe(200)
  expect(await status(author, '/runs?from=-1')).toBe(422)
  for (const path of ['/runs/2', '/runs/served.jsonl', '/runs/..%2Fserved.jsonl', '/runs/1e0'])
    expect([path, await status(author, path)]).toEqual([path, 404])
  for (const path of ['/runs', '/runs/1']) expect(await status(agent, path)).toBe(404)
  expect(JSON.parse((await ask(agent.url, 'GET', '/config')).text).shows).toEqual([])
})

test('serve --runs wants an author’s desk and a folder that is there', async () => {
  const { code, stderr } = await runHere(['serve', 'corpus.json', '--runs', 'runs'])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('Add `--author`') })
  const gone = await runHere(['serve', 'corpus.json', '--author', '--runs', 'no/such/runs'])
  expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no run `no/such/runs`') })
})
