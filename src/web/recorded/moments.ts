import type { Finding } from '../../model/finding.ts'
import type { FindingClass, FindingEntry } from '../../model/ledger.ts'
import type { Observation } from '../../model/observation.ts'
import type { EventOf, Trajectory } from '../../model/trajectory.ts'
import type { Mark, Note } from '../code-marks.ts'

/** An episode is looked at in moments: its beginning, then each step with what led to it. */
export interface Moment {
  readonly title: string
  /** What the model wrote, and what could not be judged, since the moment before. */
  readonly answers: readonly EventOf<'answer'>[]
  readonly broken: readonly EventOf<'broken'>[]
  /** Null at the beginning, and at an end without an action. */
  readonly step: EventOf<'step'> | null
  /** The keys of the observation that were new. */
  readonly told: Readonly<Record<string, unknown>>
  /** What this step reported, and all that has been reported by now. */
  readonly reported: readonly RecordedFinding[]
  readonly findings: readonly RecordedFinding[]
  readonly components: Readonly<Record<string, number>>
  /** What all steps have earned by now. */
  readonly total: number
}

/** A finding as it was recorded; of what a model sends, nothing is certain. */
export interface RecordedFinding {
  readonly finding: Readonly<Partial<Finding>>
  /** What it turned out to be; null where that is not in the record. */
  readonly entry: FindingEntry | null
}

export function momentsOf({ start, turns }: Trajectory): readonly Moment[] {
  const moments: Moment[] = [
    {
      title: 'Beginning',
      answers: [],
      broken: [],
      step: null,
      told: start.observation,
      reported: [],
      findings: [],
      components: {},
      total: 0,
    },
  ]
  let answers: EventOf<'answer'>[] = []
  let broken: EventOf<'broken'>[] = []
  const add = (step: EventOf<'step'> | null, title: string) => {
    const { findings = [], components = {}, total = 0 } = moments.at(-1) ?? {}
    const reported = step ? reportedIn(step) : []
    moments.push({
      title,
      answers,
      broken,
      step,
      told: step?.observation ?? {},
      reported,
      findings: [...findings, ...reported],
      components: step?.components ?? components,
      total: total + (step?.reward ?? 0),
    })
    answers = []
    broken = []
  }
  for (const turn of turns) {
    if (turn.event === 'answer') answers.push(turn)
    else if (turn.event === 'broken') broken.push(turn)
    else add(turn, `Step ${moments.length}: ${operationOf(turn)}`)
  }
  if (answers.length + broken.length > 0) add(null, 'What came of no step')
  return moments
}

function operationOf({ action }: EventOf<'step'>): string {
  const { operation } = Object(action)
  return typeof operation === 'string' ? operation.replaceAll('_', ' ').slice(0, 40) : 'something else'
}

function reportedIn({ action, graded }: EventOf<'step'>): readonly RecordedFinding[] {
  const { findings } = Object(action)
  if (!Array.isArray(findings)) return []
  const entries = (graded ?? []).filter((entry) => entry.entry === 'finding')
  // A step that was refused reports nothing.
  if (graded !== null && entries.length === 0) return []
  return findings.map((finding, index) => ({ finding: Object(finding), entry: entries[index] ?? null }))
}

/** What a row shows, as far as a record of whatever version tells it. */
export function sceneOf({
  scene,
}: Trajectory): Pick<Observation, 'title' | 'language' | 'context' | 'snippets'> {
  const { title, language, context, snippets } = scene.observation
  return {
    title: String(title ?? ''),
    language: String(language ?? ''),
    context: String(context ?? ''),
    snippets: Array.isArray(snippets) ? snippets : [],
  }
}

const tones: Readonly<Record<FindingClass, Note['tone']>> = {
  matched: 'good',
  located: 'good',
  raised: 'good',
  neutral: 'fair',
  vague: 'bad',
  duplicate: 'bad',
  decoy: 'bad',
  'false-positive': 'bad',
}

export function toneOf(entry: FindingEntry | null): Note['tone'] {
  return entry ? tones[entry.class] : 'fair'
}

/** What is marked in a file: what was reported by now, and of the rubric what is wanted. */
export function marksIn(
  path: string,
  findings: readonly RecordedFinding[],
  truth: Trajectory['scene']['truth'],
  who = '',
): readonly Mark[] {
  const own = findings.flatMap(({ finding, entry }): readonly Mark[] => {
    const { file, range, title, message, kind, severity } = finding
    if (file !== path || !Array.isArray(range)) return []
    const verdict = entry?.class ?? 'not told'
    const words = [verdict, entry?.item, kind, severity].filter((word) => typeof word === 'string')
    const head = `${who}${words.join(' · ')}`
    const text = [title, message].filter((one) => typeof one === 'string').join('\n')
    return [
      {
        path,
        lines: [Number(range[0]), Number(range[1])],
        about: 'finding',
        label: head,
        note: { tone: toneOf(entry), head, text },
      },
    ]
  })
  const claimed = new Set(findings.map(({ entry }) => (toneOf(entry) === 'good' ? entry?.item : null)))
  const items = (truth?.items ?? [])
    .filter(({ at }) => at.path === path)
    .map(({ id, kind, severity, why, at }): Mark => {
      const head = `rubric: ${id} · ${kind} · ${severity}`
      const mark = { path, lines: [at.lines[0], at.lines[1]], about: 'item', label: head } as const
      return claimed.has(id) ? mark : { ...mark, note: { tone: 'fair', head, text: why } }
    })
  return [...own, ...items]
}
