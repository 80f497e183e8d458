import type { Lines } from '../../model/bundle.ts'
import { type Finding, findingShape, MAX_RANGE_LINES } from '../../model/finding.ts'
import { kindOfCwe } from '../../model/kinds/kinds.ts'
import { recommendsNothing } from '../../rubric/dismissal.ts'
import { groupsHold, type Standing, standingOf } from '../../rubric/evidence.ts'
import { createLikenessTest, type LikenessTest } from '../../rubric/likeness.ts'
import { affirmedFamilies } from '../../rubric/spoken-kinds.ts'
import { lackOfFocus, lackOfSubstance } from '../../rubric/substance.ts'
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
  /** Why it is too thin or too broad to be about anything, or asks for nothing; null when it is about something. */
  readonly lack: string | null
  /** What the texts say of items, as far as that has been asked. */
  readonly weighed: Map<RowItem, Weighed>
}

/** What the gates say about one finding and one item. */
export interface Verdict {
  readonly item: RowItem
  readonly isInPlace: boolean
  readonly isOfKind: boolean
  /** Only looked for in place and of kind; null when the text speaks for itself. */
  readonly veto: Veto | null
  readonly standing: Standing | null
  /** The author's wrong answer that the text is more like than any right one; only looked for when evidence holds. */
  readonly likeWrong: string | null
}

/** Reads a finding as the gates see it: cut to the limits of its shape, without what it copied from the code. */
export function readFinding(rubric: RowRubric, finding: Finding): Reading {
  const stated = statedKind(finding)
  const { text, message, recommendation, lack, weighed } = wordsOf(rubric, finding)
  const kind = stated ?? onlyKindOf(rubric, text)
  return {
    text,
    message,
    recommendation,
    lack,
    weighed,
    kind,
    isKindInferred: stated === null && kind !== null,
  }
}

/** The only kind that a text speaks of; null when there is none or more than one. */
function onlyKindOf({ heads, concepts }: RowRubric, text: NormalText): string | null {
  const [only = null, ...others] = affirmedFamilies(text, heads, concepts)
  return others.length === 0 ? only : null
}

/** What a finding's texts say, whatever kind it names. */
type Words = Omit<Reading, 'kind' | 'isKindInferred'>

const kept = new WeakMap<RowRubric, Map<string, Words>>()

/**
 * Does some work in which each text is read only once a row: for those who play thousands of episodes with few texts.
 * A server must not, for its agents write what they like.
 */
export function keepingReadings<Result>(rubrics: readonly RowRubric[], work: () => Result): Result {
  for (const rubric of rubrics) kept.set(rubric, new Map())
  try {
    return work()
  } finally {
    for (const rubric of rubrics) kept.delete(rubric)
  }
}

function wordsOf(rubric: RowRubric, finding: Finding): Words {
  const known = kept.get(rubric)
  if (!known) return readWords(rubric, finding)
  const spelling = JSON.stringify([finding.title, finding.message, finding.recommendation])
  const before = known.get(spelling)
  if (before) return before
  const words = readWords(rubric, finding)
  known.set(spelling, words)
  return words
}

function readWords(rubric: RowRubric, { title, message, recommendation }: Finding): Words {
  const echo = echoOf(rubric)
  const read = (text: string, limit: number) => normalText(echo(clean(text).slice(0, limit)))
  const messageText = read(message, limitOf('message'))
  const text: NormalText = {
    sentences: [...read(title, limitOf('title')).sentences, ...messageText.sentences],
  }
  const advice = read(recommendation ?? '', limitOf('recommendation'))
  return {
    text,
    message: messageText,
    recommendation: advice,
    lack:
      lackOfSubstance(messageText) ??
      lackOfFocus(text, rubric.heads, rubric.concepts) ??
      (recommendsNothing(advice) ? 'recommends that nothing be done' : null),
    weighed: new Map(),
  }
}

/** Whether a finding of five lines at most touches the item's scope, or lines of `at` or `also` outside of it. */
export function isPlacedAt(finding: Finding, { scope, anchors }: RowItem): boolean {
  const touches = (lines: Lines) => intersects(finding.file, finding.range, lines)
  return isNarrow(finding) && (touches(scope) || anchors.some(touches))
}

/** Holds a finding against one item: location, then kind, then what its text says. */
export function judge(rubric: RowRubric, finding: Finding, reading: Reading, item: RowItem): Verdict {
  const isInPlace = isPlacedAt(finding, item)
  const isOfKind = reading.kind !== null && item.kinds.has(reading.kind)
  if (!isInPlace || !isOfKind)
    return { item, isInPlace, isOfKind, veto: null, standing: null, likeWrong: null }
  const { veto, standing, likeWrong } = weigh(rubric, reading, item)
  return { item, isInPlace, isOfKind, veto, standing, likeWrong }
}

type Weighed = Pick<Verdict, 'veto' | 'standing' | 'likeWrong'>

function weigh(rubric: RowRubric, { text, message, weighed }: Reading, item: RowItem): Weighed {
  const known = weighed.get(item)
  if (known) return known
  const standing = standingOf(item.evidence, text, rubric.concepts)
  const found = {
    standing,
    likeWrong: standing === 'meets' ? likenessOf(item)(text) : null,
    veto: vetoOf(subjectOf(rubric, item), text, message, standing),
  }
  weighed.set(item, found)
  return found
}

export function isEligible({ isInPlace, isOfKind, veto }: Verdict): boolean {
  return isInPlace && isOfKind && veto === null
}

export function isExplained(verdict: Verdict): boolean {
  return isEligible(verdict) && verdict.standing === 'meets' && verdict.likeWrong === null
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
  return { evidence, kinds, heads, headConcepts: concepts, concepts }
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
