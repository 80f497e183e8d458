import type { CorpusCheck, CorpusFinding, CorpusRule } from '../rule.ts'
import { resemblance } from '../shingles.ts'
import type { TaskSketch } from '../sketch.ts'

/** From here on, in per cent of their runs of words, two tasks are one task told twice. */
const MOST_ALIKE = 40
/** So few tasks are held against each other one by one; among more, what they share is looked up. */
const FEW = 20

/** A task that is nearly another one teaches nothing new, and across the splits it tells what is held out. */
export const noSimilarTask: CorpusRule = {
  name: 'no-similar-task',
  severity: 'warning',
  summary: 'No two tasks of a corpus have nearly the same code or the same texts.',
  open: () => new SimilarTasks(),
}

/** Two tasks that are nearly the same, and what of them. */
interface Pair {
  readonly tasks: readonly [TaskSketch, TaskSketch]
  readonly what: 'code' | 'texts'
  /** In per cent. */
  readonly most: number
}

class SimilarTasks implements CorpusCheck {
  readonly #tasks = new Set<TaskSketch>()
  #alike: readonly Pair[] = []

  update(gone: ReadonlySet<TaskSketch>, added: readonly TaskSketch[]): void {
    for (const task of gone) this.#tasks.delete(task)
    const others = [...this.#tasks]
    const candidates = added.length > FEW ? pairsSharing(others, added) : allPairs(others, added)
    this.#alike = this.#alike.filter(({ tasks }) => !tasks.some((task) => gone.has(task)))
    const found = [...candidates].flatMap((pair) => alike(pair) ?? [])
    if (found.length > 0) this.#alike = [...this.#alike, ...found]
    for (const task of added) this.#tasks.add(task)
  }

  *findings(tasks: readonly TaskSketch[]): Iterable<CorpusFinding> {
    if (this.#alike.length === 0) return
    const places = new Map(tasks.map((task, index) => [task, index]))
    const placeOf = (task: TaskSketch) => places.get(task) ?? 0
    const ordered = this.#alike.map(({ tasks: pair, ...rest }) => {
      const [other, task] = pair.toSorted((a, b) => placeOf(a) - placeOf(b)) as [TaskSketch, TaskSketch]
      return { task, other, ...rest }
    })
    ordered.sort((a, b) => placeOf(a.task) - placeOf(b.task) || placeOf(a.other) - placeOf(b.other))
    for (const { task, other, what, most } of ordered) {
      const splits = task.split === other.split ? '' : ', in the other split'
      yield {
        spot: task.spot,
        message: `The ${what} of \`${task.id}\` and of \`${other.id}\` are the same to ${most} %`,
        notes: [{ message: `The other task is here${splits}`, spot: other.spot }],
        hint: 'Keep one of them, or plant the defects in another program',
      }
    }
  }
}

function alike(tasks: Pair['tasks']): Pair | null {
  const [task, other] = tasks
  if (task.id === other.id) return null
  const [code, texts] = [resemblance(task.code, other.code), resemblance(task.texts, other.texts)]
  const most = Math.round(Math.max(code, texts) * 100)
  return most < MOST_ALIKE ? null : { tasks, what: code >= texts ? 'code' : 'texts', most }
}

/** Each new task with all that were there before it. */
function* allPairs(
  others: readonly TaskSketch[],
  added: readonly TaskSketch[],
): Iterable<readonly [TaskSketch, TaskSketch]> {
  for (const [index, task] of added.entries())
    for (const other of [...others, ...added.slice(0, index)]) yield [task, other]
}

/** Those of them that share enough runs of words to be alike, found by the runs and not by trying all pairs. */
function pairsSharing(
  others: readonly TaskSketch[],
  added: readonly TaskSketch[],
): readonly (readonly [TaskSketch, TaskSketch])[] {
  const tasks = [...others, ...added]
  const nearOf = [nearness(tasks.map(({ code }) => code)), nearness(tasks.map(({ texts }) => texts))]
  return added.flatMap((task, index) => {
    const near = new Set(nearOf.flatMap((earlier) => earlier(others.length + index)))
    return [...near].flatMap((other) => {
      const earlier = tasks[other]
      return earlier ? [[task, earlier] as const] : []
    })
  })
}

/**
 * Tells of each of these sketches which earlier ones could be alike: an estimate is never more than what two have in common,
 * as a share of the shorter one.
 */
function nearness(sketches: readonly (readonly number[])[]): (index: number) => readonly number[] {
  const owners = new Map<number, number[]>(repeated(sketches).map((hash) => [hash, []]))
  for (const [index, hashes] of sketches.entries()) for (const hash of hashes) owners.get(hash)?.push(index)
  return (index) => {
    const hashes = sketches[index] ?? []
    const shared = new Uint8Array(index)
    const met: number[] = []
    for (const hash of hashes)
      for (const other of owners.get(hash) ?? []) {
        if (other >= index) break
        const count = shared[other] ?? 0
        if (count === 0) met.push(other)
        shared[other] = count + 1
      }
    return met.filter((other) => {
      const shorter = Math.min(hashes.length, sketches[other]?.length ?? 0)
      return (shared[other] ?? 0) * 100 >= shorter * (MOST_ALIKE - 0.5)
    })
  }
}

/** The hashes that are in several sketches: with ten thousand tasks a million are in one only. */
function repeated(sketches: readonly (readonly number[])[]): readonly number[] {
  const all = Uint32Array.from(sketches.flat()).sort()
  return [...all.filter((hash, index) => hash === all[index + 1])]
}
