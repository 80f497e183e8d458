import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import { locate, type Node, nodeAt, type Path } from '../syntax/tree.ts'
import type { Place, Task } from './task.ts'

/**
 * What must hold between places: edits apart, anchors apart, and no mark where a fix could remove it. Where edits
 * overlap, so do the places that they make, which needs no saying.
 */
export function checkEdits(task: Task): readonly Diagnostic[] {
  const overlapping = overlappingEdits(task)
  return [
    ...repeatedIds(task),
    ...(overlapping.length > 0 ? overlapping : [...marksInFixes(task), ...sharedAnchors(task)]),
  ]
}

function repeatedIds({ items, decoys, accepted }: Task): readonly Diagnostic[] {
  const all = [...items, ...decoys, ...accepted]
  return all.flatMap(({ spec, span }, index) => {
    const first = all.find((other) => other.spec.id === spec.id)
    if (!first || first === all[index]) return []
    return diagnosticAt('check/duplicate-id', span, `\`${spec.id}\` is declared twice`, {
      notes: [{ message: 'First declared here', span: first.span }],
      hint: 'Rename one of them: reports call items, decoys and accepted findings by their ids',
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

function marksInFixes({ source: { root }, items, decoys, accepted }: Task): readonly Diagnostic[] {
  const spanAt = (...path: Path) => nodeAt(root, path).span
  const places: readonly NamedPlace[] = [
    ...items.flatMap(({ spec, anchor, also }, index) => [
      { place: anchor, span: anchorSpan(root, index), owner: spec.id },
      ...also.map((place, position) => ({
        place,
        span: spanAt('rubric', index, 'also', position),
        owner: spec.id,
      })),
    ]),
    ...decoys.map(({ place }, index) => ({ place, span: spanAt('decoys', index, 'at'), owner: null })),
    ...accepted.map(({ place }, index) => ({ place, span: spanAt('accepted', index, 'at'), owner: null })),
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
      `The fix of \`${fix.id}\` takes away the place that this names: where \`${fix.id}\` is mended, nothing would be left of it`,
      {
        notes: [{ message: 'The fix replaces this', span: fix.edit.span }],
        hint: wayOut(
          owner === null ? ' or of one beside it, since a finding a line off is still about this' : '',
        ),
      },
    )
  })
}

function wayOut(neighbour: string): string {
  return `Name another text, which may be of the same line${neighbour}, or let \`find\` have no more than what changes`
}

function sharedAnchors({ source: { root }, items }: Task): readonly Diagnostic[] {
  return items.flatMap((item, index) => {
    const first = items.findIndex(
      ({ anchor }) => anchor.path === item.anchor.path && anchor.start === item.anchor.start,
    )
    const earlier = items[first]
    if (!earlier || earlier === item) return []
    return diagnosticAt(
      'check/same-anchor',
      anchorSpan(root, index),
      `\`${item.spec.id}\` and \`${earlier.spec.id}\` have one anchor`,
      {
        notes: [{ message: 'The other one is here', span: anchorSpan(root, first) }],
        hint: 'Name another line with `at:`, so that a finding is about one of them',
      },
    )
  })
}

/** Where an item says where it is. */
function anchorSpan(root: Node, item: number): Span {
  const at = locate(root, ['rubric', item, 'at'])
  const isWritten = at !== locate(root, ['rubric', item])
  return isWritten ? at.span : nodeAt(root, ['rubric', item, 'fix', 0, 'find']).span
}

function overlap(a: Place, b: Place): boolean {
  return a.path === b.path && a.start < b.end && b.start < a.end
}
