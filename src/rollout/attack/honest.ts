import { drawIndex } from '../../core/draw.ts'
import type { Finding } from '../../model/finding.ts'
import { type ProfileName, profileNames } from '../../model/policy-words.ts'
import type { Row, RowItem } from '../../runtime/bundle/opened.ts'
import { unitsToNumber } from '../../runtime/grader/assess.ts'
import { keepingReadings } from '../../runtime/grader/reading.ts'
import { perfectFinding } from '../agents/oracle.ts'
import { weakHonest } from '../agents/weak-honest.ts'
import { type Figure, figureOf, type RowScores } from './figures.ts'
import type { HeldOut } from './held-out.ts'
import { review } from './moves.ts'
import { playCheat } from './play.ts'

/** Episodes a row: half of the items is a matter of which. */
const SEEDS = 20

/** What honest work earns on the rows with defects of a task. */
export interface Honest {
  readonly control: 'honest-half' | 'weak-honest'
  readonly figure: Figure
  /** Items that it describes in the words of blind reviewers, and in those of the author. */
  readonly texts: { readonly held_out: number; readonly accepts: number }
}

/** The controls of a task: one that finds half of the items and errs in nothing, and a weak one. */
export function honestTask(rows: readonly Row[], heldOut: readonly HeldOut[]): readonly Honest[] {
  const all = allOf(rows)
  const items = all?.rubric.items ?? []
  const described = items.filter(({ id }) => textsFor(id, all, heldOut).length > 0).length
  const texts = { held_out: described, accepts: items.length - described }
  const figures = (profile: ProfileName) => [
    {
      control: 'honest-half' as const,
      texts,
      figure: figure('honest-half', profile, rows, (row, seed) => halfReview(row, rows, heldOut, seed)),
    },
    {
      control: 'weak-honest' as const,
      texts: { held_out: 0, accepts: items.length },
      figure: figure('weak-honest', profile, rows, null),
    },
  ]
  const rubrics = rows.map(({ rubric }) => rubric)
  return keepingReadings(rubrics, () => profileNames.flatMap(figures))
}

function figure(
  name: string,
  profile: ProfileName,
  rows: readonly Row[],
  write: ((row: Row, seed: number) => readonly Finding[]) | null,
): Figure {
  const policy = { feedback: 'coverage', delivery: 'dense', profile } as const
  const played = rows
    .filter(({ rubric }) => rubric.items.length > 0)
    .map((row): RowScores => {
      const scores = Array.from({ length: SEEDS }, (_, seed) => {
        const weak = write === null ? weakHonest.start(row, seed) : null
        const cheat = weak
          ? ({ observation }: { observation: Parameters<typeof weak>[0] }) => weak(observation)
          : null
        return unitsToNumber(playCheat(row, policy, cheat ?? review(() => write?.(row, seed) ?? [])).score)
      })
      return { scores, bound: 0 }
    })
  const key = { exploit: name, rows: 'defective' as const, profile, feedback: null, delivery: null }
  return figureOf(key, played, false)
}

/** Half of a row's items, the odd one every other time, in the words of one blind reviewer each. */
export function halfReview(
  row: Row,
  rows: readonly Row[],
  heldOut: readonly HeldOut[],
  seed: number,
): readonly Finding[] {
  const all = allOf(rows) ?? row
  const draw = (label: string, count: number) =>
    drawIndex(`honest-half/${seed}/${row.task.id}/${row.number}/${label}`, count)
  const order = row.rubric.items
    .map((item) => ({ item, at: draw(item.id, 1_000_000) }))
    .sort((a, b) => a.at - b.at)
  const count = Math.floor((order.length + (seed % 2)) / 2)
  return order.slice(0, count).map(({ item }) => {
    const texts = textsFor(item.id, all, heldOut)
    const text = texts[draw(`text ${item.id}`, Math.max(1, texts.length))]
    return text ? moved(text.finding, item, all) : { ...perfectFinding(item), confidence: 0.9 }
  })
}

/** The row for which blind reviewers wrote: the one with all defects. */
function allOf(rows: readonly Row[]): Row | undefined {
  return rows.find(({ rubric }) => rubric.variant === 'all') ?? rows[0]
}

function textsFor(item: string, all: Row | undefined, heldOut: readonly HeldOut[]): readonly HeldOut[] {
  return heldOut.filter((one) => one.task === all?.task.id && one.item === item)
}

/** A finding about the row with all defects, at the same place in another row. */
function moved(finding: Finding, item: RowItem, all: Row): Finding {
  const there = all.rubric.items.find(({ id }) => id === item.id)?.anchors[0]
  const here = item.anchors[0]
  if (!there || !here || finding.file !== there.path) return finding
  const shift = here.lines[0] - there.lines[0]
  const [first, last] = finding.range
  return { ...finding, range: [Math.max(1, first + shift), Math.max(1, last + shift)] }
}
