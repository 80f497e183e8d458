import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import type { Place, Task } from './task.ts'

/** What must hold between places: edits apart, anchors apart, and no mark where a fix could remove it. */
export function checkEdits(task: Task): readonly Diagnostic[] {
  return [...repeatedIds(task), ...overlappingEdits(task), ...marksInFixes(task), ...sharedAnchors(task)]
}

function repeatedIds({ items, decoys, accepted }: Task): readonly Diagnostic[] {
  const all = [...items, ...decoys, ...accepted]
  return all.flatMap(({ spec, span }, index) => {
    const first = all.find((other) => other.spec.id === spec.id)
    if (!first || first === all[index]) return []
    return diagnosticAt('check/duplicate-id', span, `\`${spec.id}\` is declared twice`, {
      notes: [{ message: 'First declared here', span: first.span }],
    })
  })
}

function overlappingEdits({ items }: Task): readonly Diagnostic[] {
  const edits = items.flatMap(({ spec, edits }) => edits.map((edit) => ({ edit, id: spec.id })))
  return edits.flatMap(({ edit, id }, index) => {
    const earlier = edits.slice(0, index).find((other) => overlap(other.edit, edit))
    if (!earlier) return []
    const owner = earlier.id === id ? 'an earlier edit of the same fix' : `the fix of \`${earlier.id}\``
    return diagnosticAt('check/overlapping-fixes', edit.span, `This text overlaps ${owner}`, {
      notes: [{ message: 'The other one is here', span: earlier.edit.span }],
      hint: 'Fixes must be apart, so that any of them can be applied without the others',
    })
  })
}

interface NamedPlace {
  readonly place: Place
  readonly span: Span
  /** The item whose own fix may take the place away. */
  readonly owner: string | null
}

function marksInFixes({ items, decoys, accepted }: Task): readonly Diagnostic[] {
  const places: readonly NamedPlace[] = [
    ...items.flatMap(({ spec, anchor, also, span }) =>
      [anchor, ...also].map((place) => ({ place, span, owner: spec.id })),
    ),
    ...[...decoys, ...accepted].map(({ place, span }) => ({ place, span, owner: null })),
  ]
  return places.flatMap(({ place, span, owner }) => {
    const fix = items
      .filter(({ spec }) => spec.id !== owner)
      .flatMap(({ spec, edits }) => edits.map((edit) => ({ edit, id: spec.id })))
      .find(({ edit }) => overlap(edit, place))
    if (!fix) return []
    return diagnosticAt(
      'check/place-in-fix',
      span,
      `The fix of \`${fix.id}\` takes away the place that this names`,
      {
        notes: [{ message: 'The fix replaces this', span: fix.edit.span }],
        hint: 'Name a place that is there in every variant',
      },
    )
  })
}

function sharedAnchors({ items }: Task): readonly Diagnostic[] {
  return items.flatMap((item, index) => {
    const earlier = items
      .slice(0, index)
      .find(({ anchor }) => anchor.path === item.anchor.path && anchor.start === item.anchor.start)
    if (!earlier) return []
    return diagnosticAt(
      'check/same-anchor',
      item.span,
      `\`${item.spec.id}\` and \`${earlier.spec.id}\` have one anchor`,
      {
        notes: [{ message: 'The other one is here', span: earlier.span }],
      },
    )
  })
}

function overlap(a: Place, b: Place): boolean {
  return a.path === b.path && a.start < b.end && b.start < a.end
}
