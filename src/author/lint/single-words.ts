import { compileRegex } from '../../rubric/pattern/compile-regex.ts'
import { compilePattern } from '../../rubric/pattern/pattern.ts'
import type { Token } from '../../rubric/text/sentence.ts'
import { groupsOf } from '../task/concepts.ts'
import type { Task, TaskItem } from '../task/task.ts'

/** A pattern that one word is enough for, said without a denial. */
export interface SingleWord {
  readonly pattern: string
  readonly stems: readonly string[]
  readonly prefixes: readonly string[]
}

/** For each group of an item's evidence, its patterns of one word. */
export function singleWordsOf(
  { concepts }: Task,
  { spec: { evidence } }: TaskItem,
): readonly (readonly SingleWord[])[] {
  return groupsOf(evidence?.all).map((ids) =>
    ids.flatMap((id) => (concepts.get(id)?.patterns ?? []).flatMap(readSingleWord)),
  )
}

/** Whether a word is one of the alternatives. */
export function holdsOn(
  { stems, prefixes }: SingleWord,
  { word, stem }: Pick<Token, 'word' | 'stem'>,
): boolean {
  return stems.includes(stem) || prefixes.some((prefix) => word.startsWith(prefix))
}

/** By pattern: packs come again with every task. */
const known = new Map<string, readonly SingleWord[]>()
const MOST_KNOWN = 50_000

function readSingleWord(source: string): readonly SingleWord[] {
  const before = known.get(source)
  if (before) return before
  if (known.size >= MOST_KNOWN) known.clear()
  const found = singleWordOf(source)
  known.set(source, found)
  return found
}

function singleWordOf(source: string): readonly SingleWord[] {
  const result = compilePattern(source, compileRegex)
  if (!result.ok || result.pattern.kind !== 'words') return []
  const [term, second] = result.pattern.terms
  if (!term || second || term.polarity === 'denied') return []
  return [{ pattern: source, stems: [...term.stems], prefixes: term.prefixes }]
}
