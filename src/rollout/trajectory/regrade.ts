import type { Finding } from '../../model/finding.ts'
import type { FindingEntry, Ledger } from '../../model/ledger.ts'
import type { Trajectory } from '../../model/trajectory.ts'
import { nothingRan, type Verdicts } from '../../model/verdict.ts'
import type { OpenBundle, Row } from '../../runtime/bundle/opened.ts'
import {
  afterBreak,
  needsRunning,
  scoreOf,
  startEpisode,
  stepEpisode,
} from '../../runtime/environment/episode.ts'
import { prepareTurn } from '../../runtime/environment/prepare.ts'
import { unitsToNumber } from '../../runtime/grader/assess.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import { readAction } from '../../runtime/server/session.ts'
import { type Cause, causesOf } from './regrade-causes.ts'

type Graded = Pick<FindingEntry, 'class' | 'item' | 'quality' | 'proven'>

/** A finding that is not what it was. */
export interface ChangedFinding {
  readonly index: number
  readonly finding: Finding
  readonly before: Graded | null
  readonly after: Graded | null
  /** What in the rubric brought it about; nothing where the old rubric is not at hand. */
  readonly causes: readonly Cause[]
}

export interface Regraded {
  readonly score: number
  readonly maximum: number
  readonly findings: readonly ChangedFinding[]
  /** What changed beside findings: a patch that now mends something else. */
  readonly patches: boolean
}

/** An episode that means nothing under the new bundle, and why. */
export interface Incomparable {
  readonly incomparable: string
}

export interface RegradeOptions {
  /** The bundle that was played; null where it is not at hand, or of other grading rules. */
  readonly old: OpenBundle | null
  /** Runs witnesses and patches again; null takes what is recorded. */
  readonly sandbox: Sandbox | null
}

/** Grades what was said once under another bundle: the same variant of the same task, as long as its code is the same. */
export async function regrade(
  trajectory: Trajectory,
  bundle: OpenBundle,
  { old, sandbox }: RegradeOptions,
): Promise<Regraded | Incomparable> {
  const { start, scene } = trajectory
  const rows = bundle.tasks.get(start.task_id)
  if (!rows) return { incomparable: 'The new bundle has no such task' }
  const variant = scene.truth?.variant ?? old?.tasks.get(start.task_id)?.[start.row]?.rubric.variant
  const row = rows.find(({ rubric }) => rubric.variant === variant)
  if (!row) return { incomparable: `The new bundle has no variant \`${variant ?? 'unknown'}\` of it` }
  if (!isSameCode(row, trajectory)) return { incomparable: 'Its code is another one' }
  let episode = startEpisode(row, start.policy, start.ignored)
  const before: Ledger[number][] = []
  for (const turn of trajectory.turns) {
    if (turn.event === 'answer') continue
    if (turn.event === 'broken') {
      if (turn.own) episode = afterBreak(episode)
      continue
    }
    before.push(...(turn.graded ?? []))
    const action = readAction(turn.action)
    if ('faults' in action) return { incomparable: 'One of its actions cannot be read any more' }
    let verdicts: Verdicts | null = turn.verdicts
    if (needsRunning(episode, action)) {
      const ran = sandbox && (await prepareTurn(sandbox, episode, action))
      if (ran && 'failed' in ran) return { incomparable: ran.trouble ?? ran.failed }
      verdicts = ran ?? verdicts
      if (verdicts === null) return { incomparable: 'What it had run is not in the record: use --rerun' }
    }
    episode = stepEpisode(episode, action, verdicts ?? nothingRan).episode
  }
  const oldRow = old?.tasks.get(start.task_id)?.[start.row] ?? null
  return {
    score: scoreOf(episode),
    maximum: unitsToNumber(row.rubric.maximum[start.policy.profile]),
    findings: changed(before, episode.ledger, episode.submitted, oldRow, row),
    patches: JSON.stringify(patchesIn(before)) !== JSON.stringify(patchesIn(episode.ledger)),
  }
}

function isSameCode({ files }: Row, { scene }: Trajectory): boolean {
  const snippets: unknown = scene.observation.snippets
  if (!Array.isArray(snippets) || snippets.length !== files.length) return false
  return files.every(({ path, code }) =>
    snippets.some(
      (one) => Reflect.get(Object(one), 'path') === path && Reflect.get(Object(one), 'code') === code,
    ),
  )
}

function changed(
  before: Ledger,
  after: Ledger,
  submitted: readonly Finding[],
  oldRow: Row | null,
  row: Row,
): readonly ChangedFinding[] {
  const graded = (ledger: Ledger) => ledger.filter((entry) => entry.entry === 'finding')
  const earlier = new Map(graded(before).map((entry) => [entry.index, entry]))
  const later = new Map(graded(after).map((entry) => [entry.index, entry]))
  return submitted.flatMap((finding, index) => {
    const [was, is] = [figuresOf(earlier.get(index)), figuresOf(later.get(index))]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    const items = [was?.item, is?.item].filter((item) => item != null)
    const causes = oldRow === null ? [] : causesOf(oldRow, row, finding, items)
    return { index, finding, before: was, after: is, causes }
  })
}

function figuresOf(entry: FindingEntry | undefined): Graded | null {
  return entry ? { class: entry.class, item: entry.item, quality: entry.quality, proven: entry.proven } : null
}

function patchesIn(ledger: Ledger): Ledger {
  return ledger.filter(({ entry }) => entry === 'patch')
}
