import type { LintRule } from '../rule.ts'

/** An item without evidence would pay any text at the right place, and one without remedy could never be perfect. */
export const requireEvidence: LintRule = {
  name: 'require-evidence',
  severity: 'error',
  summary: 'Every item says what a text must express, and what a recommendation must.',
  *check({ items }) {
    for (const { spec, span } of items) {
      const missing = [spec.evidence ? [] : 'evidence', spec.remedy ? [] : 'remedy'].flat()
      if (missing.length === 0) continue
      yield {
        span,
        message: `\`${spec.id}\` has no ${missing.map((key) => `\`${key}\``).join(' and no ')}`,
        hint: 'Say which concepts a text must express, from the packs in `use` or your own: see docs/rubric.md',
      }
    }
  },
}
