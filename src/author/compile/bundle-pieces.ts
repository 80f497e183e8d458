import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import { once } from '../../core/once.ts'
import { type Attacks, BUNDLE_FORMAT, type Bundle, type Proof } from '../../model/bundle.ts'
import { headConcepts } from '../../rubric/packs/packs.ts'
import { GRADER_VERSION } from '../../runtime/grader/version.ts'
import type { Task } from '../task/task.ts'
import { emitTask, headPatterns } from './emit.ts'

/** A text as its bytes in UTF-8: of all tasks they are many, and V8 would count and copy texts of its own again and again. */
type Packed = Uint8Array

/** What a bundle holds of one task, each text and each value as canonical JSON under its key. */
export interface PackedTask {
  readonly id: string
  readonly rows: number
  readonly public: Packed
  readonly private: Packed
  readonly served: ReadonlyMap<string, Packed>
  /** Without what agents of this task are served anyway. */
  readonly unserved: ReadonlyMap<string, Packed>
  readonly concepts: ReadonlyMap<string, Packed>
}

/** A bundle that is still to be hashed and written. */
export interface PackedBundle extends Pick<Bundle, 'proof' | 'attacks'> {
  readonly tasks: number
  readonly rows: number
  /** Its canonical JSON without the hash, which comes last, and the brace behind it. */
  pieces(): Iterable<string>
}

export function packTask(task: Task): PackedTask {
  const emitted = emitTask(task)
  const unserved = [...emitted.unserved].filter(([key]) => !emitted.served.has(key))
  const packed = (all: ReadonlyMap<string, unknown>) =>
    new Map([...all].map(([key, value]) => [key, pack(value)]))
  const concepts = new Map([...emitted.concepts].map(([id, patterns]) => [id, packPatterns(patterns)]))
  return {
    id: task.spec.id,
    rows: emitted.public.rows.length,
    public: pack(emitted.public),
    private: pack(emitted.private),
    served: packed(emitted.served),
    unserved: packed(new Map(unserved)),
    concepts,
  }
}

const utf8 = new TextEncoder()

function pack(value: unknown): Packed {
  return utf8.encode(canonicalJson(value))
}

function unpack({ buffer, byteOffset, byteLength }: Packed): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString()
}

const packedPatterns = new WeakMap<readonly string[], Packed>()

/** Those that come with this tool are named by many tasks: they are packed once. */
function packPatterns(patterns: readonly string[]): Packed {
  const packed = packedPatterns.get(patterns) ?? pack(patterns)
  packedPatterns.set(patterns, packed)
  return packed
}

/** The bundle that {@link emitBundle} makes of the same tasks, put together from what is kept of each. */
export function packBundle(
  tasks: readonly PackedTask[],
  proof: Proof | null,
  attacks: Attacks | null,
): PackedBundle {
  return {
    tasks: tasks.length,
    rows: tasks.reduce((sum, { rows }) => sum + rows, 0),
    proof,
    attacks,
    pieces: () => piecesOf(tasks, proof, attacks),
  }
}

/** A bundle that is there as a whole. */
export function packWhole(bundle: Bundle): PackedBundle {
  const { sha256: _, ...whole } = bundle
  const text = once(() => canonicalJson(whole).slice(0, -1))
  return {
    tasks: whole.public.tasks.length,
    rows: whole.public.tasks.reduce((sum, { rows }) => sum + rows.length, 0),
    proof: whole.proof,
    attacks: whole.attacks,
    pieces: () => [text()],
  }
}

/** The bundle itself. */
export function bundleOf({ pieces }: PackedBundle): Bundle {
  const text = [...pieces(), closing(null)].join('')
  return { ...JSON.parse(text), sha256: sha256(text) }
}

/** What closes the pieces of a bundle with this hash; with none, what the hash is made of. */
export function closing(hash: string | null): string {
  return hash === null ? '}' : `,"sha256":${JSON.stringify(hash)}}\n`
}

function* piecesOf(
  all: readonly PackedTask[],
  proof: Proof | null,
  attacks: Attacks | null,
): Iterable<string> {
  const tasks = all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const served = merged(tasks.map((task) => task.served))
  const unserved = merged(tasks.map((task) => task.unserved))
  for (const key of served.keys()) unserved.delete(key)
  const heads = [...headPatterns].map(([id, patterns]) => [id, packPatterns(patterns)] as const)
  yield `{"attacks":${canonicalJson(attacks)},"format":${canonicalJson(BUNDLE_FORMAT)}`
  yield `,"grader":${canonicalJson(GRADER_VERSION)},"private":{"concepts":`
  yield* record(merged([new Map(heads), ...tasks.map((task) => task.concepts)]))
  yield ',"contents":'
  yield* record(unserved)
  yield `,"heads":${canonicalJson(Object.fromEntries(headConcepts))},"tasks":`
  yield* record(new Map(tasks.map((task) => [task.id, task.private])))
  yield `},"proof":${canonicalJson(proof)},"public":{"contents":`
  yield* record(served)
  yield ',"tasks":['
  for (const [index, task] of tasks.entries()) yield (index === 0 ? '' : ',') + unpack(task.public)
  yield ']}'
}

function merged(all: readonly ReadonlyMap<string, Packed>[]): Map<string, Packed> {
  const whole = new Map<string, Packed>()
  for (const one of all) for (const [key, value] of one) whole.set(key, value)
  return whole
}

/** An object of values that are JSON already. */
function* record(members: ReadonlyMap<string, Packed>): Iterable<string> {
  let before = '{'
  for (const [key, value] of [...members].sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield `${before}${JSON.stringify(key)}:${unpack(value)}`
    before = ','
  }
  yield before === '{' ? '{}' : '}'
}
