import type { Finding } from '../../model/finding.ts'
import { stepsOf, type Trajectory } from '../../model/trajectory.ts'
import { readAction } from '../../runtime/server/session.ts'

/** A finding that matched nothing, with what it is about. */
interface Unmatched {
  readonly task: string
  readonly rollout: string
  readonly player: string
  readonly variant: string
  readonly finding: Finding
  /** The lines that it is about, without blanks around them: variants shift lines, and leave them as they are. */
  readonly lines: readonly string[]
}

/** Something that several rollouts report and the rubric does not know. */
export interface Proposal {
  /** Names it from one triage to the next. */
  readonly key: string
  readonly task: string
  readonly file: string
  readonly kind: string
  /** A line that all of its findings are about. */
  readonly line: string
  readonly rollouts: number
  readonly players: readonly string[]
  readonly variants: readonly string[]
  readonly severity: Finding['severity']
  /** The first few, as they were written. */
  readonly messages: readonly string[]
  /** What may be done with it: a draft for each. */
  readonly drafts: { readonly accepted: string; readonly rubric: string }
}

export interface TriageOptions {
  /** In so many rollouts it must have been reported. */
  readonly agree: number
}

const MOST_MESSAGES = 5

/** The findings of a trajectory that matched nothing. */
export function unmatchedIn(trajectory: Trajectory): readonly Unmatched[] {
  const { start, scene } = trajectory
  return stepsOf(trajectory).flatMap(({ action, graded }) => {
    const entries = (graded ?? []).filter((entry) => entry.entry === 'finding')
    const read = readAction(action)
    if ('faults' in read || read.operation !== 'submit_findings') return []
    return read.findings.flatMap((finding, index) =>
      entries[index]?.class === 'false-positive'
        ? {
            task: start.task_id,
            rollout: start.identity,
            player: start.player.name,
            variant: scene.truth?.variant ?? `row ${start.row}`,
            finding,
            lines: linesOf(scene.observation.snippets, finding),
          }
        : [],
    )
  })
}

function linesOf(snippets: unknown, { file, range }: Finding): readonly string[] {
  const snippet = Array.isArray(snippets)
    ? snippets.find((one) => Reflect.get(Object(one), 'path') === file)
    : null
  const code: unknown = Reflect.get(Object(snippet), 'code')
  if (typeof code !== 'string') return []
  const lines = code.split('\n').slice(range[0] - 1, range[1])
  return lines.map((line) => line.trim()).filter((line) => /\w/.test(line))
}

/**
 * Groups unmatched findings of the same task, file and kind that share a line, largest group first, and keeps those on
 * which enough rollouts agree.
 */
export function proposalsOf(found: readonly Unmatched[], { agree }: TriageOptions): readonly Proposal[] {
  const byPlace = new Map<string, { readonly line: string; readonly members: Unmatched[] }>()
  for (const one of found)
    for (const line of new Set(one.lines)) {
      const place = JSON.stringify([one.task, one.finding.file, one.finding.kind ?? null, line])
      const group = byPlace.get(place)
      if (group) group.members.push(one)
      else byPlace.set(place, { line, members: [one] })
    }
  const groups = [...byPlace].map(([place, group]) => ({ place, ...group })).sort(largestFirst)
  const taken = new Set<Unmatched>()
  const proposals: Proposal[] = []
  for (const { place, line, members } of groups) {
    const left = members.filter((one) => !taken.has(one))
    const rollouts = new Set(left.map(({ rollout }) => rollout)).size
    const [first] = left
    if (!first || rollouts < agree) continue
    for (const one of left) taken.add(one)
    proposals.push(proposal(place, line, left, first, rollouts))
  }
  return proposals
}

interface Group {
  readonly place: string
  readonly members: readonly Unmatched[]
}

function largestFirst(a: Group, b: Group): number {
  return b.members.length - a.members.length || (a.place < b.place ? -1 : 1)
}

function proposal(
  key: string,
  line: string,
  members: readonly Unmatched[],
  { task, finding: { file, kind } }: Unmatched,
  rollouts: number,
): Proposal {
  const messages = [...new Set(members.map(({ finding }) => finding.message))].slice(0, MOST_MESSAGES)
  const severity = commonest(members.map((one) => one.finding.severity))
  const word = kind ?? 'unnamed'
  const quoted = JSON.stringify
  const entry = [`  - id: ${word}`, `    at: ${quoted(line)}`, `    kinds: [${word}]`]
  return {
    key,
    task,
    file,
    kind: word,
    line,
    rollouts,
    players: [...new Set(members.map(({ player }) => player))].sort(),
    variants: [...new Set(members.map(({ variant }) => variant))].sort(),
    severity,
    messages,
    drafts: {
      accepted: ['accepted:', ...entry, `    why: ${quoted(messages[0] ?? '')}`, ''].join('\n'),
      rubric: [
        'rubric:',
        `  - id: ${word}`,
        `    kind: ${word}`,
        `    severity: ${severity}`,
        `    why: ${quoted(messages[0] ?? '')}`,
        '    fix:',
        `      - find: ${quoted(line)}`,
        '        replace: ""  # what is right',
        '    accepts:',
        ...messages.map((message) => `      - ${quoted(message)}`),
        '',
      ].join('\n'),
    },
  }
}

function commonest<Word extends string>(words: readonly Word[]): Word {
  const counts = new Map<Word, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  if (!most) throw new Error('Nothing to choose from')
  return most[0]
}
