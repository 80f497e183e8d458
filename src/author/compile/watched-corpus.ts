import { type Diagnostic, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import { groupBy } from '../../core/group.ts'
import type { Attacks } from '../../model/bundle.ts'
import { proveAttacks } from '../prove/attacks.ts'
import { proveControls } from '../prove/controls.ts'
import { countsOf, type ProofCounts, proofWith, proveTasks } from '../prove/prove.ts'
import { summarizeMatrix, type TaskSummary } from '../prove/summary.ts'
import type { Workbench } from '../prove/workbench.ts'
import type { Task } from '../task/task.ts'
import { type PackedBundle, type PackedTask, packBundle, packTask, packWhole } from './bundle-pieces.ts'
import { checkTypes } from './check-types.ts'
import { emitBundle } from './emit.ts'
import type { TaskFileContent } from './file-content.ts'
import { lintFile } from './lint-corpus.ts'
import { SettledCorpus } from './settled-corpus.ts'
import { SoundCorpus } from './sound-corpus.ts'

/** Files are linted, checked and packed by so many, and what only that needs is let go: the memory of all would be a gigabyte for each three thousand. */
const AT_ONCE = 250

/** How task files have changed since the last time. */
export interface CorpusChange {
  readonly changed: readonly TaskFileContent[]
  /** The paths of those that are gone. */
  readonly gone: readonly string[]
  /** The settings as they are now; null where there are none. */
  readonly config: TaskFileContent | null
}

/** What came of the present files. */
export interface CorpusState {
  readonly summaries: readonly TaskSummary[]
  /** Null as long as any file has an error. */
  readonly bundle: PackedBundle | null
  readonly diagnostics: readonly Diagnostic[]
  /** Whether an earlier compilation has kept it. */
  readonly isKept: boolean
}

interface WatchedOptions {
  readonly bench: Workbench
  status?(text: string): void
}

/** What is known of a file, all of which hangs on its content alone. */
interface Known {
  readonly path: string
  /** Null where it is none, and as soon as nothing more is asked of it. */
  task: Task | null
  /** Null until it is checked, as what follows. */
  types: readonly Diagnostic[] | null
  proved: Proved | null
  packed: PackedTask | null
  played: readonly Diagnostic[] | null
}

interface Proved {
  readonly summary: TaskSummary
  readonly counts: ProofCounts
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Compiles and proves task files as they change, and says what doing so with all of them anew would say. What was found of a task is kept
 * as long as its file is as it was.
 */
export class WatchedCorpus {
  readonly #corpus = new SettledCorpus()
  readonly #known = new Map<string, Known>()
  /** Files that were not read, for all of them together are known to be sound; null before the first time. */
  #unread: Map<string, TaskFileContent> | null = null

  /** Takes all files at first, and then those that have changed; `options` are of the same kind each time. */
  async update({ changed, gone, config }: CorpusChange, options: WatchedOptions): Promise<CorpusState> {
    const before = this.#unread ? null : await readSound(changed, config, options.bench)
    this.#unread ??= new Map()
    for (const file of changed) this.#unread.set(file.path, file)
    for (const path of gone) {
      this.#unread.delete(path)
      this.#known.delete(path)
    }
    this.#corpus.update([], gone)
    if (before) return { ...before, bundle: packWhole(before.bundle), diagnostics: [], isKept: true }
    await this.#readAll(config, options, () => false)
    const { known, diagnostics } = this.#sound(config)
    await work(known, options.bench)
    return { ...(await this.#conclude(known, diagnostics, options.bench)), isKept: false }
  }

  /** Reads what was not read for it was known, before something changes; stops where that is the case. */
  async prepare(
    config: TaskFileContent | null,
    options: WatchedOptions,
    isOverdue: () => boolean,
  ): Promise<void> {
    if (!this.#unread || this.#unread.size === 0) return
    await this.#readAll(config, options, isOverdue)
    await work(this.#sound(config).known, options.bench)
  }

  /** Some at a time, so that what only their checks need is let go. */
  async #readAll(
    config: TaskFileContent | null,
    { bench, status }: WatchedOptions,
    isOverdue: () => boolean,
  ): Promise<void> {
    const files = [...(this.#unread?.values() ?? [])]
    for (let start = 0; start < files.length && !isOverdue(); start += AT_ONCE) {
      if (start > 0) await work(this.#sound(config).known, bench)
      const some = files.slice(start, start + AT_ONCE)
      if (files.length > 1) status?.(`compiling: ${start} of ${files.length} task files …`)
      await this.#read(some)
      for (const { path } of some) this.#unread?.delete(path)
    }
  }

  async #read(files: readonly TaskFileContent[]): Promise<void> {
    const reports = []
    for (const file of files) {
      const { report, task } = await lintFile(file)
      const { path } = report
      this.#known.set(path, { path, task, types: null, proved: null, packed: null, played: null })
      reports.push(report)
    }
    this.#corpus.update(reports, [])
  }

  #sound(config: TaskFileContent | null) {
    const { tasks, diagnostics } = this.#corpus.settle(config)
    return { known: tasks.flatMap(({ path }) => this.#known.get(path) ?? []), diagnostics }
  }

  async #conclude(
    known: readonly Known[],
    lint: readonly Diagnostic[],
    bench: Workbench,
  ): Promise<Omit<CorpusState, 'isKept'>> {
    const proved = known.flatMap((one) => (one.types?.length === 0 ? (one.proved ?? []) : []))
    const summaries = proved.map(({ summary }) => summary)
    const found = sortDiagnostics([
      ...lint,
      ...known.flatMap(({ types }) => types ?? []),
      ...proved.flatMap(({ diagnostics }) => diagnostics),
    ])
    if (hasErrors(found)) return { summaries, bundle: null, diagnostics: found }
    const attacks = await play(known, bench)
    const all = sortDiagnostics([...found, ...known.flatMap(({ played }) => played ?? [])])
    if (hasErrors(all)) return { summaries, bundle: null, diagnostics: all }
    const proof = proofWith(proved.map(({ summary, counts }) => [summary.task, counts]))
    const packed = known.flatMap((one) => one.packed ?? [])
    return { summaries, bundle: packBundle(packed, proof, attacks), diagnostics: all }
  }
}

async function readSound(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  bench: Workbench,
) {
  return new SoundCorpus(config ? [config, ...files] : files, bench).read()
}

/** Finds out what is not known yet of tasks that lint has nothing against. */
async function work(known: readonly Known[], bench: Workbench): Promise<void> {
  const unchecked = known.filter(({ types }) => types === null)
  const types = groupBy(await checkTypes(unchecked.flatMap(taskOf), bench), ({ path }) => path)
  for (const one of unchecked) one.types = types.get(one.path) ?? []
  for (const one of known) {
    if (one.packed || !one.task || one.types?.length !== 0) continue
    one.proved ??= await provedIn(one.task, bench)
    if (!hasErrors(one.proved.diagnostics)) one.packed = packTask(one.task)
  }
}

/** Lets controls, and cheaters where there are any, play the tasks that they have not played; answers what that proves. */
async function play(known: readonly Known[], bench: Workbench): Promise<Attacks | null> {
  const fresh = known.filter(({ played }) => played === null)
  const tasks = fresh.flatMap(taskOf)
  const bundle = emitBundle(tasks, null)
  const controls = await proveControls(tasks, bundle, bench)
  const { attacks, diagnostics } = await proveAttacks(tasks, bundle, bench)
  const played = groupBy([...controls, ...diagnostics], ({ path }) => path)
  for (const one of fresh) {
    one.played = played.get(one.path) ?? []
    one.task = null
  }
  return attacks
}

function taskOf({ task }: Known): readonly Task[] {
  return task ? [task] : []
}

async function provedIn(task: Task, bench: Workbench): Promise<Proved> {
  const [proved] = await proveTasks([task], bench)
  if (!proved) throw new Error(`Nothing was proved of ${task.spec.id}`)
  const { matrix, diagnostics } = proved
  return { summary: summarizeMatrix(matrix), counts: countsOf(matrix), diagnostics }
}
