import { type Finding, findingShape, MAX_RANGE_LINES } from '../../model/finding.ts'
import { kindOfCwe } from '../../model/kinds/kinds.ts'
import { type EvidenceResult, groupsHold, weighEvidence } from '../../rubric/evidence.ts'
import { createLikenessTest, type LikenessTest } from '../../rubric/likeness.ts'
import { affirmedFamilies, lackOfFocus, lackOfSubstance } from '../../rubric/substance.ts'
import { createEchoFilter, type EchoFilter } from '../../rubric/text/echo.ts'
import { clean, type NormalText, normalText } from '../../rubric/text/normal-text.ts'
import { type Subject, type Veto, vetoOf } from '../../rubric/veto.ts'
import type { RowItem, RowRubric } from '../bundle/opened.ts'
import { intersects } from './quality.ts'

/** A finding's words, read once and then held against every item. */
export interface Reading {
  /** The kind that it names, or the only one that it speaks of; null when there is none. */
  readonly kind: string | null
  readonly isKindInferred: boolean
  /** Title and message. */
  readonly text: NormalText
  readonly message: NormalText
  readonly recommendation: NormalText
  /** Why it is too thin or too broad to be about anything, or null. */
  readonly lack: string | null
}

/** What the gates say about one finding and one item. */
export interface Verdict {
  readonly item: RowItem
  readonly isInPlace: boolean
  readonly isOfKind: boolean
  /** Only looked for in place and of kind; null when the text speaks for itself. */
  readonly veto: Veto | null
  readonly evidence: EvidenceResult | null
  /** The author's wrong answer that the text is more like than any right one; only looked for when evidence holds. */
  readonly likeWrong: string | null
}

/** Reads a finding as the gates see it: cut to the limits of its shape, without what it copied from the code. */
export function readFinding(rubric: RowRubric, finding: Finding): Reading {
  const echo = echoOf(rubric)
  const read = (text: string, limit: number) => normalText(echo(clean(text).slice(0, limit)))
  const { title, message, recommendation } = finding
  const messageText = read(message, limitOf('message'))
  const text: NormalText = {
    sentences: [...read(title, limitOf('title')).sentences, ...messageText.sentences],
  }
  const stated = statedKind(finding)
  const families = affirmedFamilies(text, rubric.heads, rubric.concepts)
  const inferred = families.length === 1 ? (families[0] ?? null) : null
  return {
    kind: stated ?? inferred,
    isKindInferred: stated === null && inferred !== null,
    text,
    message: messageText,
    recommendation: read(recommendation ?? '', limitOf('recommendation')),
    lack: lackOfSubstance(messageText) ?? lackOfFocus(families, text),
  }
}

/** Holds a finding against one item: location, then kind, then what its text says. */
export function judge(rubric: RowRubric, finding: Finding, reading: Reading, item: RowItem): Verdict {
  const isInPlace = isNarrow(finding) && intersects(finding.file, finding.range, item.scope)
  const isOfKind = reading.kind !== null && item.kinds.has(reading.kind)
  if (!isInPlace || !isOfKind)
    return { item, isInPlace, isOfKind, veto: null, evidence: null, likeWrong: null }
  const evidence = weighEvidence(item.evidence, reading.text, rubric.concepts)
  return {
    item,
    isInPlace,
    isOfKind,
    evidence,
    likeWrong: evidence.holds ? likenessOf(item)(reading.text) : null,
    veto: vetoOf(subjectOf(rubric, item), reading.text, reading.message, evidence),
  }
}

export function isEligible({ isInPlace, isOfKind, veto }: Verdict): boolean {
  return isInPlace && isOfKind && veto === null
}

export function isExplained(verdict: Verdict): boolean {
  return isEligible(verdict) && verdict.evidence?.holds === true && verdict.likeWrong === null
}

/** Whether the recommendation says what the item's remedy asks for. */
export function recommendsRemedy(
  rubric: RowRubric,
  { recommendation }: Reading,
  { remedy }: RowItem,
): boolean {
  return groupsHold(remedy, recommendation, rubric.concepts)
}

/** The kind that a finding names, by its word or by a CWE number that covers only one; null when it names none. */
export function statedKind({ kind, cwe }: Pick<Finding, 'kind' | 'cwe'>): string | null {
  if (kind) return kind
  return cwe ? (kindOfCwe(cwe)?.id ?? null) : null
}

export function isNarrow({ range: [first, last] }: Finding): boolean {
  return last - first + 1 <= MAX_RANGE_LINES
}

function subjectOf({ heads, concepts }: RowRubric, { evidence, kinds }: RowItem): Subject {
  return { evidence, kinds, heads, concepts }
}

function limitOf(key: 'title' | 'message' | 'recommendation'): number {
  const { maxLength } = findingShape.properties[key] as { readonly maxLength?: number }
  if (maxLength === undefined) throw new Error(`${key} has no limit`)
  return maxLength
}

const echoes = new WeakMap<RowRubric, EchoFilter>()

/** Made from the row's code alone, so keeping it changes nothing but the time that it takes. */
function echoOf(rubric: RowRubric): EchoFilter {
  let echo = echoes.get(rubric)
  if (!echo) {
    echo = createEchoFilter(rubric.codes)
    echoes.set(rubric, echo)
  }
  return echo
}

const likenesses = new WeakMap<RowItem['source'], LikenessTest>()

/** Made from the item's examples alone. */
function likenessOf({ source }: RowItem): LikenessTest {
  let likeness = likenesses.get(source)
  if (!likeness) {
    likeness = createLikenessTest(source.accepts, source.rejects, (text) => normalText(clean(text)))
    likenesses.set(source, likeness)
  }
  return likeness
}
