// docs/integrity.md: what was tried on the corpus, what it earns, how far honest work is above it. Computed, never typed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { openAttackers } from '../src/cli/attackers.ts'
import type { Cache } from '../src/core/cache.ts'
import type { Bundle } from '../src/model/bundle.ts'
import { formatBreach } from '../src/report/attack.ts'
import { attackBundle, type BundleAttack, wholePlan } from '../src/rollout/attack/attack-bundle.ts'
import type { Figure } from '../src/rollout/attack/figures.ts'
import { type HeldOut, readHeldOut } from '../src/rollout/attack/held-out.ts'
import { halfReview } from '../src/rollout/attack/honest.ts'
import { playCheat, startExploit } from '../src/rollout/attack/play.ts'
import { marginOf, worstTask } from '../src/rollout/attack/summary.ts'
import { indexBundle, type Row } from '../src/runtime/bundle/opened.ts'
import { compiledTasks } from './corpus.ts'
import { heldByTests } from './held-by-tests.ts'
import { publicGraders } from './public-graders.ts'

/** That of the command line. */
const CACHE = '.reviewgym/cache'
const FINDINGS = 'test/fixtures/findings/unread.json'
const REVIEWS = 'test/fixtures/reviews'
/** Least distance of an honest review of half of the items above the best blind exploit, under `strict`. */
const MARGIN = 0.35
const SEEDS = 5
const COMPARED = [
  'silence',
  'shotgun',
  'carpet',
  'tiles',
  'keyword-heap',
  'scanner',
  'mega-finding',
  'twelve-tellings',
  'rejected-texts',
  'hollow-claims',
]

/** The page. Throws when a bound is broken or honest work is too close to cheating. */
export async function integrityPage(): Promise<string> {
  const bundle = await compiledTasks()
  const heldOut = blindTexts(bundle)
  const found = await attackAll(bundle, heldOut)
  const margin = marginOf(found, wholePlan.exploits)
  if (!margin) throw new Error('Nothing to compare')
  if (found.breaches.length > 0) throw new Error(found.breaches.map(formatBreach).join('\n\n'))
  if (margin.margin < MARGIN) throw new Error(`The margin is ${margin.margin.toFixed(3)}, below ${MARGIN}`)
  if (margin.weak_honest.mean - 2 * margin.weak_honest.standard_error <= 0)
    throw new Error('A weak honest reviewer does not beat silence under `learn`')
  const { honest_half, best_exploit, texts, weak_honest } = margin
  const rows = [...indexBundle(bundle).tasks.values()]
  return `<!-- Written by \`npm run generate\` from src/rollout/attack/ and tasks/. -->
# Integrity

What cheaters earn. \`reviewgym attack\` lets ${wholePlan.exploits.length} exploit policies play every row of every task through the real environment; each has a bound on its mean score, in both profiles, at every level up to \`coverage\` and in both deliveries, on every task and on the corpus, for the mean and two standard errors. A task that breaks one says which item and which text paid. \`npm run soak:attack\` searches for new holes with nothing but rewards for a guide.

## Honest work

An honest review that finds half of the items and errs in nothing earns **${fixed(honest_half)}** under \`strict\` (${texts.held_out} items in the words of reviewers who never saw a rubric, ${texts.accepts} in their authors’ words), the best exploit that knows no more than any client, \`${best_exploit.exploit}\`, **${fixed(best_exploit.mean)}**: a margin of **${fixed(margin.margin)}**; at least ${MARGIN} is required. A weak honest reviewer (three defects in ten, right four times in ten) earns ${fixed(weak_honest.mean)} ± ${fixed(weak_honest.standard_error)} under \`learn\`, where silence earns 0.

## What was tried

For each exploit the setting in which it comes closest to its bound, over the corpus; the last columns give the task where it comes closest, in any setting. Figures are mean scores in [−1, 1].

${table(['exploit', 'what it tries', 'what it knows', 'rows', 'mean', 'max', 'bound', 'closest task', 'there'], triedRows(found))}

Where several texts of an agent that knows place and kind are bounded above ${fixed(0.22)}, that is on purpose: sentences of the public packs are sometimes true of the defect, and tossed words sometimes hold a pattern. Execution, not text, is what settles those.

Nothing is run for these figures: a patch is taken for the best that it could be, a witness for one that proves nothing. Cheats against what runs them are held by tests:

${table(
  ['no.', 'cheat', 'tests'],
  heldByTests.map(({ number, cheat, tests }) => [
    String(number),
    cheat,
    tests.map(({ file, title }) => `\`${file}\`: ${title}`).join('; '),
  ]),
)}

## Other graders

The same policies, and the honest half, on the rows with defects under the rules of three public graders, in [0, 1]; reviews are those handed in here under \`learn\`, where an episode may end early, so exploits are rather underrated.

${publicGraders.map(({ name, rule, source }) => `- **${name}**: ${rule} Source: ${source}.`).join('\n')}

${table(['policy', 'here, strict', 'here, learn', ...publicGraders.map(({ name }) => name)], comparedRows(found, rows, heldOut))}
`
}

/** What was written about items by people who had not seen the rubric: labelled findings, and the reviews of second readers. */
function blindTexts(bundle: Bundle): readonly HeldOut[] {
  const read = readHeldOut(JSON.parse(readFileSync(FINDINGS, 'utf8')))
  if (!read.ok) throw new Error(`${FINDINGS} is no list of labelled findings`)
  const told = readdirSync(REVIEWS)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name): readonly HeldOut[] => {
      const review: RecordedReview = JSON.parse(readFileSync(`${REVIEWS}/${name}`, 'utf8'))
      const items = new Set(bundle.private.tasks[review.task]?.items.map(({ id }) => id))
      return review.findings
        .filter(({ about }) => about !== null && items.has(about))
        .map(({ about, ...finding }) => ({ task: review.task, item: about, truth: 'explains', finding }))
    })
  return [...read.findings, ...told]
}

interface RecordedReview {
  readonly task: string
  readonly findings: readonly (HeldOut['finding'] & { readonly about: string | null })[]
}

/** What `compile` and `attack` have played is not played again. */
async function attackAll(bundle: Bundle, heldOut: readonly HeldOut[]): Promise<BundleAttack> {
  // This file and the worker are bundled into one folder.
  const { play, close } = await openAttackers({ sandboxFiles: { worker: new URL(import.meta.url) } })
  const cache: Cache = {
    async read(name) {
      const path = `${CACHE}/${name}`
      return existsSync(path) ? readFileSync(path, 'utf8') : null
    },
    async write(name, text) {
      mkdirSync(dirname(`${CACHE}/${name}`), { recursive: true })
      writeFileSync(`${CACHE}/${name}`, text)
    },
  }
  return attackBundle(bundle, { ...wholePlan, tasks: null, heldOut, cache, play, report() {} }).finally(close)
}

function triedRows(found: BundleAttack): readonly (readonly string[])[] {
  return wholePlan.exploits.map(({ name, exploits, knows }) => {
    const own = found.corpus.filter(({ exploit, bound }) => exploit === name && bound !== null)
    const closest = nearest(own)
    const worst = own.flatMap((figure) => worstTask(figure, found.tasks) ?? [])
    const there = worst.reduce((a, b) => (slack(a.figure) <= slack(b.figure) ? a : b))
    return [
      `\`${name}\``,
      exploits,
      knows,
      closest.rows,
      `${fixed(closest.mean)} ± ${fixed(closest.standard_error)}`,
      fixed(closest.maximum),
      fixed(closest.bound ?? 0),
      there.task,
      fixed(there.figure.mean),
    ]
  })
}

function comparedRows(
  found: BundleAttack,
  tasks: readonly (readonly Row[])[],
  heldOut: readonly HeldOut[],
): readonly (readonly string[])[] {
  const policy = { feedback: 'coverage', delivery: 'dense', profile: 'learn' } as const
  const seeds = Array.from({ length: SEEDS }, (_, seed) => seed)
  const each = <T>(play: (row: Row, rows: readonly Row[], seed: number) => T): readonly T[] =>
    tasks.flatMap((rows) =>
      rows
        .filter(({ rubric }) => rubric.items.length > 0)
        .flatMap((row) => seeds.map((seed) => play(row, rows, seed))),
    )
  const line = (name: string, ours: readonly string[], reviews: ReturnType<typeof handedIn>) => [
    name,
    ...ours,
    ...publicGraders.map(({ score }) =>
      fixed(average(reviews.map(({ row, findings }) => score(row, findings)))),
    ),
  ]
  const handedIn = (name: string) =>
    each((row, rows, seed) => {
      const exploit = wholePlan.exploits.find((one) => one.name === name)
      if (!exploit) throw new Error(`There is no exploit ${name}`)
      const cheat = startExploit(exploit, row, rows, policy, seed)
      return { row, findings: playCheat(row, policy, cheat).submitted }
    })
  const here = (name: string, profile: string) =>
    fixed(
      found.corpus.find((one) => one.exploit === name && one.rows === 'defective' && one.profile === profile)
        ?.mean ?? 0,
    )
  const honest = each((row, rows, seed) => ({ row, findings: halfReview(row, rows, heldOut, seed) }))
  const own = (profile: string) =>
    fixed(
      average(
        found.tasks.flatMap(({ honest: controls }) =>
          controls.flatMap(({ control, figure }) =>
            control === 'honest-half' && figure.profile === profile ? figure.mean : [],
          ),
        ),
      ),
    )
  return [
    line('**honest half**', [own('strict'), own('learn')], honest),
    ...COMPARED.map((name) =>
      line(`\`${name}\``, [here(name, 'strict'), here(name, 'learn')], handedIn(name)),
    ),
  ]
}

function nearest(figures: readonly Figure[]): Figure {
  return figures.reduce((a, b) => (slack(a) <= slack(b) ? a : b))
}

function slack({ mean, standard_error, bound }: Figure): number {
  return (bound ?? 0) - mean - 2 * standard_error
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function fixed(value: number): string {
  return value
    .toFixed(3)
    .replace(/^-0\.000$/, '0.000')
    .replace('-', '−')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
