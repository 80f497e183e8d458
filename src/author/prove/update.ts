import { positionAt, type Source } from '../../core/source.ts'
import { sameOutcomes } from '../../runtime/sandbox/outcome.ts'
import type { TaskFileContent } from '../compile/file-content.ts'
import { readTaskWithoutOutcomes } from '../compile/read-task.ts'
import { printFlow } from '../syntax/print-flow.ts'
import { locate, type MapNode, nodeAt } from '../syntax/tree.ts'
import { isWhole, type Matrix, type Outcomes, outcomesOn, type Row } from './matrix.ts'
import { proveTasks } from './prove.ts'
import type { Workbench } from './workbench.ts'

/** One outcome that was written, for the author to review. */
interface Change {
  /** `tasks/orders.yaml:12:9 actual`. */
  readonly place: string
  /** What was stated before; null where nothing was. */
  readonly before: string | null
  readonly after: string
}

/** An outcome that cannot be written: something in it exists only inside a run, so that nothing equals it. */
interface Withheld {
  /** `tasks/orders.yaml:12:9 actual`. */
  readonly place: string
  /** What it is: `circular`, `function`, `promise` … */
  readonly what: string
}

interface Update {
  readonly path: string
  readonly text: string
  readonly changes: readonly Change[]
  readonly withheld: readonly Withheld[]
}

interface Patch extends Change {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * The files in which a stated outcome is missing or is not what happens, with what happens in its place: `actual` on
 * the program with every defect, `expected` on the one with none. Nothing else in a file changes. What no outcome can
 * state is withheld.
 */
export async function updatedOutcomes(
  files: readonly TaskFileContent[],
  bench: Workbench,
): Promise<readonly Update[]> {
  const updates: Update[] = []
  for (const file of files) {
    const { value: task } = await readTaskWithoutOutcomes(file)
    if (!task) continue
    const [proved] = await proveTasks([task], bench)
    const { source } = task.source.root.span
    const found = proved ? patchesOf(proved.matrix, source) : []
    const patches = found.filter((one) => 'after' in one)
    if (found.length > 0)
      updates.push({
        path: file.path,
        text: applied(source, patches),
        changes: patches.map(({ place, before, after }) => ({ place, before, after })),
        withheld: found.filter((one) => 'what' in one),
      })
  }
  return updates
}

function patchesOf(matrix: Matrix, source: Source): readonly (Patch | Withheld)[] {
  const isClean = ({ present }: { readonly present: ReadonlySet<string> }) => present.size === 0
  return [...matrix.cases, ...matrix.tests].flatMap((row) => {
    if (row.cells.some((cell) => cell.status === 'failed' || cell.unloadable !== null)) return []
    const actual = 'item' in row ? outcomesOn(matrix, row, isWhole(matrix.task)) : null
    return [
      ...patchOf(matrix, source, row, 'actual', actual),
      ...patchOf(matrix, source, row, 'expected', outcomesOn(matrix, row, isClean)),
    ]
  })
}

function patchOf(
  {
    task: {
      source: { root },
    },
  }: Matrix,
  source: Source,
  row: Row,
  key: 'actual' | 'expected',
  outcomes: Outcomes | null,
): readonly (Patch | Withheld)[] {
  if (outcomes === null) return []
  const owner = locate(root, row.path) as MapNode
  const entry = owner.entries.find((one) => one.key === key)
  const what = opaqueIn(outcomes)
  if (what !== null) return [{ place: placeOf(source, (entry ?? callsOf(owner)).keySpan.start, key), what }]
  const after = printFlow(outcomes)
  if (!entry) return [insertion(source, owner, key, after)]
  const values: unknown = Reflect.get(Object(valueAt(row)), key)
  if (Array.isArray(values) && sameOutcomes(outcomes, values)) return []
  const { start, end } = nodeAt(root, [...row.path, key]).span
  const before = source.text.slice(start, end)
  return [{ place: placeOf(source, entry.keySpan.start, key), before, after, start, end, text: after }]
}

function valueAt(row: Row): unknown {
  return 'spec' in row ? row.spec : null
}

/** A new line behind the calls, as far in as they are. */
function insertion(source: Source, owner: MapNode, key: string, after: string): Patch {
  const calls = callsOf(owner)
  const indent = ' '.repeat(positionAt(source, calls.keySpan.start).column - 1)
  // A block list ends behind its last line break.
  const at = source.text.slice(0, calls.value.span.end).trimEnd().length
  const text = `\n${indent}${key}: ${after}`
  return { place: placeOf(source, calls.keySpan.start, key), before: null, after, start: at, end: at, text }
}

function callsOf(owner: MapNode) {
  const calls = owner.entries.find((one) => one.key === 'calls')
  if (!calls) throw new Error('A case without calls')
  return calls
}

/** What in these values stands for something that exists only inside a run; null where nothing does. */
function opaqueIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  if ('$opaque' in value) return String(value.$opaque)
  for (const inner of Object.values(value)) {
    const found = opaqueIn(inner)
    if (found !== null) return found
  }
  return null
}

function placeOf(source: Source, offset: number, key: string): string {
  const { line, column } = positionAt(source, offset)
  return `${source.path}:${line}:${column} ${key}`
}

/** From the last to the first, so that the places of the others stay; insertions at one place keep their order. */
function applied({ text }: Source, patches: readonly Patch[]): string {
  return patches
    .map((patch, index) => ({ ...patch, index }))
    .sort((a, b) => b.start - a.start || b.index - a.index)
    .reduce((whole, { start, end, text: part }) => whole.slice(0, start) + part + whole.slice(end), text)
}
