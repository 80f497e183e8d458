import type { Outline } from '../../language/language.ts'
import { linesOf } from '../../task/compose.ts'
import type { LintRule } from '../rule.ts'

/** What code can be suspected of: a call, an index, a comparison, arithmetic, a condition, a loop, a catch. */
const DOING =
  /[\w\])?]\s*(?:\(|\[|\?\.)|[<>]=?|[=!]=|&&|\|\||\?\?|[-+*/%]=?(?!\/)|\b(?:and|or|not|in|is|if|else|for|while|catch|except|with|await|return|throw|raise|delete|del|assert)\b|=/

/** A decoy must tempt somebody: code under review that does something. */
export const noTameDecoy: LintRule = {
  name: 'no-tame-decoy',
  severity: 'error',
  summary: 'Each decoy stands on code under review that does something.',
  *check({ decoys, files }) {
    for (const { spec, place, span } of decoys) {
      const file = files.find(({ path }) => path === place.path)
      if (!file) continue
      const [first, last] = linesOf(file.code.text, place)
      const code = withoutComments(file.code.text, file.outline)
        .split('\n')
        .slice(first - 1, last)
      const lures = code.filter((line) => !/^\s*(?:import|from|export type|interface|type)\b/.test(line))
      if (file.role === 'review' && lures.some((line) => DOING.test(line))) continue
      yield {
        span,
        message:
          file.role === 'review'
            ? `Decoy \`${spec.id}\` stands where no code does anything`
            : `Decoy \`${spec.id}\` is in a file that is not under review`,
        hint: 'Put it where a hasty reviewer would report one of its kinds, or remove it',
      }
    }
  },
}

function withoutComments(code: string, { comments }: Outline): string {
  return comments.reduce(
    (text, { start, end }) =>
      text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end),
    code,
  )
}
