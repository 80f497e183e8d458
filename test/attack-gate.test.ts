import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { emitBundle } from '../src/author/compile/emit.ts'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { proveAttacks } from '../src/author/prove/attacks.ts'
import type { Task } from '../src/author/task/task.ts'
import type { Bundle } from '../src/model/bundle.ts'
import { playJob } from '../src/rollout/attack/job.ts'
import { corpusFiles } from './support/corpus.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'
import {
  anyWordIsEvidence,
  decoyThatIsADefect,
  hintWithAnswer,
  oneScopeForAll,
  ownWordIsEvidence,
  remarkThatTakesAll,
  type Weakness,
  weaken,
} from './support/weaken.ts'
import { memoryBench } from './support/workbench.ts'

const TASK = 'order-search'

let bundle: Bundle
let task: Task
beforeAll(async () => {
  const file = corpusFiles().find(({ path }) => path.endsWith(`/${TASK}.yaml`))
  if (!file) throw new Error(`There is no ${TASK}`)
  const { tasks } = await lintCorpus([file])
  const [read] = tasks
  if (!read) throw new Error(`${TASK} cannot be read`)
  task = read
  bundle = emitBundle(tasks, null)
})

/** What the gate says, and of which text in the YAML, when one exploit of the battery plays the task with this weakness. */
async function gate(weakness: Weakness | null, exploit: string) {
  const weak = weakness ? weaken(bundle, TASK, weakness) : bundle
  const diagnostics = await gateOf(task, weak, exploit)
  return diagnostics.map(({ code, message, span, hint }) => ({
    told: `${code}: ${message.replaceAll(/-?\d\.\d{3}/g, '#')}`,
    at: span?.source.text.slice(span.start, span.end),
    hint,
  }))
}

async function gateOf(attacked: Task, compiled: Bundle, exploit: string) {
  const { diagnostics } = await proveAttacks([attacked], compiled, {
    ...memoryBench(),
    attack: (job) =>
      playJob({
        ...job,
        attack: job.attack && { ...job.attack, exploits: [exploit], levels: ['coverage'] },
      }),
  })
  return diagnostics
}

const earns = (exploit: string, setting: string, paid: string) =>
  `prove/attack: The cheater \`${exploit}\` earns # ± # on the defective rows of \`${TASK}\` under ${setting}, and at most # is allowed: ${paid}`

const tooEasy = /takes this text for an explanation: ask for words that only its cause needs/

test.each<[string, Weakness, string, string, string, string | RegExp, RegExp]>([
  [
    'evidence that any word satisfies',
    anyWordIsEvidence,
    'hollow-claims',
    '`strict`',
    '`last-day-missing` pays most of it',
    'evidence',
    tooEasy,
  ],
  [
    'a pattern of its own that any word satisfies',
    ownWordIsEvidence,
    'hollow-claims',
    '`strict`',
    '`last-day-missing` pays most of it',
    /^"~trail\|history/,
    tooEasy,
  ],
  [
    'one scope for the whole file',
    oneScopeForAll,
    'kinds-leak',
    '`learn`, level `coverage`, terminal',
    '`trail-of-any-shop` pays most of it',
    'insecure-direct-object-reference',
    /is paid for this kind anywhere in its scope: set `scope: block`/,
  ],
  [
    'a hint that gives the answer',
    hintWithAnswer,
    'hint-follower',
    '`learn`',
    '`trail-of-any-shop` pays most of it',
    /^/,
    /^This hint says what `trail-of-any-shop` asks for/,
  ],
  [
    'a decoy that is a defect',
    decoyThatIsADefect,
    'bait-taker',
    '`strict`',
    '`trail-of-any-shop` pays most of it',
    'id',
    /^This bait lies on the lines of `trail-of-any-shop` and is of its kind/,
  ],
  [
    'an accepted entry that takes everything',
    remarkThatTakesAll,
    'single-shot',
    '`strict`',
    '`anything` spares it what it says wrong',
    '[]',
    /^This entry takes wrong findings free of charge/,
  ],
])(
  '%s: the gate says who was paid, how much, and by which line of the YAML',
  async (_, weakness, exploit, setting, paid, at, hint) => {
    expect(await gate(null, exploit)).toEqual([])
    expect(await gate(weakness, exploit)).toEqual([
      {
        told: earns(exploit, setting, paid),
        at: typeof at === 'string' ? at : expect.stringMatching(at),
        hint: expect.stringMatching(hint),
      },
    ])
  },
)

const KIND_IS_ENOUGH =
  'The kind’s name, “wrong operator”, is read together with the claim as its title: `~wrong|mistaken ~operator|sign` of `cap-turned-round` holds on it alone, so the name pays'

/** A pattern that the name of the item’s own kind satisfies, in the task of the pages. */
function kindIsEnough(): string {
  const sound = readFileSync('docs/diagnostics/task.yaml', 'utf8')
  const unlike = sound.replace('This function should be documented, its name does not say', 'No comment says')
  return unlike.replace(/^( +)(?=- larger\|greater)/m, '$1- ~wrong|mistaken ~operator|sign\n$1')
}

test('a pattern that holds on the name of its own kind is told to be one', async () => {
  const { tasks } = await lintCorpus([{ path: 'task.yaml', bytes: new TextEncoder().encode(kindIsEnough()) }])
  const [weak] = tasks
  if (!weak) throw new Error('The task cannot be read')
  const found = await gateOf(weak, emitBundle([weak], null), 'textbook-claims')
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^The cheater `textbook-claims` earns .* is allowed: `fee-cap` pays most of it$/),
  ])
  expect(found[0]?.notes.map(({ message }) => message)).toContain(KIND_IS_ENOUGH)
})

test('`attack` says so too, and names the item in the row that is over its bound', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'tasks'))
  writeFileSync(join(folder, 'tasks/late-fee.yaml'), kindIsEnough())
  await runIn(folder, ['compile', '--no-prove', '-o', 'corpus.json'])
  const { code, stdout } = await runIn(folder, ['attack', 'corpus.json', '--exploit', 'textbook-claims'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/ there {2}paid by\ntextbook-claims .* BROKEN +late-fee .* fee-cap\n/)
  expect(stdout).toContain(`  ${KIND_IS_ENOUGH.replace('`cap-', '`late-fee/cap-')}\n`)
})
