import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrajectoryEvent } from '../../src/model/trajectory.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runAt } from '../support/run-folder.ts'

let corpus: string
beforeAll(async () => {
  corpus = (await compiledPair()).text
})

const tasks = 'order-search,password-reset'

/** A folder with the corpus and the run of a player. */
async function played(
  player: string,
  ...more: string[]
): Promise<{ readonly folder: string; readonly bundle: string }> {
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus)
  const args = ['eval', bundle, '--agent', player, '--task', tasks, ...more, '-o', join(folder, 'run')]
  expect(await runHere([...args, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' })
  return { folder: join(folder, 'run'), bundle }
}

function linesAt(folder: string): string[] {
  return readFileSync(join(folder, 'trajectories.jsonl'), 'utf8').trimEnd().split('\n')
}

/** Changes the first line of an event, and gives the rest back as it was. */
function tamper<Name extends TrajectoryEvent['event']>(
  folder: string,
  name: Name,
  change: (event: Extract<TrajectoryEvent, { event: Name }>) => void,
): void {
  const lines = linesAt(folder)
  const at = lines.findIndex((line) => JSON.parse(line).event === name)
  const event = JSON.parse(lines[at] ?? '')
  change(event)
  lines[at] = JSON.stringify(event)
  writeFileSync(join(folder, 'trajectories.jsonl'), `${lines.join('\n')}\n`)
}

describe('replay', () => {
  test.each(['half', 'random', 'hint-follower', 'schema-bombs'])(
    'gives everything that %s was told and paid again',
    async (player) => {
      const { folder } = await played(player)
      const { code, stdout } = await runHere(['replay', folder, '--json'])
      expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, differences: [], unplayable: [] })
    },
  )

  test('takes what patches showed from the record, or runs them again, and finds the same', async () => {
    const { folder } = await played('oracle', '-n', '2')
    expect((await runHere(['replay', folder])).stdout).toBe(
      '2 episodes replayed, 0 differences, 0 not playable\n',
    )
    const { code, stdout } = await runHere(['replay', folder, '--rerun'])
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: '2 episodes replayed, 0 differences, 0 not playable\n',
    })
  })

  test('names the step and the figure that is not as recorded', async () => {
    const { folder } = await played('half', '-n', '1')
    tamper(folder, 'step', (step) => {
      step.reward += 2 ** -20
    })
    const { code, stdout } = await runHere(['replay', folder])
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /step 1: reward was -?[\d.e-]+ and is -?[\d.e-]+\n1 episode replayed, 1 difference,/,
    )
  })

  test('says so of an episode of another bundle', async () => {
    const { folder } = await played('nop', '-n', '1')
    tamper(folder, 'start', (start) => {
      start.bundle = 'f'.repeat(64)
    })
    const { code, stdout } = await runHere(['replay', folder])
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('It was played on the bundle ffffffffffff'),
    })
  })
})

describe('a file that was cut off', () => {
  test('is read to where it was, with a note', async () => {
    const { folder } = await played('half', '-n', '5')
    const path = join(folder, 'trajectories.jsonl')
    truncateSync(path, readFileSync(path).length - 10)
    const { code, stdout, stderr } = await runHere(['replay', folder, '--json'])
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, episodes: 4, differences: [] })
    expect(stderr).toMatch(/trajectories\.jsonl:\d+: The last line is torn off/)
    expect(stderr).toMatch(/: 1 episode without an end/)
  })

  test('goes on with --resume to exactly the results of an uninterrupted run, wherever it was cut', async () => {
    const { folder, bundle } = await played('weak-honest', '--epochs', '2')
    const { results } = await runAt(folder)
    const path = join(folder, 'trajectories.jsonl')
    const whole = readFileSync(path)
    const cuts = [
      0,
      7,
      200,
      ...Array.from({ length: 7 }, (_, index) => Math.floor((whole.length * (index + 1)) / 8)),
    ]
    for (const cut of [...cuts, whole.length - 1, whole.length]) {
      writeFileSync(path, whole.subarray(0, cut))
      const args = ['eval', bundle, '--agent', 'weak-honest', '--task', tasks, '--epochs', '2', '--resume']
      expect((await runHere([...args, '--quiet', '-o', folder])).code).toBe(0)
      const resumed = await runAt(folder)
      expect(resumed.results).toEqual(results)
      expect(new Set(resumed.trajectories.map(({ start }) => start.episode)).size).toBe(
        results.rollouts.length,
      )
    }
  })

  test('keeps what was played: a resumed run plays nothing twice', async () => {
    const { folder, bundle } = await played('half')
    const before = linesAt(folder)
    await runHere(['eval', bundle, '--agent', 'half', '--task', tasks, '--resume', '--quiet', '-o', folder])
    expect(linesAt(folder)).toEqual(before)
  })
})

test('a file of an older format, and one of something else, are refused with what to do', async () => {
  const { folder } = await played('nop', '-n', '1')
  const path = join(folder, 'trajectories.jsonl')
  const refusals = []
  for (const text of ['{"format":"reviewgym-trajectory/1","agent":"nop"}\n', '{"a":1}\n', 'not JSON\n']) {
    writeFileSync(path, text)
    refusals.push((await runHere(['replay', folder])).stderr.replaceAll(folder, 'run'))
  }
  expect(refusals).toEqual([
    'error: `run/trajectories.jsonl` cannot be used: Its format is reviewgym-trajectory/1, and this version reads reviewgym-trajectory/2\nhint: Run `reviewgym migrate` on it\n',
    'error: `run/trajectories.jsonl` cannot be used: It holds no trajectories of reviewgym\nhint: Play the run again\n',
    'error: `run/trajectories.jsonl` cannot be used: It holds no trajectories of reviewgym\nhint: Play the run again\n',
  ])
})

test('--log-format openenv prints a start, a step and an end line', async () => {
  const { bundle } = await played('nop', '-n', '1')
  const args = ['eval', bundle, '--agent', 'nop', '--task', 'order-search', '--variant', 'clean', '--quiet']
  const { stdout } = await runHere([...args, '--log-format', 'openenv', '-o', temporaryFolder()])
  expect(stdout).toBe(`[START] task=order-search env=reviewgym model=nop
[STEP] step=1 action=finalize reward=0.24 done=true error=null
[END] success=true steps=1 score=0.24 rewards=0.24
`)
})

test('filters choose rows, and a word that chooses none is told with the closest one', async () => {
  const { bundle } = await played('nop', '-n', '1')
  const plan = async (...args: string[]) =>
    (await runHere(['eval', bundle, '--agent', 'nop', '--dry-run', ...args])).stdout
  expect(await plan('--variant', 'clean', '--task', tasks)).toBe('2 episodes would be played by nop\n')
  expect(await plan('-n', '5', '--seeds', '2', '--epochs', '3')).toBe('30 episodes would be played by nop\n')
  for (const chosen of [
    ['--split', 'train'],
    ['--tag', 'sql'],
    ['--difficulty', 'medium'],
  ])
    expect(await plan(...chosen)).toBe('6 episodes would be played by nop\n')
  expect(await plan('--language', 'typescript')).toBe('13 episodes would be played by nop\n')
  expect(await runHere(['eval', bundle, '--agent', 'nop', '--task', 'order-serch'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: There is no task `order-serch` in this bundle\nhint: Did you mean `order-search`?\n',
  })
})
