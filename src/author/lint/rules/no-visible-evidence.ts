import type { Span } from '../../../core/source.ts'
import { nodeAt } from '../../syntax/tree.ts'
import { shownCodes, type Task } from '../../task/task.ts'
import { holdingNotes } from '../holding-notes.ts'
import type { LintRule } from '../rule.ts'

interface VisibleText {
  readonly what: string
  readonly text: string
  readonly span: Span
}

/** Nothing that an agent can copy may be an explanation: hints, title, context, comments, names, fixtures. */
export const noVisibleEvidence: LintRule = {
  name: 'no-visible-evidence',
  severity: 'error',
  summary: 'Nothing that an agent can see is an explanation of an item.',
  *check(task, rubric) {
    for (const { what, text, span } of visibleTexts(task)) {
      const explained = rubric.items.find(
        ({ evidence }) => evidence.all.length > 0 && rubric.weigh(evidence, text).holds,
      )
      if (!explained) continue
      yield {
        span,
        message: `${what} would count as an explanation of \`${explained.item.spec.id}\``,
        notes: [
          { message: 'The item', span: explained.item.span },
          ...holdingNotes(task, rubric, explained, text),
        ],
        hint: 'Say it in other words, or ask for more evidence',
      }
    }
  },
}

function visibleTexts({ spec, source: { root }, files }: Task): readonly VisibleText[] {
  const at = (...path: (string | number)[]) => nodeAt(root, path).span
  return [
    { what: 'The title', text: spec.title, span: at('title') },
    { what: 'The context', text: spec.context, span: at('context') },
    { what: 'Title and context', text: `${spec.title}\n${spec.context}`, span: at('context') },
    ...spec.hints.map((_, index) => ({
      what: index === 0 ? 'This hint' : `The first ${index + 1} hints`,
      text: spec.hints.slice(0, index + 1).join('\n'),
      span: at('hints', index),
    })),
    ...spec.hints.map((text, index) => ({ what: 'This hint', text, span: at('hints', index) })),
    ...shownCodes(files).flatMap(({ code, outline }) =>
      outline.comments.map(({ text, start, end }) => ({
        what: 'This comment',
        text,
        span: code.spanAt(start, end),
      })),
    ),
    ...files.map(({ outline, span }) => ({
      what: 'The list of names in this file',
      text: outline.identifiers.join(' '),
      span,
    })),
    ...Object.entries(spec.fixtures ?? {}).map(([name, fixture]) => ({
      what: 'This fixture',
      text: JSON.stringify(fixture),
      span: at('fixtures', name),
    })),
  ]
}
