import { sha256 } from '../../core/canonical-json.ts'
import { groupBy } from '../../core/group.ts'
import type { CheckUnit, NativeCompiler, TypeFault } from '../language/language.ts'
import { leaveUnoptimized } from '../language/unoptimized.ts'
import type { PackedTask } from './bundle-pieces.ts'
import { checkPrograms, type Faults, type Programs } from './check-programs.ts'
import type { TaskFileContent } from './file-content.ts'
import type { PlainReport } from './known-files.ts'
import { pythonFirst } from './lint-threads.ts'
import { type PackedFile, packFile } from './pack-file.ts'

/** How many programs are asked for at once while others pack: their code is in memory, and between two times the checker waits. */
const TOGETHER = { least: 20, most: 120 }
/** By one thread alone: each further time costs the checker anew. */
const TOGETHER_ALONE = { least: 150, most: 150 }
/** A compiler of its own is started for each time; it holds no memory of ours. */
const TOGETHER_NATIVELY = { least: 250, most: 500 }
/** That of Python takes seconds to start. */
const TOGETHER_IN_PYTHON = { least: 1000, most: 1000 }
/** How many files another thread packs at a time: none is to be long alone with its last ones. */
const PART = 10

/** A thread that works on files. */
export interface PackThread {
  pack(files: readonly TaskFileContent[]): Promise<readonly PackedFile[]>
  checkPrograms(programs: Programs): Promise<Faults>
}

/** What came of a file. */
export interface CheckedFile {
  readonly report: PlainReport
  /** Null where it is no task. */
  readonly packed: PackedTask | null
  readonly programs: readonly CheckedProgram[]
}

interface CheckedProgram {
  /** What it holds, as a hash. */
  readonly key: string
  /** What the checker found in it. */
  readonly faults: readonly TypeFault[]
}

export interface PackOptions {
  readonly native: NativeCompiler | null
  readonly threads: readonly PackThread[]
  /** The keys of programs in which this checker found nothing before. */
  readonly clean: ReadonlySet<string>
  /** Called with how many of the files are done. */
  status?(done: number): void
}

/**
 * Packs each file once, here or in one of the threads, whoever is free, and checks the types of all. The first of the
 * threads checks, and packs only where there is too little to check, and nobody else checks: a compiler is slow as long as
 * it is new to a thread, and so is a linter, which is why it awaits its first programs.
 */
export async function packShared(
  files: readonly TaskFileContent[],
  { threads, status, ...checking }: PackOptions,
): Promise<ReadonlyMap<string, CheckedFile>> {
  // The setting is one for all threads, so that none may put it back while another one works.
  if (threads.length > 0) leaveUnoptimized()
  // What is loaded for Python is large: those tasks are done here, as far as others keep the threads busy.
  const [python, others] = pythonFirst(files, (file) => file)
  const together = checking.native ? TOGETHER_NATIVELY : threads.length > 0 ? TOGETHER : TOGETHER_ALONE
  const work = new Work([groupOf(python, TOGETHER_IN_PYTHON), groupOf(others, together)], checking, () =>
    status?.(work.checked.size),
  )
  const isCompiling = checking.native === null && others.length > 0
  const shares = threads.map((thread, index) => ({
    lane: thread,
    part: PART,
    isChecker: index === 0,
    awaitsPrograms: index === 0 && isCompiling,
  }))
  const own = { lane: here, part: 1, isChecker: threads.length === 0, awaitsPrograms: false }
  await Promise.all([own, ...shares].map((share) => work.share(share)))
  return work.checked
}

/** This thread, as one of those that work. */
const here: PackThread = {
  async pack(files) {
    const packed = []
    for (const file of files) packed.push(await packFile(file))
    // What the threads answer is heard in between.
    await new Promise((resolve) => setImmediate(resolve))
    return packed
  },
  checkPrograms,
}

/** Files whose programs are checked together. */
interface Group {
  readonly left: TaskFileContent[]
  /** How many are being packed. */
  out: number
  readonly packed: PackedFile[]
  readonly together: { readonly least: number; readonly most: number }
}

function groupOf(files: readonly TaskFileContent[], together: Group['together']): Group {
  return { left: [...files], out: 0, packed: [], together }
}

interface Share {
  readonly lane: PackThread
  readonly part: number
  readonly isChecker: boolean
  /** Whether it loads a compiler and packs nothing before there are programs to check: it might never need what packs. */
  readonly awaitsPrograms: boolean
}

type Checking = Pick<PackOptions, 'native' | 'clean'>

/** What is still to be done, and what came of what has been done. */
class Work {
  readonly checked = new Map<string, CheckedFile>()
  readonly #groups: readonly Group[]
  readonly #checking: Checking
  readonly #progress: () => void
  #hasChecked = false
  #wake: (() => void)[] = []

  constructor(groups: readonly Group[], checking: Checking, progress: () => void) {
    this.#groups = groups
    this.#checking = checking
    this.#progress = progress
  }

  /** Does what there is to do until nothing is left that another lane does not do already. */
  async share(share: Share): Promise<void> {
    if (share.awaitsPrograms)
      await share.lane.checkPrograms({ language: 'typescript', native: null, units: [] })
    for (let step = this.#next(share); step; step = this.#next(share)) {
      await step
      this.#progress()
      for (const wake of this.#wake.splice(0)) wake()
    }
  }

  #next({ lane, part, isChecker, awaitsPrograms }: Share): Promise<void> | null {
    const isEarly = awaitsPrograms && !this.#hasChecked
    const ready = this.#groups.find(isReady)
    const check = () => ready && this.#check(ready, lane)
    // Whoever checks takes those files that are not in Python: others may take these meanwhile.
    const waiting = this.#groups.filter(({ left }) => left.length > 0).at(isChecker ? -1 : 0)
    const pack = () => waiting && this.#pack(waiting, part, lane)
    const found = (isChecker && check()) || (!isEarly && pack())
    if (found) return found
    const isAtWork = ({ left, out }: Group) => out > 0 || (isEarly && left.length > 0)
    return isChecker && this.#groups.some(isAtWork)
      ? new Promise((resolve) => this.#wake.push(resolve))
      : null
  }

  async #pack(group: Group, part: number, lane: PackThread): Promise<void> {
    const files = group.left.splice(0, part)
    group.out += files.length
    for (const one of await lane.pack(files)) {
      if (one.task) group.packed.push(one)
      else this.#settle(one, [])
    }
    group.out -= files.length
  }

  async #check(group: Group, lane: PackThread): Promise<void> {
    this.#hasChecked = true
    const files = takePrograms(group)
    for (const [language, spoken] of groupBy(files, ({ task }) => task?.language ?? '')) {
      const programs = spoken.map(({ task }) =>
        (task?.units ?? []).map((unit) => ({ key: keyOf(unit), unit })),
      )
      const fresh = programs.flat().filter(({ key }) => !this.#checking.clean.has(key))
      const units = fresh.map(({ unit }) => unit)
      const { native } = this.#checking
      const faults = units.length > 0 ? await lane.checkPrograms({ language, native, units }) : []
      const found = new Map(fresh.map(({ key }, index) => [key, faults[index] ?? []]))
      for (const [index, one] of spoken.entries())
        this.#settle(
          one,
          (programs[index] ?? []).map(({ key }) => ({ key, faults: found.get(key) ?? [] })),
        )
    }
  }

  #settle({ path, report, task }: PackedFile, programs: CheckedFile['programs']): void {
    // Programs are large, and nobody asks for them again.
    this.checked.set(path, { report, packed: task?.packed ?? null, programs })
  }
}

function keyOf({ files }: CheckUnit): string {
  return sha256(JSON.stringify(files))
}

function isReady({ left, out, packed, together }: Group): boolean {
  const count = packed.reduce((sum, one) => sum + programsIn(one), 0)
  return count >= together.least || (count > 0 && left.length === 0 && out === 0)
}

/** The first files, with as many programs as are checked together. */
function takePrograms({ packed, together }: Group): readonly PackedFile[] {
  const taken: PackedFile[] = []
  let count = 0
  while (count < together.most) {
    const next = packed.shift()
    if (!next) break
    taken.push(next)
    count += programsIn(next)
  }
  return taken
}

function programsIn({ task }: PackedFile): number {
  return task?.units.length ?? 0
}
