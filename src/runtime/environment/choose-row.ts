import { drawIndex } from '../../core/draw.ts'
import { closest } from '../../core/suggestion.ts'
import type { Fault } from '../../model/fault.ts'
import type { Split } from '../../model/policy-words.ts'
import { type ResetRequest, resetShape } from '../../model/reset.ts'
import type { OpenBundle, Row } from '../bundle/opened.ts'

/** The row that a reset names, and the keys of the reset that mean nothing here. */
export interface Choice {
  readonly row: Row
  /** The seed that drew the row; null where it was named. */
  readonly seed: number | null
  readonly ignored: readonly string[]
}

/** Who is served: an agent, or an author at their own desk, from whom nothing is kept. */
export type Desk = 'agent' | 'author'

const known = Object.keys(resetShape.properties)
/** Trainers pass whole lines of their data sets on: columns called `record` or `raw` are no slips of `reward` and `row`. */
const SHORTEST_SLIP = 4

/**
 * Which row to play: `task_id` goes before `index`, `index` before `seed`. Keys that contradict each other, a task
 * that does not exist, and keys that look like a slip of a known one are faults.
 */
export function chooseRow(
  bundle: OpenBundle,
  request: ResetRequest,
  desk: Desk,
  drawSeed: () => number,
): Choice | Fault {
  if (request.variant != null && desk === 'agent')
    return refused(
      request,
      'variant',
      'Variants have names at the author’s desk only (serve --author): use `row`',
    )
  const others = Object.keys(request).filter((key) => !known.includes(key))
  for (const key of others) {
    const meant = key.length < SHORTEST_SLIP ? null : closest(key, known, 1)
    if (meant !== null) return refused(request, key, `Unknown key \`${key}\`. Did you mean \`${meant}\`?`)
  }
  const chosen =
    request.task_id == null
      ? chooseInSplit(bundle, request, drawSeed)
      : chooseOfTask(bundle, request, drawSeed)
  return 'kind' in chosen ? chosen : { ...chosen, ignored: others }
}

type Drawn = Pick<Choice, 'row' | 'seed'>

function chooseOfTask(bundle: OpenBundle, request: ResetRequest, drawSeed: () => number): Drawn | Fault {
  const id = request.task_id ?? ''
  const rows = bundle.tasks.get(id)
  if (!rows) {
    const meant = closest(id, bundle.tasks.keys())
    return refused(
      request,
      'task_id',
      `Unknown task \`${id}\`.${meant === null ? '' : ` Did you mean \`${meant}\`?`}`,
    )
  }
  const split = rows[0]?.task.split
  if (request.split != null && request.split !== split)
    return refused(request, 'split', `Task \`${id}\` is in the split \`${split}\``)
  if (request.index != null)
    return refused(request, 'index', 'An index goes with a split; with `task_id` use `row`')
  if (request.variant != null) return variantOf(rows, request)
  if (request.row == null) return drawn(rows, `task/${id}`, request, drawSeed)
  const row = rows[request.row]
  return row
    ? { row, seed: null }
    : refused(request, 'row', `Task \`${id}\` has the rows 0 to ${rows.length - 1}`)
}

function variantOf(rows: readonly Row[], request: ResetRequest): Drawn | Fault {
  if (request.row != null) return refused(request, 'variant', '`row` and `variant` name one thing twice')
  const row = rows.find(({ rubric }) => rubric.variant === request.variant)
  if (row) return { row, seed: null }
  const names = rows.map(({ rubric }) => rubric.variant)
  return refused(request, 'variant', `There is no variant \`${request.variant}\`, but ${names.join(', ')}`)
}

function chooseInSplit(bundle: OpenBundle, request: ResetRequest, drawSeed: () => number): Drawn | Fault {
  const split: Split = request.split ?? 'train'
  const rows = bundle.splits[split]
  if (request.row != null) return refused(request, 'row', 'A row goes with `task_id`')
  if (request.variant != null) return refused(request, 'variant', 'A variant goes with `task_id`')
  if (rows.length === 0) return refused(request, 'split', `The split \`${split}\` is empty`)
  if (request.index == null) return drawn(rows, `split/${split}`, request, drawSeed)
  const row = rows[request.index]
  return row
    ? { row, seed: null }
    : refused(request, 'index', `The split \`${split}\` has the indexes 0 to ${rows.length - 1}`)
}

function drawn(rows: readonly Row[], label: string, request: ResetRequest, drawSeed: () => number): Drawn {
  const seed = request.seed ?? drawSeed()
  const row = rows[drawIndex(`reviewgym/${label}/${seed}`, rows.length)]
  if (!row) throw new Error('A draw outside of its range')
  return { row, seed }
}

function refused(request: ResetRequest, key: string, message: string): Fault {
  return { path: [key], input: Reflect.get(request, key), kind: 'refused', message }
}
