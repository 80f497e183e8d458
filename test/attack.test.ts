import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { heldByTests } from '../scripts/held-by-tests.ts'
import type { Bundle } from '../src/model/bundle.ts'
import { formatBreach } from '../src/report/attack.ts'
import { oracle } from '../src/rollout/agents/oracle.ts'
import { type AttackOptions, attackBundle, wholePlan } from '../src/rollout/attack/attack-bundle.ts'
import { playJob } from '../src/rollout/attack/job.ts'
import { playCheat, playEpisode, pricedUnder, startExploit } from '../src/rollout/attack/play.ts'
import { indexBundle } from '../src/runtime/bundle/opened.ts'
import { compiledCorpus } from './support/corpus.ts'
import {
  anyWordIsEvidence,
  decoyThatIsADefect,
  hintWithAnswer,
  neighboursShareKinds,
  oneScopeForAll,
  remarkThatTakesAll,
  type Weakness,
  weaken,
} from './support/weaken.ts'

const TASK = 'order-search'

let bundle: Bundle
beforeAll(async () => {
  bundle = JSON.parse((await compiledCorpus()).text) as Bundle
})

function attack(attacked: Bundle, names: readonly string[], more: Partial<AttackOptions> = {}) {
  return attackBundle(attacked, {
    ...wholePlan,
    exploits: wholePlan.exploits.filter(({ name }) => names.includes(name)),
    levels: ['coverage'],
    tasks: [TASK],
    heldOut: [],
    cache: null,
    play: playJob,
    report() {},
    ...more,
  })
}

/** A weakness, the exploit that finds it, and how the message begins and goes on. */
const weaknesses: readonly (readonly [string, Weakness, string, RegExp])[] = [
  [
    'evidence that any word satisfies',
    anyWordIsEvidence,
    'hollow-claims',
    /^`hollow-claims` earns 0\.[4-9]\d+ ± [\d.]+ on the defective rows of `order-search` under `strict`, and at most 0\.220 is allowed\n {2}most is paid by `[a-z0-9-]+` \(explained, .*\n {2}paid text: “.*\n {2}held in it: `any-word`$/,
  ],
  [
    'kinds that overlap in one scope',
    neighboursShareKinds,
    'told-twice',
    /^`told-twice` earns .*\n {2}most is paid by `trail-of-any-shop` \(explained, /,
  ],
  [
    'one scope for the whole file',
    oneScopeForAll,
    'kinds-leak',
    /^`kinds-leak` earns 0\.\d+ .* level `coverage`, .* at most 0\.000 is allowed\n {2}most is paid by `[a-z0-9-]+` \(by place and kind alone, /,
  ],
  [
    'a hint that gives the answer',
    hintWithAnswer,
    'hint-follower',
    /^`hint-follower` earns .* at most -0\.100 is allowed\n {2}most is paid by `trail-of-any-shop` \(explained, .*\n {2}paid text: “showTrail has an insecure/,
  ],
  [
    'a decoy that is a defect',
    decoyThatIsADefect,
    'bait-taker',
    /^`bait-taker` earns 0\.\d+ .* at most 0\.000 is allowed\n {2}most is paid by `trail-of-any-shop` \(by place and kind alone, /,
  ],
  [
    'an accepted entry that takes everything',
    remarkThatTakesAll,
    'single-shot',
    /^`single-shot` earns .* at most -0\.020 is allowed\n {2}most is paid by `anything` \(taken for an optional remark; /,
  ],
]

describe.each(weaknesses)('%s', (_, weakness, exploit, message) => {
  test('breaks a bound and the message says what paid', async () => {
    const { breaches } = await attack(weaken(bundle, TASK, weakness), [exploit])
    expect(breaches.map(({ figure }) => figure.exploit)).toContain(exploit)
    expect(breaches[0] && formatBreach(breaches[0])).toMatch(message)
  })

  test('breaks none where the task is sound', async () => {
    expect((await attack(bundle, [exploit])).breaches).toEqual([])
  })
})

/** The numbers of the list that the battery began with: some were never given. */
const LISTED = [...range(1, 8), ...range(10, 18), 20, 22, ...range(26, 33)]

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

test('every cheat of the list that the battery began with is an exploit, or held by tests that are there', () => {
  const played = wholePlan.exploits.flatMap(({ number }) => number ?? [])
  const tested = heldByTests.map(({ number }) => number)
  expect([...new Set([...played, ...tested])].sort((a, b) => a - b)).toEqual(LISTED)
  for (const { file, title } of heldByTests.flatMap(({ tests }) => tests))
    expect(readFileSync(file, 'utf8')).toContain(title)
})

test('a patch earns nothing without a review, though it is taken for the best', async () => {
  const { corpus } = await attack(bundle, ['emptied-files', 'reference-patch'], { tasks: null })
  expect(corpus.map(({ mean, maximum }) => [mean, maximum])).toEqual(corpus.map(() => [0, 0]))
  const rows = indexBundle(bundle).tasks.get(TASK) ?? []
  const [row] = rows.filter(({ rubric }) => rubric.variant === 'all')
  if (!row) throw new Error(`${TASK} has no row`)
  // With one, it does: the battery does not merely refuse patches.
  const play = oracle.start(row, 0)
  const policy = { feedback: 'coverage', delivery: 'dense', profile: 'strict' } as const
  expect(playCheat(row, policy, ({ observation }) => play(observation)).score).toBe(row.rubric.maximum.strict)
})

test('an episode played under the cheapest profile is priced as if it had been played under the other', () => {
  const rows = indexBundle(bundle).tasks.get(TASK) ?? []
  // Told nothing of the score on the way, all exploits do the same under both.
  const policy = { feedback: 'coverage', delivery: 'terminal' } as const
  const ended = new Set<string>()
  for (const exploit of wholePlan.exploits)
    for (const row of rows.slice(0, 2)) {
      const start = () => startExploit(exploit, row, rows, { ...policy, profile: 'learn' }, 0)
      const episode = playEpisode(row, { ...policy, profile: 'learn' }, start())
      const strict = playCheat(row, { ...policy, profile: 'strict' }, start())
      expect(pricedUnder('strict', episode)).toEqual(strict)
      expect(pricedUnder('learn', episode).score).toBe(episode.assessment.total)
      if (strict.entries.length < episode.submitted.length) ended.add(exploit.name)
    }
  // Some of them are bankrupt earlier under `strict`, or the test would show little.
  expect(ended.size).toBeGreaterThan(0)
})

/** A cache in memory, and the names of what was written into it since it was last asked. */
function memoryCache() {
  const kept = new Map<string, string>()
  let written: string[] = []
  return {
    read: async (name: string) => kept.get(name) ?? null,
    async write(name: string, text: string) {
      kept.set(name, text)
      written.push(name)
    },
    news() {
      const names = written.sort()
      written = []
      return names
    },
  }
}

test('the same bundle gives the same table, and what was found before is not played again', async () => {
  const names = ['shotgun', 'hill-climber']
  const first = await attack(bundle, names, { seeds: 2 })
  expect(await attack(bundle, names, { seeds: 2 })).toEqual(first)
  const cache = memoryCache()
  expect(await attack(bundle, names, { seeds: 2, cache })).toEqual(first)
  expect(cache.news()).toEqual([expect.stringMatching(/^attacks\/order-search-/), 'honest/order-search.json'])
  const play = () => {
    throw new Error('played again')
  }
  expect(await attack(bundle, names, { seeds: 2, cache, play })).toEqual(first)
  const held = await attack(bundle, names, { seeds: 2, cache, heldOut: null })
  expect(held.tasks.map(({ honest }) => honest)).toEqual([[]])
  expect(cache.news()).toEqual([])
})

test('a change of one pattern of a task is played again, that of another task is not', async () => {
  const cache = memoryCache()
  const played = async (changed: Bundle) => {
    await attack(changed, ['silence'], { tasks: null, heldOut: null, cache })
    return cache.news().map((name) => name.replace(/^attacks\/(.*)-[0-9a-f]{8}\.json$/, '$1'))
  }
  expect(await played(bundle)).toEqual(bundle.public.tasks.map(({ id }) => id).sort())
  const changed = weaken(bundle, TASK, (_, __, { private: hidden }) => {
    const own = Object.keys(hidden.concepts).find((id) => id.startsWith(`${TASK}/`))
    if (own) hidden.concepts[own]?.push('zebra')
  })
  expect(await played(changed)).toEqual([TASK])
})
