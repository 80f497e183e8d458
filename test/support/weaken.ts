import type { Bundle, PrivateTask, PublicTask } from '../../src/model/bundle.ts'
import { kinds } from '../../src/model/kinds/kinds.ts'

/** A way in which a task can be weak, done to a compiled one behind the back of every lint. */
export type Weakness = (shown: PublicTask, hidden: PrivateTask, bundle: Bundle) => void

/** A copy of a bundle in which one task is weak. */
export function weaken(bundle: Bundle, id: string, weakness: Weakness): Bundle {
  const copy = structuredClone(bundle)
  const shown = copy.public.tasks.find((task) => task.id === id)
  const hidden = copy.private.tasks[id]
  if (!shown || !hidden) throw new Error(`There is no task ${id}`)
  weakness(shown, hidden, copy)
  return copy
}

export const anyWordIsEvidence: Weakness = (_, { items }, bundle) => {
  bundle.private.concepts['any-word'] = ['re:\\w']
  for (const item of items) item.evidence = { all: [['any-word']], any: null, none: [] }
}

/** As above, by a pattern of the task's own. */
export const ownWordIsEvidence: Weakness = ({ id }, { items }, { private: { concepts } }) => {
  const own = Object.keys(concepts).find((name) => name.startsWith(`${id}/`))
  if (!own) throw new Error('A concept of its own is needed')
  for (const item of items) item.evidence = { all: [[own]], any: null, none: [] }
  concepts[own]?.unshift('re:\\w')
}

export const neighboursShareKinds: Weakness = (_, { items, rows }) => {
  const [first, second] = items
  if (!first || !second) throw new Error('Two items are needed')
  second.accept_kinds.push(first.kind)
  for (const { items: present } of rows) {
    const [a, b] = [first, second].map(({ id }) => present.find((item) => item.id === id))
    if (a && b) b.scope = a.scope
  }
}

export const oneScopeForAll: Weakness = (_, { rows }) => {
  for (const item of rows.flatMap(({ items }) => items)) item.scope.lines = [1, 1000]
}

export const hintWithAnswer: Weakness = ({ hints }) => {
  hints[0] =
    'showTrail has an insecure direct object reference: the shop of the visitor is never compared, so staff see the trail of another shop.'
}

export const decoyThatIsADefect: Weakness = (_, { items, decoys, rows }) => {
  const [item] = items
  const [decoy] = decoys
  if (!item || !decoy) throw new Error('An item and a decoy are needed')
  decoy.kinds = [item.kind]
  for (const row of rows) {
    const defect = row.items.find(({ id }) => id === item.id)
    const bait = row.decoys.find(({ id }) => id === decoy.id)
    if (defect && bait) bait.at = defect.anchor
  }
}

export const remarkThatTakesAll: Weakness = (shown, hidden) => {
  hidden.accepted.push({ id: 'anything', kinds: kinds.map(({ id }) => id), why: 'All is optional.' })
  const path = shown.rows[0]?.find(({ role }) => role === 'review')?.path ?? ''
  for (const row of hidden.rows) row.accepted.push({ id: 'anything', at: { path, lines: [1, 1000] } })
}
