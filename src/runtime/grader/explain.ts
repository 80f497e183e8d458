import type { Finding } from '../../model/finding.ts'
import { type Proof, weighEvidence } from '../../rubric/evidence.ts'
import type { Veto } from '../../rubric/veto.ts'
import type { RowItem, RowRubric } from '../bundle/opened.ts'
import { lineQuality, severityFits } from './quality.ts'
import { judge, readFinding, recommendsRemedy } from './reading.ts'

/** A group of evidence, and what made it hold. */
export interface GroupExplanation {
  readonly concepts: readonly string[]
  readonly proof: Proof | null
}

/** One finding held against one item, gate by gate. */
export interface ItemExplanation {
  readonly item: string
  /** The lines in which a finding is in place. */
  readonly scope: string
  readonly isInPlace: boolean
  readonly kinds: readonly string[]
  readonly isOfKind: boolean
  readonly veto: Veto | null
  readonly groups: readonly GroupExplanation[]
  readonly forbidden: readonly Proof[]
  /** The author's wrong answer that the text is more like than any right one, or null. */
  readonly likeWrong: string | null
  /** Parts of the quality, in fortieths; 0 where the gates before them are closed. */
  readonly line: number
  readonly isRemedyNamed: boolean
  readonly isSeverityRight: boolean
}

/** Why a finding was graded as it was; what had been claimed before it is not looked at. */
export interface FindingExplanation {
  readonly kind: string | null
  readonly isKindInferred: boolean
  /** Why its text was not read any further, or null. */
  readonly lack: string | null
  /** The items of its file, those in place first. */
  readonly tried: readonly ItemExplanation[]
}

/** Shows the gates at work. Pure, and by the same functions that grade. */
export function explainFinding(rubric: RowRubric, finding: Finding): FindingExplanation {
  const reading = readFinding(rubric, finding)
  const tried = rubric.items
    .filter(({ scope, anchors }) => [scope, ...anchors].some(({ path }) => path === finding.file))
    .map((item): ItemExplanation => {
      const { isInPlace, isOfKind, veto, likeWrong } = judge(rubric, finding, reading, item)
      const evidence =
        isInPlace && isOfKind ? weighEvidence(item.evidence, reading.text, rubric.concepts) : null
      return {
        item: item.id,
        scope: placesOf(item),
        isInPlace,
        kinds: [...item.kinds],
        isOfKind,
        veto,
        groups: item.evidence.all.map((concepts, index) => ({
          concepts,
          proof: evidence?.all[index] ?? null,
        })),
        forbidden: evidence?.none ?? [],
        likeWrong,
        line: lineQuality(finding, item),
        isRemedyNamed: recommendsRemedy(rubric, reading, item),
        isSeverityRight: severityFits(finding, item),
      }
    })
  const { kind, isKindInferred, lack } = reading
  return {
    kind,
    isKindInferred,
    lack,
    tried: tried.sort((a, b) => Number(b.isInPlace) - Number(a.isInPlace)),
  }
}

/** The scope, and the lines that are equally right outside of it. */
function placesOf({ scope, anchors }: RowItem): string {
  const outside = anchors.filter(
    ({ path, lines: [first, last] }) =>
      path !== scope.path || first < scope.lines[0] || last > scope.lines[1],
  )
  return [scope, ...outside].map(({ path, lines }) => `${path}:${lines.join('-')}`).join(', ')
}
