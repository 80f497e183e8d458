import { posix } from 'node:path'
import { fileKey } from '../author/compile/content-key.ts'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { CorpusChange } from '../author/compile/watched-corpus.ts'
import { CONFIG_FILE } from '../author/lint/config-file.ts'
import { type Host, UsageError } from './host.ts'
import { foldersOf, listCorpus, readConfig, readOne } from './read-corpus.ts'

/** The least time between two looks at all files, in milliseconds. */
const PAUSE_MS = 300
/** Looks take one part of so many of the time: where the system tells what has changed, and where it may not. */
const REST = { told: 100, untold: 10 }
/** A file is written in several steps: so long, in milliseconds, nothing more must be heard. */
const QUIET_MS = 20
/** So many files are read at a time. */
const AT_ONCE = 100

/** A look at all files. */
interface Look {
  readonly paths: readonly string[]
  at: number
  /** What is not as it was told, unless it is read again meanwhile. */
  readonly changed: Map<string, TaskFileContent>
  cost: number
}

/**
 * The files of a corpus as they change. The system tells which are to be read again; now and then all are, for it may be
 * silent about some.
 */
export class WatchedFiles {
  readonly #patterns: readonly string[]
  readonly #host: Host
  /** What was told of each file, as a hash. */
  readonly #told = new Map<string, string>()
  /** The same paths by the spelling in which the system tells them. */
  readonly #spelt = new Map<string, string>()
  #config: { readonly content: TaskFileContent | null; readonly print: string } = { content: null, print: '' }
  #watchers: readonly { close(): void }[] = []
  #rest = REST.told
  /** Files of the corpus, and those that may belong to it, of which something was heard. */
  readonly #heard = new Set<string>()
  /** What may be a folder with such files. */
  readonly #rumours = new Set<string>()
  /** How often anything was heard. */
  #events = 0
  #wake = () => {}
  #look: Look | null = null
  #nextLook = 0

  constructor(patterns: readonly string[], host: Host) {
    this.#patterns = patterns
    this.#host = host
  }

  /** How many task files there are. */
  get count(): number {
    return this.#told.size
  }

  /** Whether something was heard since the last answer: what takes long should be left for later. */
  get isOverdue(): boolean {
    return this.#heard.size > 0
  }

  /**
   * At first all files; then what has changed, as soon as there is something. `unchanged` where something was heard that
   * comes to nothing.
   */
  async next(stopped: Promise<'stopped'>): Promise<CorpusChange | 'unchanged' | 'stopped'> {
    if (this.#watchers.length === 0) await this.#listen()
    for (;;) {
      if (this.#heard.size + this.#rumours.size > 0) return this.#follow()
      if (this.#host.clock.now() >= this.#nextLook) {
        const change = await this.#lookOn()
        if (change) return change
        // Something may have been heard meanwhile, or is to be now.
        await this.#host.clock.wait(0)
        continue
      }
      const pause = this.#nextLook - this.#host.clock.now()
      const hearing = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      const over = await Promise.race([stopped, hearing, this.#host.clock.wait(Math.max(0, pause))])
      if (over === 'stopped') return over
    }
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close()
    this.#watchers = []
  }

  async #listen(): Promise<void> {
    this.close()
    const folders = [...(await foldersOf(this.#patterns, this.#host))]
    const watchers = [
      ...folders.map(([folder, depth]) => this.#host.watchFolder(folder, depth, (path) => this.#hear(path))),
      this.#host.watchFolder('.', 'itself', (path) => {
        if (path === CONFIG_FILE || path === null) this.#hear(path)
      }),
    ]
    this.#watchers = watchers.filter((watcher) => watcher !== null)
    if (this.#watchers.length < watchers.length) this.#rest = REST.untold
  }

  #hear(path: string | null): void {
    this.#events += 1
    if (path === null) this.#nextLook = 0
    else if (isTaskLike(path) || this.#spelt.has(posix.normalize(path)))
      this.#heard.add(posix.normalize(path))
    else if (!posix.basename(path).startsWith('.')) this.#rumours.add(path)
    this.#wake()
  }

  /** Reads what was heard of. */
  async #follow(): Promise<CorpusChange | 'unchanged'> {
    await this.#quiet()
    const [heard, rumours] = [[...this.#heard], [...this.#rumours]]
    this.#heard.clear()
    this.#rumours.clear()
    const known = heard.flatMap((name) => this.#spelt.get(name) ?? [])
    const files = await Promise.all(known.map((path) => readOne(path, this.#host)))
    const isElsewhere =
      heard.some((name) => name !== CONFIG_FILE && !this.#spelt.has(name)) ||
      files.some((file) => 'unreadable' in file) ||
      (await this.#changesFolders(rumours))
    const { gone, added } = isElsewhere ? await this.#list() : { gone: [], added: [] }
    const config = heard.includes(CONFIG_FILE) ? await readConfig(this.#host) : this.#config.content
    const present = files.filter(({ path }) => !gone.includes(path))
    for (const { path } of present) this.#look?.changed.delete(path)
    return this.#tell([...present, ...added], gone, config)
  }

  /** Waits until nothing is heard for a moment. */
  async #quiet(): Promise<void> {
    for (let before = -1; before !== this.#events; ) {
      before = this.#events
      await this.#host.clock.wait(QUIET_MS)
    }
  }

  /** Whether one of these is a folder, or was one with tasks in it. */
  async #changesFolders(paths: readonly string[]): Promise<boolean> {
    for (const path of paths) {
      if ((await this.#host.entryAt(path)) === 'folder') return true
      const within = `${posix.normalize(path)}/`
      for (const name of this.#spelt.keys()) if (name.startsWith(within)) return true
    }
    return false
  }

  /** Goes on looking at all files; at the end answers what has changed, null where nothing has. */
  async #lookOn(): Promise<CorpusChange | null> {
    const start = this.#host.clock.now()
    const isFirst = this.#told.size === 0
    this.#look ??= { paths: (await this.#listed()) ?? [], at: 0, changed: new Map(), cost: 0 }
    const look = this.#look
    do {
      const paths = look.paths.slice(look.at, look.at + AT_ONCE)
      for (const path of paths) {
        const file = await readOne(path, this.#host)
        if (this.#told.get(path) !== fileKey('', file)) look.changed.set(path, file)
      }
      look.at += paths.length
    } while (isFirst && look.at < look.paths.length)
    look.cost += this.#host.clock.now() - start
    if (look.at < look.paths.length) return null
    return this.#endLook(look, isFirst)
  }

  async #endLook(look: Look, isFirst: boolean): Promise<CorpusChange | null> {
    if (look.changed.size > 0 && !isFirst) await this.#quiet()
    // Perhaps it was read while it was written.
    for (const path of look.changed.keys())
      if (this.#heard.has(posix.normalize(path))) look.changed.delete(path)
    this.#look = null
    const { gone, added } = await this.#list(look.changed)
    for (const path of gone) look.changed.delete(path)
    const change = this.#tell([...look.changed.values(), ...added], gone, await readConfig(this.#host))
    const isFound = change !== 'unchanged'
    if (isFound && !isFirst && this.#heard.size + this.#rumours.size === 0) {
      // The system has kept this to itself.
      this.#rest = REST.untold
      await this.#listen()
    }
    this.#nextLook = this.#host.clock.now() + Math.max(PAUSE_MS, look.cost * (this.#rest - 1))
    return isFound ? change : null
  }

  /** Which files there are no more, and which there are that were never told; nothing while there is none at all. */
  async #list(read: ReadonlyMap<string, TaskFileContent> = new Map()) {
    const paths = await this.#listed()
    if (paths === null) {
      this.#nextLook = Math.min(this.#nextLook, this.#host.clock.now() + PAUSE_MS)
      return { gone: [], added: [] }
    }
    const present = new Set(paths)
    const fresh = paths.filter((path) => !this.#told.has(path) && !read.has(path))
    return {
      gone: [...this.#told.keys()].filter((path) => !present.has(path)),
      added: await Promise.all(fresh.map((path) => readOne(path, this.#host))),
    }
  }

  /** While files are renamed or written there may be none. */
  async #listed(): Promise<readonly string[] | null> {
    try {
      return await listCorpus(this.#patterns, this.#host)
    } catch (cause) {
      if (cause instanceof UsageError) return null
      throw cause
    }
  }

  #tell(
    files: readonly TaskFileContent[],
    gone: readonly string[],
    config: TaskFileContent | null,
  ): CorpusChange | 'unchanged' {
    const changed = files.filter((file) => this.#told.get(file.path) !== fileKey('', file))
    const print = config ? fileKey('', config) : ''
    const isSame = changed.length + gone.length === 0 && print === this.#config.print
    this.#config = { content: config, print }
    for (const path of gone) {
      this.#told.delete(path)
      this.#spelt.delete(posix.normalize(path))
    }
    for (const file of changed) {
      this.#told.set(file.path, fileKey('', file))
      this.#spelt.set(posix.normalize(file.path), file.path)
    }
    if (isSame || this.#told.size === 0) return 'unchanged'
    const byPath = changed.toSorted((a, b) => (a.path < b.path ? -1 : 1))
    return { changed: byPath, gone, config }
  }
}

function isTaskLike(path: string): boolean {
  return /\.ya?ml$/.test(path) && !posix.basename(path).startsWith('.')
}
