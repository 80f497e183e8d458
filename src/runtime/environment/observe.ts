import { operations } from '../../model/action.ts'
import { fixtureSignature } from '../../model/fixture-members.ts'
import { findKind, kinds } from '../../model/kinds/kinds.ts'
import type { FindingEntry } from '../../model/ledger.ts'
import { limits } from '../../model/limits.ts'
import type { Observation, OwnFinding } from '../../model/observation.ts'
import { type FeedbackLevel, feedbackLevels } from '../../model/policy-words.ts'
import { componentNumbers } from '../grader/assess.ts'
import { severityWeight } from '../grader/price.ts'
import { statedKind } from '../grader/reading.ts'
import { type Episode, scoreOf } from './episode.ts'
import { guideTo } from './guide.ts'

const kindWords = kinds.map(({ id }) => id)

/** What an agent sees of a row at every step alike. */
export type Scene = ReturnType<typeof makeScene>

/** What an agent sees of an episode beside its scene. */
export type Told = Omit<Observation, keyof Scene>

/** What the agent sees now, and no more than the episode's feedback level tells. */
export function observe(episode: Episode, problem: string | null): Observation {
  return { ...sceneOf(episode.row), ...tell(episode, problem) }
}

/** What an observation holds beside its scene, in the order of the wire. */
export function tell(episode: Episode, problem: string | null): Told {
  const { task } = episode.row
  const entries = episode.ledger.filter((entry) => entry.entry === 'finding')
  const taken = episode.ledger.filter(({ entry }) => entry === 'hint').length
  const { feedback, delivery, profile } = episode.policy
  const isScored = episode.done || (reaches(feedback, 'coverage') && delivery === 'dense')
  return {
    operations: [...operations],
    step: episode.history.length,
    limits,
    feedback,
    delivery,
    profile,
    hints: task.hints.slice(0, taken),
    hints_left: limits.hints - taken,
    findings: episode.submitted.map((finding, index) => ownFinding(finding, entries[index], feedback)),
    patches: [...episode.patches],
    patches_left: limits.patches - episode.patches.length,
    history: [...episode.history],
    matched_categories: reaches(feedback, 'coverage') ? matchedCategories(episode, entries) : [],
    credited: isCountTold(episode) ? entries.filter(isCredited).length : null,
    reward_components: isScored ? componentNumbers(episode.assessment) : {},
    coaching: reaches(feedback, 'coach') && episode.history.length > 1 ? coachingOf(episode, entries) : null,
    answer: reaches(feedback, 'full') && episode.done ? answerOf(episode, entries) : null,
    problem,
    ignored: [...episode.ignored],
    score: episode.done ? scoreOf(episode) : null,
  }
}

function withSignature([name, spec]: [string, unknown]): [string, Observation['fixtures'][string]] {
  const declared = Object(spec)
  return [name, { ...declared, signature: fixtureSignature(declared) }]
}

function reaches(level: FeedbackLevel, least: FeedbackLevel): boolean {
  return feedbackLevels.indexOf(level) >= feedbackLevels.indexOf(least)
}

function isCountTold({ policy: { feedback }, done }: Episode): boolean {
  return reaches(feedback, 'coverage') || (feedback === 'count' && done)
}

function isCredited(entry: FindingEntry): boolean {
  return entry.class === 'matched' || entry.class === 'located' || entry.class === 'raised'
}

function ownFinding(
  { file, range, kind, severity, title, witness }: Episode['submitted'][number],
  entry: FindingEntry | undefined,
  feedback: FeedbackLevel,
): OwnFinding {
  if (!entry) throw new Error('A finding without its entry')
  const { index, step } = entry
  const status = reaches(feedback, 'full') ? entry.class : isCredited(entry) ? 'credited' : 'not-credited'
  return {
    index,
    step,
    file,
    range,
    kind: kind ?? null,
    severity,
    title,
    has_witness: witness != null,
    status: reaches(feedback, 'coverage') ? status : null,
  }
}

/** Categories of the agent's own words, so that an item whose kind it did not name stays unnamed. */
function matchedCategories({ submitted }: Episode, entries: readonly FindingEntry[]): string[] {
  const credited = entries.filter(isCredited).flatMap(({ index }) => submitted[index] ?? [])
  const categories = credited.flatMap((finding) => findKind(statedKind(finding) ?? '')?.category ?? [])
  return [...new Set(categories)].sort()
}

/** From the second step on: before an agent has acted, it must not learn what the row has. */
function coachingOf(
  { row }: Episode,
  entries: readonly FindingEntry[],
): NonNullable<Observation['coaching']> {
  const { items } = row.rubric
  const isClaimed = (id: string) => entries.some((entry) => entry.item === id && isCredited(entry))
  const total = items.reduce((sum, { severity }) => sum + severityWeight[severity], 0)
  const claimed = items
    .filter(({ id }) => isClaimed(id))
    .reduce((sum, { severity }) => sum + severityWeight[severity], 0)
  const open = items.filter(({ id }) => !isClaimed(id)).flatMap(({ kind }) => findKind(kind)?.category ?? [])
  return { covered: total === 0 ? 1 : claimed / total, uncovered_categories: [...new Set(open)].sort() }
}

function answerOf({ row }: Episode, entries: readonly FindingEntry[]): NonNullable<Observation['answer']> {
  return {
    variant: row.rubric.variant,
    items: row.rubric.items.map(({ id, kind, severity, anchors: [anchor], source }) => ({
      id,
      kind,
      severity,
      why: source.why,
      file: anchor?.path ?? '',
      lines: anchor?.lines ?? [1, 1],
      claimed: entries.some((entry) => entry.item === id && isCredited(entry)),
    })),
  }
}

const scenes = new WeakMap<Episode['row'], Scene>()

/** What the row alone decides: the same object at every step. */
export function sceneOf(row: Episode['row']): Scene {
  const known = scenes.get(row)
  if (known) return known
  const scene = makeScene(row)
  scenes.set(row, scene)
  return scene
}

function makeScene({ task, number, files }: Episode['row']) {
  return {
    task_id: task.id,
    row: number,
    title: task.title,
    language: task.language,
    difficulty: task.difficulty,
    tags: task.tags,
    context: task.context,
    snippets: files.map(({ path, role, code, change }) => ({
      path,
      role,
      code,
      numbered: numbered(code),
      ...change,
    })),
    fixtures: Object.fromEntries(Object.entries(task.fixtures).map(withSignature)),
    guide: guideTo(task.language, files.some(({ change }) => change) ? 'change' : 'program'),
    kinds: kindWords,
  } satisfies Partial<Observation>
}

function numbered(code: string): string {
  const lines = code.replace(/\n$/, '').split('\n')
  const width = String(lines.length).length
  return lines.map((line, index) => `${String(index + 1).padStart(width)} | ${line}`).join('\n')
}
