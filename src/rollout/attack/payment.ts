import type { Finding } from '../../model/finding.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import { explainFinding } from '../../runtime/grader/explain.ts'
import { weights } from '../../runtime/grader/price.ts'
import { PERFECT } from '../../runtime/grader/quality.ts'
import type { Played } from './play.ts'

/** What earned an exploit most on a task. */
export interface Payment {
  /** An item, an accepted entry, or null where nothing paid and junk was merely too cheap. */
  readonly item: string | null
  readonly how: 'explained' | 'by place and kind alone' | 'taken for an optional remark' | 'nothing paid'
  readonly variant: string
  /** What it brought an episode in the mean, as a share of the credit; 0 for a remark. */
  readonly share: number
  /** The kind that was named with it; null where none was. */
  readonly kind: string | null
  /** The text that was paid. */
  readonly text: string | null
  /** The concepts that held in it. */
  readonly concepts: readonly string[]
  /** Of each of them the number of the pattern that held. */
  readonly patterns: readonly number[]
}

interface Paid {
  readonly item: string
  readonly row: Row
  readonly finding: Finding
  credit: number
  isExplained: boolean
  isRemark: boolean
}

/** Adds up who paid over the episodes of an exploit. */
export class Ledgers {
  private readonly paid = new Map<string, Paid>()
  private episodes = 0

  add(row: Row, { entries, submitted }: Played): void {
    this.episodes += 1
    const share = weights(row.rubric.items.map(({ severity }) => severity))
    for (const { item, class: name, quality, index } of entries) {
      const finding = submitted[index]
      if (item === null || !finding || (quality === 0 && name !== 'neutral')) continue
      const at = row.rubric.items.findIndex(({ id }) => id === item)
      const weight = share[at]
      const before = this.paid.get(item)
      const isExplained = name === 'matched' || name === 'raised'
      const credit = weight ? (Number(weight.num) / Number(weight.den)) * (quality / PERFECT) : 0
      const better = !before || (isExplained && !before.isExplained)
      const example = better ? { row, finding } : { row: before.row, finding: before.finding }
      this.paid.set(item, {
        item,
        ...example,
        credit: (before?.credit ?? 0) + credit,
        isExplained: isExplained || (before?.isExplained ?? false),
        isRemark: name === 'neutral',
      })
    }
  }

  /** The item that paid most, with a text that it paid for and what held in it. */
  most(row: Row): Payment {
    const [best] = [...this.paid.values()].sort(
      (a, b) => b.credit - a.credit || Number(b.isRemark) - Number(a.isRemark),
    )
    if (!best)
      return {
        item: null,
        how: 'nothing paid',
        variant: row.rubric.variant,
        share: 0,
        kind: null,
        text: null,
        concepts: [],
        patterns: [],
      }
    const tried = explainFinding(best.row.rubric, best.finding).tried.find(({ item }) => item === best.item)
    const proofs = (tried?.groups ?? []).flatMap(({ proof }) => proof ?? [])
    return {
      item: best.item,
      how: best.isRemark
        ? 'taken for an optional remark'
        : best.isExplained
          ? 'explained'
          : 'by place and kind alone',
      variant: best.row.rubric.variant,
      share: best.credit / this.episodes,
      kind: best.finding.kind ?? null,
      text: best.finding.message,
      concepts: proofs.map(({ concept }) => concept),
      patterns: proofs.map(({ pattern }) => pattern),
    }
  }
}
