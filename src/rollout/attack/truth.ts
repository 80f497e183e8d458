import type { Finding } from '../../model/finding.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import { claimItem } from './write.ts'

/** The first item of a row, reported so many times in the words that its author accepts, in turn. */
export function firstTruth({ rubric }: Row, times: number): readonly Finding[] {
  const [item] = rubric.items
  if (!item) return []
  const { accepts } = item.source
  return Array.from({ length: times }, (_, telling) =>
    claimItem(item, accepts[telling % accepts.length] ?? ''),
  )
}
