import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { improvingModel, openChatServer } from '../support/chat-server.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runAt } from '../support/run-folder.ts'

/** Two rollouts of each of the pair's rows. */
const EPISODES = 26
/** A process is killed some moments after it has asked so often; `npm run soak:eval` kills a longer run more often. */
const KILLS = [5, 14, 9]
const LATEST_MS = 15
/** Answers come slowly enough that the run is not over by then. */
const SLOW_MS = 10

test('a run that is killed with -9 again and again, and resumed, has exactly the results of one that is not', async () => {
  const { text, bundle } = await compiledPair()
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'pair.json'), text)
  const answer = improvingModel(bundle)
  let running: { readonly child: ChildProcess; callsLeft: number } | null = null
  const { url } = await openChatServer(async (call) => {
    if (running !== null && --running.callsLeft === 0) {
      const { child } = running
      void wait(LATEST_MS * Math.random()).then(() => child.kill('SIGKILL'))
    }
    await wait(SLOW_MS)
    return answer(call)
  })
  const play = async (run: string, callsLeft: number) => {
    const line = [
      'eval',
      'pair.json',
      '--model',
      'm',
      '--base-url',
      url,
      '--seeds',
      '2',
      '--concurrency',
      '3',
    ]
    const args = [resolve('dist/cli.js'), ...line, '--resume', '--quiet', '-o', run]
    const child = spawn(process.execPath, args, { cwd: folder, stdio: 'inherit' })
    running = { child, callsLeft }
    return once(child, 'exit')
  }
  expect(await play('whole', Number.POSITIVE_INFINITY)).toEqual([0, null])
  const kept: number[] = []
  for (const calls of KILLS) {
    expect(await play('broken', calls)).toEqual([null, 'SIGKILL'])
    kept.push(endsIn(join(folder, 'broken')))
  }
  expect(kept).toEqual([...kept].sort((a, b) => a - b))
  expect(kept.at(-1)).toBeGreaterThan(0)
  expect(kept.at(-1)).toBeLessThan(EPISODES)
  expect(await play('broken', Number.POSITIVE_INFINITY)).toEqual([0, null])
  const resultsIn = (run: string) => readFileSync(join(folder, run, 'inference_results.json'), 'utf8')
  expect(resultsIn('broken')).toBe(resultsIn('whole'))
  const { results, trajectories } = await runAt(join(folder, 'broken'))
  expect(results.all.outcomes).toMatchObject({ requested: EPISODES, scored: EPISODES })
  expect(new Set(trajectories.map(({ start }) => start.identity)).size).toBe(EPISODES)
  expect(trajectories).toHaveLength(EPISODES)
})

/** How many episodes are on disk to their end. */
function endsIn(run: string): number {
  const path = join(run, 'trajectories.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n{"event":"end"').length - 1 : 0
}
