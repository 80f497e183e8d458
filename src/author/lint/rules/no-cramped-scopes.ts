import type { LintRule } from '../rule.ts'

/** Lines of code, on average: a finding's range has five. */
const LEAST_LINES = 3

/** In a file that is cut up so small, any range of lines is in the right function. */
export const noCrampedScopes: LintRule = {
  name: 'no-cramped-scopes',
  severity: 'warning',
  summary: 'A file under review has at least three lines of code for each of its named functions.',
  *check({ files, items }) {
    for (const { path, role, code, outline, span } of files) {
      const isAsked = items.some(({ anchor }) => anchor.path === path)
      const lines = code.text.split('\n').filter((line) => line.trim() !== '').length
      if (role !== 'review' || !isAsked || lines >= outline.scopes.length * LEAST_LINES) continue
      yield {
        span,
        message: `\`${path}\` has ${outline.scopes.length} named functions in ${lines} lines of code, so nearly any range covers one of them`,
        hint: 'Let the functions do more, or move some of them to a snippet of `role: given`',
      }
    }
  },
}
