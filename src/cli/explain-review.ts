import type { Task } from '../author/task/task.ts'
import type { ExplainedFinding, ExplainedGate, ExplainedItem } from '../report/explanation.ts'
import { placeOf } from '../report/pretty.ts'
import { packPatterns } from '../rubric/packs/packs.ts'
import type { Row } from '../runtime/bundle/opened.ts'
import type { ReviewResult } from '../runtime/environment/play-review.ts'
import { explainFinding, type ItemExplanation } from '../runtime/grader/explain.ts'

/** Names a pattern: its words, and where it is written as far as that is known. */
export type PatternName = (concept: string, pattern: number) => string

/** Patterns by their place in the task's file; those of packs by the pack's concept alone. */
export function patternNames(task: Task | null): PatternName {
  const own = new Map([...(task?.concepts ?? [])].map(([, concept]) => [concept.key, concept]))
  return (concept, pattern) => {
    const declared = own.get(concept)
    const span = declared?.spans?.[pattern]
    const words =
      declared?.patterns[pattern] ?? packPatterns[concept]?.[pattern] ?? `its pattern ${pattern + 1}`
    return `\`${concept}\` by \`${words}\`${span ? ` (${placeOf(span)})` : ''}`
  }
}

/** Each finding's way through the gates, in words. */
export function explainReview(
  row: Row,
  result: ReviewResult,
  name: PatternName,
): readonly ExplainedFinding[] {
  return result.review.map((finding, index) => {
    const graded = result.findings[index]
    const { kind, isKindInferred, lack, tried } = explainFinding(row.rubric, finding)
    return {
      index,
      class: graded?.class ?? 'not graded',
      about: graded?.item ?? null,
      quality: graded?.quality ?? 0,
      place: `${finding.file}:${finding.range.join('-')}`,
      title: finding.title,
      kind: kind === null ? 'of no kind' : isKindInferred ? `${kind} (inferred)` : kind,
      lack,
      tried: lack === null ? tried.map((item) => explainItem(item, kind, name)) : [],
    }
  })
}

/** Gate after gate, up to the first that is closed. */
function explainItem(tried: ItemExplanation, kind: string | null, name: PatternName): ExplainedItem {
  const { item, scope, isInPlace, kinds, isOfKind, veto, groups, forbidden, likeWrong } = tried
  const gates: ExplainedGate[] = [
    { name: 'location', isOpen: isInPlace, because: `lines of ${scope}, at most five of them` },
    { name: 'kind', isOpen: isOfKind, because: `${kind ?? 'none'}; accepted: ${kinds.join(', ')}` },
    ...groups.map(({ concepts, proof }, index) => ({
      name: `evidence ${index + 1}`,
      isOpen: proof !== null,
      because: proof
        ? name(proof.concept, proof.pattern)
        : `nothing of ${concepts.map((id) => `\`${id}\``).join(', ')}`,
    })),
    ...forbidden.map(({ concept, pattern }) => ({
      name: 'none',
      isOpen: false,
      because: name(concept, pattern),
    })),
    ...(likeWrong === null
      ? []
      : [{ name: 'likeness', isOpen: false, because: `the text is more like the reject \`${likeWrong}\`` }]),
    ...(veto === null ? [] : [{ name: 'veto', isOpen: false, because: `the text is ${vetoWords[veto]}` }]),
    { name: 'line', isOpen: tried.line > 0, because: `${(tried.line / 40).toFixed(3)} of 0.150` },
    {
      name: 'remedy',
      isOpen: tried.isRemedyNamed,
      because: tried.isRemedyNamed ? 'recommended' : 'not recommended',
    },
    {
      name: 'severity',
      isOpen: tried.isSeverityRight,
      because: tried.isSeverityRight ? 'within one step' : 'too far off',
    },
  ]
  return { item, gates: isInPlace ? (isOfKind ? gates : gates.slice(0, 2)) : gates.slice(0, 1) }
}

const vetoWords = {
  denial: 'a denial of the defect',
  hedge: 'nothing but suspicion',
  affirmation: 'praise of the code',
  generality: 'talk about code in general',
} as const
