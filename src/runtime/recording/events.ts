import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import { version } from '../../core/version.ts'
import type { Observation } from '../../model/observation.ts'
import { type EventOf, TRAJECTORY_FORMAT, type Truth } from '../../model/trajectory.ts'
import type { Verdicts } from '../../model/verdict.ts'
import type { Row, RowMark } from '../bundle/opened.ts'
import type { Episode, Turn } from '../environment/episode.ts'
import { componentNumbers } from '../grader/assess.ts'

/** What every observation of a row holds alike: kept once a file, and not with every step. */
const sceneKeys: ReadonlySet<string> = new Set<keyof Observation>([
  'task_id',
  'row',
  'title',
  'language',
  'difficulty',
  'tags',
  'context',
  'snippets',
  'fixtures',
  'guide',
  'kinds',
  'operations',
  'limits',
])

type Told = Record<string, unknown>

export const fileEvent: EventOf<'file'> = { event: 'file', format: TRAJECTORY_FORMAT, version }

/** What a row shows, under the hash of it. */
export function sceneEvent(observation: Observation, truth: Truth | null): EventOf<'scene'> {
  const shown = Object.fromEntries(Object.entries(observation).filter(([key]) => sceneKeys.has(key)))
  return { event: 'scene', scene: sha256(canonicalJson([shown, truth])), observation: shown, truth }
}

/** What a model was sent first, under the hash of it. */
export function promptEvent(opening: Pick<EventOf<'prompt'>, 'messages' | 'tools'>): EventOf<'prompt'> {
  const { messages, tools } = opening
  return { event: 'prompt', prompt: sha256(canonicalJson([messages, tools])), messages, tools }
}

/** What an observation tells beside its scene. */
export function toldIn(observation: Observation): Told {
  return Object.fromEntries(Object.entries(observation).filter(([key]) => !sceneKeys.has(key)))
}

/** The keys of an observation that are not as they were, with what they hold now. */
export function changedIn(before: Observation, after: Observation): Told {
  const earlier = toldIn(before)
  return Object.fromEntries(
    Object.entries(toldIn(after)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(earlier[key]),
    ),
  )
}

/** What a step of ours adds to the record, but for what only its player and the clock know. */
export function gradedStep(
  before: Episode,
  { episode, reward, problem }: Turn,
  verdicts: Verdicts | null,
): Pick<EventOf<'step'>, 'reward' | 'done' | 'problem' | 'verdicts' | 'graded' | 'components'> {
  return {
    reward,
    done: episode.done,
    problem,
    verdicts,
    graded: episode.ledger.slice(before.ledger.length),
    components: componentNumbers(episode.assessment),
  }
}

/** The rubric of a row, as reports show it. */
export function truthOf({ rubric }: Row): Truth {
  const marks = (entries: readonly RowMark[]) =>
    entries.map(({ id, kinds, at }) => ({ id, kinds: [...kinds], at }))
  return {
    variant: rubric.variant,
    items: rubric.items.map(({ id, kind, severity, source, anchors: [anchor], scope }) => ({
      id,
      kind,
      severity,
      why: source.why,
      at: anchor ?? scope,
    })),
    decoys: marks(rubric.decoys),
    accepted: marks(rubric.accepted),
  }
}
