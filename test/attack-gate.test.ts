import { beforeAll, expect, test } from 'vitest'
import { emitBundle } from '../src/author/compile/emit.ts'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { proveAttacks } from '../src/author/prove/attacks.ts'
import type { Task } from '../src/author/task/task.ts'
import type { Bundle } from '../src/model/bundle.ts'
import { playJob } from '../src/rollout/attack/job.ts'
import { corpusFiles } from './support/corpus.ts'
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
  const { diagnostics } = await proveAttacks([task], weak, {
    ...memoryBench(),
    attack: (job) =>
      playJob({
        ...job,
        attack: job.attack && { ...job.attack, exploits: [exploit], levels: ['coverage'] },
      }),
  })
  return diagnostics.map(({ code, message, span, hint }) => ({
    told: `${code}: ${message.replaceAll(/-?\d\.\d{3}/g, '#')}`,
    at: span?.source.text.slice(span.start, span.end),
    hint,
  }))
}

const earns = (exploit: string, setting: string) =>
  `prove/attack: The cheater \`${exploit}\` earns # ± # on the defective rows of \`${TASK}\` under ${setting}, and at most # is allowed`

const tooEasy = /takes this text for an explanation: ask for words that only its cause needs/

test.each<[string, Weakness, string, string, string | RegExp, RegExp]>([
  ['evidence that any word satisfies', anyWordIsEvidence, 'hollow-claims', '`strict`', 'evidence', tooEasy],
  [
    'a pattern of its own that any word satisfies',
    ownWordIsEvidence,
    'hollow-claims',
    '`strict`',
    /^"~trail\|history/,
    tooEasy,
  ],
  [
    'one scope for the whole file',
    oneScopeForAll,
    'kinds-leak',
    '`learn`, level `coverage`, terminal',
    'insecure-direct-object-reference',
    /is paid for this kind anywhere in its scope: set `scope: block`/,
  ],
  [
    'a hint that gives the answer',
    hintWithAnswer,
    'hint-follower',
    '`learn`',
    /^/,
    /^This hint says what `trail-of-any-shop` asks for/,
  ],
  [
    'a decoy that is a defect',
    decoyThatIsADefect,
    'bait-taker',
    '`strict`',
    'id',
    /^This bait lies on the lines of `trail-of-any-shop` and is of its kind/,
  ],
  [
    'an accepted entry that takes everything',
    remarkThatTakesAll,
    'single-shot',
    '`strict`',
    '[]',
    /^This entry takes wrong findings free of charge/,
  ],
])(
  '%s: the gate says who was paid, how much, and by which line of the YAML',
  async (_, weakness, exploit, setting, at, hint) => {
    expect(await gate(null, exploit)).toEqual([])
    expect(await gate(weakness, exploit)).toEqual([
      {
        told: earns(exploit, setting),
        at: typeof at === 'string' ? at : expect.stringMatching(at),
        hint: expect.stringMatching(hint),
      },
    ])
  },
)
