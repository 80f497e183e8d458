import { kinds } from '../../../model/kinds/kinds.ts'
import { type ProfileName, profileNames } from '../../../model/policy-words.ts'
import { breakEvenHitRate } from '../../../runtime/grader/break-even.ts'
import type { Range } from '../../language/language.ts'
import { locateOwner } from '../../syntax/tree.ts'
import type { Task, TaskItem } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/** How far below break-even blind guessing must stay, by profile. */
const margin: Readonly<Record<ProfileName, number>> = { strict: 4, learn: 1 }

/**
 * The chance that a finding at a random scope with a random kind hits something, by enumeration. Well below the
 * break-even rate, guessing loses whatever the feedback (optional stopping of a supermartingale).
 */
export const noEasyGuess: LintRule = {
  name: 'no-easy-guess',
  severity: 'error',
  summary: 'Blind guessing of place and kind stays well below what would pay.',
  *check(task) {
    const placed = task.items.map((item) => ({ ...item, own: scopeOf(task, item) }))
    for (const variant of task.variants) {
      const items = placed.filter(({ spec }) => variant.present.has(spec.id))
      if (items.length === 0) continue
      const rate = hitRate(task, items)
      const severities = items.map(({ spec }) => spec.severity)
      const profile = profileNames.find((name) => rate > breakEvenHitRate(severities, name) / margin[name])
      if (profile === undefined) continue
      yield {
        span: locateOwner(task.source.root, ['rubric']),
        message: `In variant \`${variant.name}\` a blind guess hits ${percent(rate)}, and ${percent(breakEvenHitRate(severities, profile) / margin[profile])} is allowed under \`${profile}\``,
        hint: 'Spread the code over more functions, narrow scopes with `scope: block`, or accept fewer kinds',
      }
      return
    }
  },
}

interface PlacedItem extends TaskItem {
  /** Where a finding about it is in place; null where its file is not there. */
  readonly own: Range | null
}

function scopeOf({ files }: Task, { anchor, spec }: TaskItem): Range | null {
  const outline = files.find(({ path }) => path === anchor.path)?.outline
  if (!outline) return null
  return spec.scope === 'block' ? outline.blockScope(anchor) : outline.functionScope(anchor)
}

function hitRate({ files }: Task, items: readonly PlacedItem[]): number {
  let cells = 0
  let hits = 0
  for (const { path, role, outline } of files) {
    if (role !== 'review') continue
    const inFile = items.filter(({ anchor }) => anchor.path === path)
    for (const scope of outline.scopes) {
      const here = inFile.filter(({ own }) => own && overlap(own, scope))
      const accepted = new Set(here.flatMap(({ spec }) => [spec.kind, ...(spec.accept_kinds ?? [])]))
      cells += kinds.length
      hits += accepted.size
    }
  }
  return cells === 0 ? 1 : hits / cells
}

function overlap(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`
}
