import { normalText } from '../../../rubric/text/normal-text.ts'
import { embeddedText } from '../../syntax/embedded.ts'
import { nodeAt, type ScalarNode } from '../../syntax/tree.ts'
import type { Task } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/** A name in code is read word by word, so a pattern that has it in one piece meets it nowhere. */
export const noJoinedName: LintRule = {
  name: 'no-joined-name',
  severity: 'warning',
  summary: 'No pattern of the task writes a name of its code in one piece, as no text is read.',
  *check(task) {
    const { spec, source } = task
    const texts = textsOf(task)
    const names = joinedNames([...spec.snippets.map(({ code }) => code), ...texts])
    if (names.size === 0) return
    const said = new Set(texts.flatMap(wordsOf))
    for (const [id, { any }] of Object.entries(spec.concepts ?? {}))
      for (const [index, pattern] of any.entries()) {
        if (pattern.startsWith('re:')) continue
        const { text, spanAt } = embeddedText(
          nodeAt(source.root, ['concepts', id, 'any', index]) as ScalarNode,
        )
        for (const { 0: word, index: start } of text.matchAll(
          /(?<![\p{L}\p{N}'])[\p{Ll}\p{N}]+(?![\p{L}\p{N}'*])/gu,
        )) {
          const name = names.get(word)
          if (name === undefined || said.has(word)) continue
          const end = start + word.length
          yield {
            span: spanAt(start, end),
            message: `\`${word}\` never meets \`${name}\`, which is read as \`${wordsOf(name).join(' ')}\``,
            hint: 'Write its words as terms of their own, or the one of them that tells',
            fix:
              text[start - 1] === '|'
                ? [{ span: spanAt(start - 1, end), text: '' }]
                : text[end] === '|'
                  ? [{ span: spanAt(start, end + 1), text: '' }]
                  : [],
          }
        }
      }
  },
}

/** What reviewers are expected to say. */
function textsOf({ spec, concepts }: Task): readonly string[] {
  return [
    ...spec.rubric.flatMap(({ accepts, rejects }) => [...accepts, ...rejects]),
    ...[...concepts.values()].flatMap(({ spans, accepts, rejects }) =>
      spans === null ? [] : [...accepts, ...rejects],
    ),
  ]
}

const NAME = /[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|[A-Za-z]+[a-z0-9][A-Z][A-Za-z0-9]*/g

/** Names of several words by their letters in one piece, lower case. */
function joinedNames(texts: readonly string[]): ReadonlyMap<string, string> {
  const names = texts.flatMap((text) => text.match(NAME) ?? [])
  return new Map([...new Set(names)].map((name) => [name.replaceAll('_', '').toLowerCase(), name]))
}

function wordsOf(text: string): readonly string[] {
  return normalText(text).sentences.flatMap(({ tokens }) => tokens.map(({ word }) => word))
}
