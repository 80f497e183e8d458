import type { Patch } from '../../model/patch.ts'
import type { Witness } from '../../model/witness.ts'

/** A program of no corpus with one defect, what proves it, and what mends it. */
export interface WorkedExample {
  readonly path: string
  readonly code: string
  readonly fixtures: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly witness: Witness
  readonly patch: Patch
}

const typescript: WorkedExample = {
  path: 'src/seats.ts',
  code: `export interface Store {
  count(hall: string): Promise<number>
  put(hall: string, count: number): Promise<void>
}

export async function book(store: Store, hall: string, seats: number): Promise<number> {
  const taken = await store.count(hall)
  if (taken + seats > 100) throw new RangeError('The hall is full')
  await store.put(hall, seats)
  return taken + seats
}
`,
  fixtures: {
    store: {
      code: `const taken = new Map<string, number>()
export default {
  async count(hall: string): Promise<number> { return taken.get(hall) ?? 0 },
  async put(hall: string, count: number): Promise<void> { taken.set(hall, count) },
}
`,
    },
  },
  witness: {
    calls: [
      { call: 'book', args: [{ $: 'store' }, 'north', 60] },
      { call: 'book', args: [{ $: 'store' }, 'north', 30] },
      { call: 'store.count', args: ['north'] },
    ],
    actual: [60, 90, 30],
    expected: [60, 90, 90],
  },
  patch: {
    edits: [
      {
        path: 'src/seats.ts',
        find: 'await store.put(hall, seats)',
        replace: 'await store.put(hall, taken + seats)',
      },
    ],
  },
}

const python: WorkedExample = {
  path: 'src/seats.py',
  code: `class HallFull(Exception):
    pass


async def book(store, hall: str, seats: int) -> int:
    taken = await store.count(hall)
    if taken + seats > 100:
        raise HallFull(hall)
    await store.put(hall, seats)
    return taken + seats
`,
  fixtures: {
    store: {
      code: `taken: dict[str, int] = {}


async def count(hall: str) -> int:
    return taken.get(hall, 0)


async def put(hall: str, seats: int) -> None:
    taken[hall] = seats
`,
    },
  },
  witness: {
    calls: [
      { call: 'book', args: [{ $: 'store' }, 'north', 60] },
      { call: 'book', args: [{ $: 'store' }], kwargs: { hall: 'north', seats: 30 } },
      { call: 'store.count', args: ['north'] },
    ],
    actual: [60, 90, 30],
    expected: [60, 90, 90],
  },
  patch: {
    edits: [
      {
        path: 'src/seats.py',
        find: '    await store.put(hall, seats)',
        replace: '    await store.put(hall, taken + seats)',
      },
    ],
  },
}

/** The example of each language, in which every part is as the sandbox takes it. */
export const workedExamples: Readonly<Record<string, WorkedExample>> = { typescript, python }

/** How values are written as data: arguments, outcomes. */
const values: Readonly<Record<string, string>> = {
  typescript:
    'Arguments are JSON, {"$": "name"} for a fixture or an earlier result, {"$undefined": true}, {"$date": "..."}, {"$bytes": "base64"}, {"$map": [[k, v]]}, {"$set": [v]}, {"$number": "NaN"}.',
  python: `Keyword arguments stand in "kwargs": {"name": value} beside "args". Coroutines are awaited. Calls reach what the files define and what comes of it, not what they import.
Arguments are JSON, {"$": "name"} for a fixture or an earlier result, {"$bytes": "base64"}, {"$date": "..."} for a datetime with an offset, {"$object": {"$datetime": "..."}} for one without, {"$object": {"$tuple": [v]}}, {"$object": {"$decimal": "1.10"}}, {"$set": [v]}, {"$map": [[k, v]]} for a dict with keys other than texts.
Outcomes are written alike: None is null, tuples are lists, named tuples, data classes and other objects are objects of their members, an exception is the name of its class.`,
}

/** How a witness and a patch are written, and what is under review: the same for every row of a task. */
export function guideTo(language: string, review: 'program' | 'change' = 'program'): string {
  const guide = guides[language] ?? 'Witnesses and patches are not run for tasks in this language.'
  return review === 'change' ? `${aboutChanges}\n${guide}` : guide
}

const aboutChanges =
  'A change is under review: `before` of a snippet is its text before the change (null: the change adds the file), `diff` is what the change did, and `code` is what came of it. Findings, witnesses and patches are about `code`, and lines are counted there.'

const guides: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(workedExamples).map(([language, example]) => [language, guide(language, example)]),
)

function guide(language: string, { path, code, fixtures, witness, patch }: WorkedExample): string {
  return `A finding may carry a \`witness\`: calls as data, the outcomes that they have now (\`actual\`), and those that they should have (\`expected\`). It is run on the served program and on one where only that defect is fixed. If both outcomes are as stated, the finding is proven, however it is worded; if not, the finding counts as if it had none.
Calls, made in order, each awaited:
- {"call": "name" or "path#name" or "object.method", "args": [...], "as": "v"} calls an exported function or a method of a fixture or an earlier result
- {"new": "Class", "args": [...], "as": "v"} constructs; {"start": "name", "args": [...], "as": "p"} calls without waiting; neither has an outcome
- {"await": "p"} waits for a started call; {"read": "object.property"} reads what is there then
${values[language]}
One outcome for each \`call\`, \`await\` and \`read\`: the value, {"raises": "ErrorName"} ("*" for any, in \`expected\` only), or {"hangs": true}.
\`submit_patch\` mends the served program with \`patch\`: {"edits": [{"path", "find", "replace"}]}, where \`find\` occurs exactly once, or {"files": [{"path", "code"}]}. It must load, export the same, and keep what works; it counts for defects that your findings name.

Example. ${path}:
${code}
Fixtures: ${JSON.stringify(fixtures)}
Witness: ${JSON.stringify(witness)}
Patch: ${JSON.stringify(patch)}
`
}
