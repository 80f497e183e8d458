import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runAt } from '../support/run-folder.ts'

let corpus: string
beforeAll(async () => {
  corpus = (await compiledPair()).text
})

/** Results of a run of a Node program that answers each line so. */
async function play(answer: string, ...args: readonly string[]) {
  const folder = temporaryFolder()
  const [bundle, program, run] = ['corpus.json', 'reviewer.mjs', 'run'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(bundle, corpus)
  writeFileSync(
    program,
    `import { createInterface } from 'node:readline'
let turn = 0
for await (const line of createInterface({ input: process.stdin })) {
  const { observation, reward, problem } = JSON.parse(line)
  ${answer}
  turn += 1
}`,
  )
  const players = [
    '--command',
    `${process.execPath} ${program}`,
    '--task',
    'order-search',
    '--variant',
    'clean',
  ]
  const { code, stderr } = await runHere(['eval', bundle, ...players, ...args, '-o', run, '--quiet'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return runAt(run)
}

test('a program plays: a turn in, an action out, line by line', async () => {
  const { results, trajectories } = await play(
    `console.log(JSON.stringify({ operation: observation.hints_left > 1 ? 'request_hint' : 'finalize' }))`,
  )
  expect(results.rollouts).toMatchObject([{ outcome: 'scored', steps: 3 }])
  expect(results.hints.taken).toBe(2)
  expect(trajectories[0]?.turns.filter(({ event }) => event === 'answer')).toHaveLength(3)
})

test.each([
  ['prints no actions', `console.log('no')`, 'invalid', 'No readable action, 3 times in a row'],
  ['ends at once', `process.exit(3)`, 'error', 'The program ended, or did not answer in time'],
  ['never answers', `turn += 1`, 'error', 'The program ended, or did not answer in time'],
])('one that %s has no score', async (_, answer, outcome, reason) => {
  const { results } = await play(answer, '--timeout', '1')
  expect(results.rollouts).toMatchObject([{ outcome, reason, score: null }])
})

test('is told why a line was no action, and may answer again', async () => {
  const { results } = await play(
    `if (problem === null) console.log('{"operation": "finalise"}')
    else console.log(JSON.stringify({ operation: problem.includes('finalise') ? 'finalize' : 'request_hint' }))`,
  )
  expect(results.rollouts).toMatchObject([{ outcome: 'scored', steps: 1 }])
  expect(results.answers).toMatchObject({ total: 2, unreadable: 1 })
})
