import { type FSWatcher, readdirSync, realpathSync, statSync, watch } from 'node:fs'
import type { Host } from './host.ts'

/** Watching more of them costs more than looking at the files now and then. */
const MOST_FOLDERS = 2000

/** Watches each folder by itself: what Node does below a folder differs from system to system, and it opens each file. */
export const watchFolder: Host['watchFolder'] = (folder, depth, tell) => {
  const watched = new WatchedFolders(depth, tell)
  try {
    watched.add(folder)
    return watched
  } catch {
    watched.close()
    return null
  }
}

class WatchedFolders {
  readonly #depth: Parameters<Host['watchFolder']>[1]
  readonly #tell: (path: string | null) => void
  readonly #watchers = new Map<string, FSWatcher>()

  constructor(depth: Parameters<Host['watchFolder']>[1], tell: (path: string | null) => void) {
    this.#depth = depth
    this.#tell = tell
  }

  /** Throws where the folder, or one below it, cannot be watched. */
  add(folder: string, above: readonly string[] = []): void {
    const real = realpathSync(folder)
    if (above.includes(real)) return
    if (this.#watchers.size >= MOST_FOLDERS) throw new Error(`There are more than ${MOST_FOLDERS} folders`)
    const watcher = watch(folder, (event, name) => this.#hear(folder, event, name))
    watcher.on('error', () => this.#tell(null))
    this.#watchers.set(folder, watcher)
    if (this.#depth === 'itself') return
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.isFile()) continue
      const path = within(folder, entry.name)
      if (isFolder(path)) this.add(path, [...above, real])
    }
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #hear(folder: string, event: string, name: string | null): void {
    if (name === null) {
      this.#tell(null)
      return
    }
    const path = within(folder, name)
    if (event === 'rename' && this.#depth === 'below' && !name.startsWith('.')) this.#renew(path)
    this.#tell(path)
  }

  /** A folder that has come, is gone, or is another one under the same name. */
  #renew(path: string): void {
    for (const [folder, watcher] of this.#watchers)
      if (folder === path || folder.startsWith(`${path}/`)) {
        watcher.close()
        this.#watchers.delete(folder)
      }
    if (!isFolder(path)) return
    try {
      this.add(path)
    } catch {
      this.#tell(null)
    }
  }
}

function within(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
