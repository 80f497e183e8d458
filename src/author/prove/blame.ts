import type { Note } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import type { Bundle, Lines, PrivateTask } from '../../model/bundle.ts'
import { kindNameRemark } from '../../rollout/attack/kind-name.ts'
import type { Payment } from '../../rollout/attack/payment.ts'
import { intersects } from '../../runtime/grader/quality.ts'
import { locate, locateKey, locateOwner } from '../syntax/tree.ts'
import { groupsOf } from '../task/concepts.ts'
import type { Task, TaskItem } from '../task/task.ts'

/** The rule or phrase in the YAML that paid a cheater. */
export interface Blame {
  readonly span: Span
  readonly notes: readonly Note[]
  readonly hint: string
}

/** As the grader has it: a finding within so many lines of a decoy is about it. */
const DECOY_SLACK = 1

/** Where an author has to look when a cheater was paid, and what to do there. */
export function blame(task: Task, bundle: Bundle, payment: Payment): Blame {
  const { root } = task.source
  const text = payment.text ?? ''
  const paid: readonly Note[] =
    payment.text === null ? [] : [{ message: `Paid text: “${shortened(text)}”`, span: null }]
  const shown = bundle.public.tasks.find(({ id }) => id === task.spec.id)
  const hidden = bundle.private.tasks[task.spec.id]
  const hint = (shown?.hints ?? []).findIndex((one) => text.includes(one.slice(0, 100)))
  if (payment.item !== null && hint !== -1)
    return {
      span: locate(root, ['hints', hint]).span,
      notes: [...paid, ...evidenceNotes(task, payment)],
      hint: `This hint says what \`${payment.item}\` asks for: let it point at the place and not at the defect`,
    }
  const item = task.items.find(({ spec }) => spec.id === payment.item)
  const remark = (hidden?.accepted ?? []).findIndex(({ id }) => id === payment.item)
  if (remark !== -1)
    return {
      span: locateOwner(root, ['accepted', remark]),
      notes: paid,
      hint: 'This entry takes wrong findings free of charge: name the place and the kinds that are true but optional, and no others',
    }
  if (!item)
    return {
      span: locateKey(root, ['rubric']),
      notes: [{ message: 'Nothing that it said was paid: wrong findings cost too little here', span: null }],
      hint: 'A task in which guessing costs so little needs more defects, or narrower scopes',
    }
  const neighbour = neighbourOf(task, hidden, item, payment.kind)
  if (neighbour)
    return {
      span: kindSpan(task, neighbour, payment.kind),
      notes: paid,
      hint: `\`${neighbour.spec.id}\` and \`${item.spec.id}\` lie in one scope and take the same kind, so both pay for one truth: give each kinds of its own, or set \`scope: block\``,
    }
  return payment.how === 'explained'
    ? blameEvidence(task, item, payment, paid)
    : blamePlace(task, hidden, item, payment, paid)
}

/** Another item that takes this kind in a scope that the item's own overlaps. */
function neighbourOf(
  { items }: Task,
  hidden: PrivateTask | undefined,
  { spec }: TaskItem,
  kind: string | null,
): TaskItem | undefined {
  const row = hidden?.rows.find(({ variant }) => variant === 'all')
  const scopeOf = (id: string) => row?.items.find((one) => one.id === id)?.scope
  const own = scopeOf(spec.id)
  return items.find((other) => {
    const scope = scopeOf(other.spec.id)
    const takes = [other.spec.kind, ...(other.spec.accept_kinds ?? [])].map(String)
    return (
      other.spec.id !== spec.id && kind !== null && takes.includes(kind) && own && scope && meet(own, scope)
    )
  })
}

function meet(a: Lines, b: Lines): boolean {
  return a.path === b.path && a.lines[0] <= b.lines[1] && b.lines[0] <= a.lines[1]
}

/** Where an item says that it takes a kind. */
function kindSpan({ items, source: { root } }: Task, item: TaskItem, kind: string | null): Span {
  const accepted = (item.spec.accept_kinds ?? []).map(String).indexOf(kind ?? '')
  const own = ['rubric', items.indexOf(item)]
  return locate(root, accepted === -1 ? [...own, 'kind'] : [...own, 'accept_kinds', accepted]).span
}

/** The pattern of the task's own that held, else the group whose concept did. */
function blameEvidence(task: Task, item: TaskItem, payment: Payment, paid: readonly Note[]): Blame {
  const notes = evidenceNotes(task, payment)
  const own = notes.find(({ span }) => span !== null)
  const index = task.items.indexOf(item)
  return {
    span:
      own?.span ??
      groupSpan(task, index, payment.concepts[0]) ??
      locateKey(task.source.root, ['rubric', index, 'evidence']),
    notes: [...paid, ...notes.filter((note) => note !== own)],
    hint: `\`${item.spec.id}\` takes this text for an explanation: ask for words that only its cause needs, and put the text among its \`rejects\``,
  }
}

/** Which concepts held in the paid text, each at its pattern where it is the task's own. */
function evidenceNotes({ concepts }: Task, payment: Payment): readonly Note[] {
  return payment.concepts.flatMap((key, at) => {
    const pattern = payment.patterns[at] ?? 0
    const [name, concept] = [...concepts].find(([, one]) => one.key === key) ?? [key, null]
    const source = concept?.patterns[pattern]
    const held = {
      message: `\`${name}\` holds in it${source === undefined ? '' : `, by \`${source}\``}`,
      span: concept?.spans?.[pattern] ?? null,
    }
    const remark = source && kindNameRemark({ concept: name, pattern: source, kind: payment.kind })
    return remark ? [held, { message: remark, span: null }] : [held]
  })
}

function groupSpan(
  { source: { root }, spec, concepts }: Task,
  item: number,
  key: string | undefined,
): Span | null {
  const groups = groupsOf(spec.rubric[item]?.evidence?.all)
  const at = groups.findIndex((ids) => ids.some((id) => concepts.get(id)?.key === key))
  return at === -1 ? null : locate(root, ['rubric', item, 'evidence', 'all', at]).span
}

/** A decoy on the item's own lines, or a scope that takes in too much. */
function blamePlace(
  task: Task,
  hidden: PrivateTask | undefined,
  item: TaskItem,
  { kind }: Payment,
  paid: readonly Note[],
): Blame {
  const { spec } = item
  const { root } = task.source
  const row = hidden?.rows.find(({ variant }) => variant === 'all')
  const served = row?.items.find(({ id }) => id === spec.id)
  const decoy = (hidden?.decoys ?? []).findIndex(({ id, kinds }) => {
    const at = row?.decoys.find((one) => one.id === id)?.at
    return kind !== null && kinds.includes(kind) && !!at && !!served && touch(at, served.anchor)
  })
  if (decoy !== -1)
    return {
      span: locateOwner(root, ['decoys', decoy]),
      notes: paid,
      hint: `This bait lies on the lines of \`${spec.id}\` and is of its kind: it is a real defect, not a decoy`,
    }
  const [first, last] = served?.scope.lines ?? [0, 0]
  return {
    span: kindSpan(task, item, kind),
    notes: [
      ...paid,
      { message: `In place is all of \`${served?.scope.path}\` from line ${first} to ${last}`, span: null },
    ],
    hint: `\`${spec.id}\` is paid for this kind anywhere in its scope: set \`scope: block\`, or divide the code into more functions`,
  }
}

function touch(at: Lines, anchor: Lines): boolean {
  return intersects(at.path, [at.lines[0], at.lines[1]], anchor, DECOY_SLACK)
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 160 ? `${line.slice(0, 159)}…` : line
}
