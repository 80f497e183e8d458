import type { Span } from '../../../core/source.ts'
import { locateKey, nodeAt } from '../../syntax/tree.ts'
import { type AuthoredCode, codesOf, type Task } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'
import { tellingWord } from '../telling-words.ts'

/** Names are read before anything else: `unsafeQuery` is found by people who cannot read code. */
export const noTellingName: LintRule = {
  name: 'no-telling-name',
  severity: 'error',
  summary: 'No id, path, fixture or name in the code announces a defect or names the kind of one.',
  *check(task) {
    const kinds = task.spec.rubric.map(({ kind }) => kind)
    for (const { name, place } of visibleNames(task)) {
      const word = tellingWord(name.replace(/[/.-]+/g, ' '), kinds)
      if (word === null) continue
      yield {
        span: place(),
        message: `The name \`${name}\` says \`${word}\`, which gives a defect away`,
        hint: 'Name it after what it is for',
      }
    }
  },
}

function visibleNames(task: Task): readonly {
  readonly name: string
  /** Looked for only when there is something to say. */
  readonly place: () => Span
}[] {
  const {
    spec,
    source: { root },
    files,
  } = task
  return [
    { name: spec.id, place: () => nodeAt(root, ['id']).span },
    ...files.map(({ path, span }) => ({ name: path, place: () => span })),
    ...Object.keys(spec.fixtures ?? {}).map((name) => ({
      name,
      place: () => locateKey(root, ['fixtures', name]),
    })),
    ...codesOf(task).flatMap((file) =>
      file.outline.identifiers.map((name) => ({ name, place: () => firstPlace(file, name) })),
    ),
  ]
}

function firstPlace({ code }: AuthoredCode, name: string): Span {
  const start = code.text.search(new RegExp(`(?<![\\w$#])${name.replace(/[$#]/g, '\\$&')}(?![\\w$])`))
  return code.spanAt(Math.max(0, start), Math.max(0, start) + name.length)
}
