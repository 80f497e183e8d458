import type { Note } from '../../../core/diagnostic.ts'
import type { Span } from '../../../core/source.ts'
import { normalText } from '../../../rubric/text/normal-text.ts'
import { nodeAt } from '../../syntax/tree.ts'
import { shownCodes, type Task } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'
import { holdsOn, singleWordsOf } from '../single-words.ts'
import { namesWith, placeOfWords } from '../visible-words.ts'

interface VisibleText {
  readonly text: string
  /** Where one of its words stands. */
  placeOf(word: string): Span | null
}

/** One word is one bit of evidence, and none at all where it can be read off the page. */
export const noVisibleWord: LintRule = {
  name: 'no-visible-word',
  severity: 'error',
  summary: 'No item is explained by single words that are in the code, the title or the context.',
  *check(task, rubric) {
    const tokens = visibleTexts(task).flatMap((visible) =>
      normalText(visible.text).sentences.flatMap((sentence) =>
        sentence.tokens.map((token) => ({ visible, token })),
      ),
    )
    for (const { item, path } of rubric.items) {
      const seen = singleWordsOf(task, item).map((patterns) =>
        tokens.find(({ token }) => patterns.some((one) => holdsOn(one, token))),
      )
      if (seen.length === 0 || seen.includes(undefined)) continue
      const places = new Map(seen.flatMap((one) => (one ? [[one.token.word, one.visible]] : [])))
      yield {
        span: nodeAt(task.source.root, [...path, 'evidence']).span,
        message: `${[...places.keys()].map((word) => `\`${word}\``).join(' and ')} can be read off the page, and no more is asked for to explain \`${item.spec.id}\``,
        notes: [...places].flatMap(([word, visible]) => placeNote(word, visible)),
        hint: 'Ask for a second word beside it, one that says what is wrong with it',
      }
    }
  },
}

function visibleTexts({ spec, files, source: { root } }: Task): readonly VisibleText[] {
  const inText = (text: string, span: Span): VisibleText => ({
    text,
    placeOf: (word) => placeOfWords([word], span),
  })
  return [
    inText(spec.title, nodeAt(root, ['title']).span),
    inText(spec.context, nodeAt(root, ['context']).span),
    ...shownCodes(files).flatMap((file) => [
      {
        text: file.outline.identifiers.join(' '),
        placeOf: (word: string) => namesWith([word], file)[0]?.span ?? null,
      },
      ...file.outline.comments.map(({ text, start, end }) => inText(text, file.code.spanAt(start, end))),
    ]),
  ]
}

function placeNote(word: string, visible: VisibleText): readonly Note[] {
  const span = visible.placeOf(word)
  return span ? [{ message: `\`${word}\` is to be read here`, span }] : []
}
