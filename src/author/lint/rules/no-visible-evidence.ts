import type { Note } from '../../../core/diagnostic.ts'
import type { Span } from '../../../core/source.ts'
import { nodeAt } from '../../syntax/tree.ts'
import { shownCodes, type Task, type TaskFile } from '../../task/task.ts'
import { heldPatterns, holdingNotes } from '../holding-notes.ts'
import type { LintRule } from '../rule.ts'
import { namesWith, placeOfWords, wordsHeld } from '../visible-words.ts'

interface VisibleText {
  readonly what: string
  readonly text: string
  readonly span: Span
  /** What it is put together from: where one of these is an explanation by itself, it is told and the whole is not. */
  readonly parts: readonly string[]
  /** The names or words of it by which a pattern that holds on these words does so, and where they stand. */
  show(words: readonly string[]): readonly Shown[]
  /** What an author can do with it. */
  readonly way: string
}

interface Shown {
  readonly words: readonly string[]
  /** Null where they are not near each other. */
  readonly span: Span | null
}

/** Nothing that an agent can copy may be an explanation: hints, title, context, comments, names, fixtures. */
export const noVisibleEvidence: LintRule = {
  name: 'no-visible-evidence',
  severity: 'error',
  summary: 'Nothing that an agent can see is an explanation of an item.',
  *check(task, rubric) {
    for (const visible of visibleTexts(task)) {
      const { what, text, span, parts } = visible
      for (const one of rubric.items) {
        if (one.evidence.all.length === 0 || !rubric.holds(one.evidence, text)) continue
        if (parts.some((part) => rubric.holds(one.evidence, part))) continue
        const shown = heldPatterns(task, rubric, one, text).flatMap(({ pattern }) =>
          visible.show(wordsHeld(pattern, rubric.read(text))),
        )
        yield {
          span,
          message: `${what} would count as an explanation of \`${one.item.spec.id}\`${enough(shown)}`,
          notes: [
            { message: 'The item', span: one.item.span },
            ...holdingNotes(task, rubric, one, text),
            ...placeNotes(shown),
          ],
          hint: `${visible.way}, or ask for more evidence`,
        }
      }
    }
  },
}

function enough(shown: readonly Shown[]): string {
  const words = [...new Set(shown.flatMap((one) => one.words))]
  return words.length === 0 ? '' : `: ${list(words)} ${words.length === 1 ? 'is' : 'are'} enough`
}

function placeNotes(shown: readonly Shown[]): readonly Note[] {
  const notes = shown.flatMap(({ words, span }) => (span ? { message: `${list(words)} here`, span } : []))
  return notes.filter(({ span }, index) => notes.findIndex((one) => isSame(one.span, span)) === index)
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end
}

function list(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``)
  return [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' and ')
}

function visibleTexts({ spec, source: { root }, files }: Task): readonly VisibleText[] {
  const at = (...path: (string | number)[]) => nodeAt(root, path).span
  return [
    inText('The title', spec.title, at('title')),
    inText('The context', spec.context, at('context')),
    inSum('Title and context', [spec.title, spec.context], at('context')),
    ...spec.hints.map((text, index) => inText('This hint', text, at('hints', index))),
    ...spec.hints
      .slice(1)
      .map((_, index) =>
        inSum(`The first ${index + 2} hints`, spec.hints.slice(0, index + 2), at('hints', index + 1)),
      ),
    ...shownCodes(files).flatMap(({ code, outline }) =>
      outline.comments.map(({ text, start, end }) => inText('This comment', text, code.spanAt(start, end))),
    ),
    ...files.map(inNames),
    ...Object.entries(spec.fixtures ?? {}).map(([name, fixture]) =>
      inText('This fixture', JSON.stringify(fixture), at('fixtures', name)),
    ),
  ]
}

function inText(what: string, text: string, span: Span): VisibleText {
  const show = (words: readonly string[]) =>
    words.length === 0 ? [] : [{ words, span: placeOfWords(words, span) }]
  return { what, text, span, parts: [], show, way: 'Say it in other words' }
}

/** Texts that are seen one after the other, where only with the last one an explanation is whole. */
function inSum(what: string, texts: readonly string[], span: Span): VisibleText {
  const parts = [...texts, texts.slice(0, -1).join('\n')]
  return { ...inText(what, texts.join('\n'), span), parts }
}

function inNames(file: TaskFile): VisibleText {
  return {
    what: 'The list of names in this file',
    text: file.outline.identifiers.join(' '),
    span: file.span,
    parts: [],
    show: (words) => namesWith(words, file).map(({ name, span }) => ({ words: [name], span })),
    way: 'Give names that say less',
  }
}
