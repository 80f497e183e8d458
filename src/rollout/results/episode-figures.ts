import { findKind } from '../../model/kinds/kinds.ts'
import type { FindingClass, FindingEntry, LedgerEntry } from '../../model/ledger.ts'
import {
  creditedClasses,
  type EventOf,
  stepsOf,
  type Trajectory,
  type Usage,
} from '../../model/trajectory.ts'

/** What results need of one rollout: small, so that tens of thousands fit into memory. */
export interface EpisodeFigures {
  readonly identity: string
  readonly taskId: string
  readonly row: number
  readonly split: string | null
  readonly variant: string | null
  readonly profile: EventOf<'start'>['policy']['profile']
  readonly seed: number | null
  readonly epoch: number
  readonly outcome: EventOf<'end'>['outcome']
  readonly reason: string | null
  readonly score: number | null
  readonly maximum: number | null
  /** The score after each step. */
  readonly scores: readonly number[]
  /** After the step of the first findings, from 0; null without any. */
  readonly firstAttempt: number | null
  readonly items: readonly FoundItem[]
  readonly findings: readonly ReportedFinding[]
  readonly hints: number
  readonly patches: { readonly submitted: number; readonly accepted: number; readonly mended: number }
  readonly answers: { readonly total: number; readonly unreadable: number; readonly tries: number }
  readonly usage: Usage | null
}

interface FoundItem {
  readonly kind: string
  readonly isFound: boolean
  readonly isExplained: boolean
}

interface ReportedFinding {
  /** The kind that it names, or that of the item that it claims; null where there is none. */
  readonly kind: string | null
  readonly class: FindingClass
  /** In thousandths. */
  readonly confidence: number
}

export function figuresOf(trajectory: Trajectory): EpisodeFigures {
  const { start, end, scene } = trajectory
  const steps = stepsOf(trajectory)
  const ledger = steps.flatMap(({ graded }) => graded ?? [])
  const entries = ledger.filter((entry) => entry.entry === 'finding')
  const submitted = steps.flatMap(submittedIn)
  // What nobody was told became of findings says nothing of what was found.
  const known = steps.every(({ graded }) => graded !== null) ? (scene.truth?.items ?? []) : []
  const items = known.map(({ id, kind }) => ({ id, kind, ...claimOf(entries, id) }))
  const first = steps.findIndex(hasFindings)
  const answers = trajectory.turns.filter((turn) => turn.event === 'answer')
  return {
    identity: start.identity,
    taskId: start.task_id,
    row: start.row,
    split: start.split,
    variant: scene.truth?.variant ?? null,
    profile: start.policy.profile,
    seed: start.seed,
    epoch: start.epoch,
    outcome: end.outcome,
    reason: end.reason,
    score: end.score,
    maximum: start.maximum,
    scores: steps.map(({ components }) => sum(Object.values(components))),
    firstAttempt: first === -1 ? null : first,
    items: items.map(({ kind, isFound, isExplained }) => ({ kind, isFound, isExplained })),
    findings: entries.map((entry) => ({
      kind: kindOf(submitted[entry.index]) ?? items.find(({ id }) => id === entry.item)?.kind ?? null,
      class: entry.class,
      confidence: entry.confidence,
    })),
    hints: ledger.filter(({ entry }) => entry === 'hint').length,
    patches: patchesIn(ledger, items),
    answers: {
      total: answers.length,
      unreadable: answers.filter(({ problem }) => problem !== null).length,
      tries: sum(answers.map(({ tries }) => tries)),
    },
    usage: end.usage,
  }
}

/** Over the wire nothing is told of what findings turned out to be; that some were taken is known. */
function hasFindings({ graded, action, problem }: EventOf<'step'>): boolean {
  if (graded !== null) return graded.some(({ entry }) => entry === 'finding')
  return problem === null && memberOf(action, 'operation') === 'submit_findings'
}

/** Category of a kind; `unnamed` for what names none. */
export function categoryOf(kind: string | null): string {
  return (kind === null ? null : findKind(kind)?.category) ?? 'unnamed'
}

function claimOf(entries: readonly FindingEntry[], id: string): Omit<FoundItem, 'kind'> {
  const own = entries.filter((entry) => entry.item === id && creditedClasses.has(entry.class))
  return { isFound: own.length > 0, isExplained: own.some((entry) => entry.class !== 'located') }
}

/** Findings that were taken: those of a refused batch have no entry. */
function submittedIn({ action, graded }: EventOf<'step'>): readonly unknown[] {
  if (!graded?.some(({ entry }) => entry === 'finding')) return []
  const findings: unknown = memberOf(action, 'findings')
  return Array.isArray(findings) ? findings : []
}

function kindOf(finding: unknown): string | null {
  const kind = memberOf(finding, 'kind')
  return typeof kind === 'string' ? kind : null
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function patchesIn(
  ledger: readonly LedgerEntry[],
  items: readonly { readonly id: string; readonly isFound: boolean }[],
): EpisodeFigures['patches'] {
  const patches = ledger.filter((entry) => entry.entry === 'patch')
  const last = patches.findLast(({ verdict }) => verdict === 'accepted')
  return {
    submitted: patches.length,
    accepted: patches.filter(({ verdict }) => verdict === 'accepted').length,
    mended: items.filter(({ id, isFound }) => isFound && last?.fixed.includes(id)).length,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
