import type { Finding } from '../../model/finding.ts'
import type { Concept } from '../../rubric/concept.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import { explainFinding, type ItemExplanation } from '../../runtime/grader/explain.ts'

/** What in a task's YAML made the difference: a path in it, in words of the task, and what is different there. */
export interface Cause {
  /** `rubric`, `decoys` or `accepted` with an id, or `concepts` with a concept’s name in the bundle. */
  readonly at: 'rubric' | 'decoys' | 'accepted' | 'concepts'
  readonly id: string
  /** Below it: `evidence`, `all`, `0`. */
  readonly path: readonly (string | number)[]
  readonly what: string
}

/** What differs between two rubrics as far as one finding is concerned: gate by gate, for the items that it is about. */
export function causesOf(old: Row, row: Row, finding: Finding, items: readonly string[]): readonly Cause[] {
  const [before, after] = [old, row].map(
    ({ rubric }) => new Map(explainFinding(rubric, finding).tried.map((one) => [one.item, one])),
  )
  const found: Cause[] = [...markCauses(old, row, items)]
  for (const id of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
    const [was, is] = [before?.get(id), after?.get(id)]
    if (was && is) found.push(...gateCauses(old, row, was, is))
    else if (items.includes(id))
      found.push({ at: 'rubric', id, path: [], what: is ? 'the item is new' : 'the item is gone' })
  }
  return found
}

function gateCauses(old: Row, row: Row, was: ItemExplanation, is: ItemExplanation): readonly Cause[] {
  const cause = (path: readonly (string | number)[], what: string): Cause => ({
    at: 'rubric',
    id: is.item,
    path,
    what,
  })
  if (was.isInPlace !== is.isInPlace) return [cause(['at'], `its place was ${was.scope} and is ${is.scope}`)]
  if (!is.isInPlace) return []
  if (was.isOfKind !== is.isOfKind)
    return [cause(['accept_kinds'], `the kinds were ${was.kinds.join(', ')} and are ${is.kinds.join(', ')}`)]
  if (!is.isOfKind) return []
  return [
    ...evidenceCauses(old, row, was, is),
    ...(was.likeWrong === is.likeWrong
      ? []
      : [
          cause(
            ['rejects'],
            is.likeWrong === null
              ? 'it is no longer like a reject'
              : `it is like the reject “${is.likeWrong}”`,
          ),
        ]),
    ...(was.line === is.line ? [] : [cause(['fix'], 'the anchor’s lines are others')]),
    ...(was.isRemedyNamed === is.isRemedyNamed
      ? []
      : [cause(['remedy'], `the remedy is ${is.isRemedyNamed ? 'now' : 'no longer'} named`)]),
    ...(was.isSeverityRight === is.isSeverityRight
      ? []
      : [cause(['severity'], `its severity is ${is.isSeverityRight ? 'now' : 'no longer'} right`)]),
    ...(was.veto === is.veto ? [] : [cause([], `the text is ${is.veto ?? 'no longer vetoed'}`)]),
  ]
}

function evidenceCauses(old: Row, row: Row, was: ItemExplanation, is: ItemExplanation): readonly Cause[] {
  const found: Cause[] = []
  for (let group = 0; group < Math.max(was.groups.length, is.groups.length); group += 1) {
    const [earlier, later] = [was.groups[group], is.groups[group]]
    const path = ['evidence', 'all', group]
    if (!earlier || !later) {
      found.push({ at: 'rubric', id: is.item, path, what: later ? 'the group is new' : 'the group is gone' })
      continue
    }
    if ((earlier.proof === null) === (later.proof === null)) continue
    const held = later.proof ?? earlier.proof
    const isNamed = (concepts: readonly string[]) => held !== null && concepts.includes(held.concept)
    if (held === null || isNamed(earlier.concepts) !== isNamed(later.concepts)) {
      const which = held === null ? '' : ` \`${held.concept}\``
      found.push({
        at: 'rubric',
        id: is.item,
        path,
        what: `the group ${later.proof ? 'now names' : 'no longer names'}${which}`,
      })
    } else found.push(patternCause(old, row, held.concept, held.pattern, later.proof !== null))
  }
  for (const { concept, pattern } of is.forbidden)
    if (!was.forbidden.some((one) => one.concept === concept))
      found.push({
        at: 'concepts',
        id: concept,
        path: ['any', pattern],
        what: 'it is now forbidden, by this pattern',
      })
  return found
}

/** A pattern that is new has a place; one that is gone left its concept behind. */
function patternCause(old: Row, row: Row, id: string, pattern: number, isNew: boolean): Cause {
  if (isNew) return { at: 'concepts', id, path: ['any', pattern], what: 'this pattern holds now' }
  const count = (concept: Concept | undefined) => concept?.patterns.length ?? 0
  const [earlier, later] = [old, row].map(({ rubric }) => count(rubric.concepts.get(id)))
  const what = `its pattern ${pattern + 1} of ${earlier ?? 0} held; of the ${later ?? 0} that there are now, none does`
  return { at: 'concepts', id, path: ['any'], what }
}

/** A decoy or an accepted entry that came or went under the finding. */
function markCauses(old: Row, row: Row, items: readonly string[]): readonly Cause[] {
  return (['decoys', 'accepted'] as const).flatMap((at) => {
    const [was, is] = [old, row].map(({ rubric }) => new Map(rubric[at].map((mark) => [mark.id, mark])))
    return items.flatMap((id) => {
      const [earlier, later] = [was?.get(id), is?.get(id)]
      if (!earlier && !later) return []
      if (!earlier || !later)
        return { at, id, path: [], what: later ? 'the entry is new' : 'the entry is gone' }
      const shown = [earlier, later].map(({ at: place, kinds }) => JSON.stringify([place, [...kinds]]))
      return shown[0] === shown[1]
        ? []
        : { at, id, path: [], what: 'the entry is about other lines or kinds' }
    })
  })
}
