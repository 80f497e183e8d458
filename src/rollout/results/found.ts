import { groupBy } from '../../core/group.ts'
import type { FoundFigures } from '../../model/results.ts'
import { creditedClasses } from '../../model/trajectory.ts'
import { categoryOf, type EpisodeFigures } from './episode-figures.ts'

/** Recall and precision of graded rollouts. */
export function foundIn(graded: readonly EpisodeFigures[]): FoundFigures {
  return foundOf(
    graded.flatMap(({ items }) => items),
    graded.flatMap(({ findings }) => findings),
  )
}

/** The same apart by a word of each kind, in alphabetical order: items by theirs, findings by the kind that they name. */
export function foundBy(
  graded: readonly EpisodeFigures[],
  word: 'kind' | 'category',
): Readonly<Record<string, FoundFigures>> {
  const wordOf = (kind: string | null) => (word === 'category' ? categoryOf(kind) : (kind ?? 'unnamed'))
  const items = groupBy(
    graded.flatMap((one) => one.items),
    ({ kind }) => wordOf(kind),
  )
  const findings = groupBy(
    graded.flatMap((one) => one.findings),
    ({ kind }) => wordOf(kind),
  )
  const words = [...new Set([...items.keys(), ...findings.keys()])].sort()
  return Object.fromEntries(words.map((one) => [one, foundOf(items.get(one) ?? [], findings.get(one) ?? [])]))
}

function foundOf(items: EpisodeFigures['items'], findings: EpisodeFigures['findings']): FoundFigures {
  const counted = findings.filter((finding) => finding.class !== 'neutral')
  const found = items.filter(({ isFound }) => isFound).length
  const credited = counted.filter((finding) => creditedClasses.has(finding.class)).length
  return {
    items: items.length,
    found,
    explained: items.filter(({ isExplained }) => isExplained).length,
    recall: items.length === 0 ? null : found / items.length,
    findings: counted.length,
    credited,
    precision: counted.length === 0 ? null : credited / counted.length,
  }
}
