import type { LintRule } from '../rule.ts'

const LEAST_SCOPES = 4

/** With few functions in a file, knowing the function is knowing the place. */
export const requireSmallScopes: LintRule = {
  name: 'require-small-scopes',
  severity: 'error',
  summary: 'A file has at least four named functions, or its items are looked for in blocks.',
  *check({ files, items }) {
    for (const { path, role, outline, span } of files) {
      const isWide = items.some(
        ({ anchor, spec }) => anchor.path === path && (spec.scope ?? 'function') === 'function',
      )
      if (role !== 'review' || !isWide || outline.scopes.length >= LEAST_SCOPES) continue
      yield {
        span,
        message: `\`${path}\` has ${outline.scopes.length} named functions, and a finding anywhere in the right one is in place`,
        hint: `Divide it into ${LEAST_SCOPES} or more, or give its items \`scope: block\``,
      }
    }
  },
}
