import {
  closeSync,
  constants,
  createReadStream,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { copyFile, type FileHandle, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import process from 'node:process'
import type { Sink } from '../runtime/recording/sink.ts'
import type { Host } from './host.ts'
import { watchFolder } from './watch-folder.ts'

/** What stands beside the command line once it is built. */
export type Built = Pick<Host, 'sandboxFiles' | 'webFolder'>

export function createRealHost(built: Built): Host {
  // A reader that has seen enough (`| head`) is no error of anybody's.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  const isWatched = process.stderr.isTTY === true && process.env.CI === undefined
  return {
    // A thousand small files are read twice as fast one after the other as at once.
    readFile: async (path) => readFileSync(path),
    writeFile: (path, text) => asDraft(path, (draft) => writeFile(draft, text, { flag: 'r+' })),
    writePieces,
    async copyFile(from, to) {
      await makeFolder(dirname(to))
      await copyFile(from, to)
    },
    readPieces: (path, start = 0, end = null) =>
      createReadStream(path, { start, ...(end === null ? {} : { end: end - 1 }) }),
    openSink,
    startProgram: async (command) => (await import('./start-program.ts')).startProgram(command),
    clock: {
      now: () => performance.now(),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    entryAt,
    stampOf,
    async glob(pattern, folder) {
      const { default: fastGlob } = await import('fast-glob')
      const options = { onlyFiles: true, dot: false, ...(folder === null ? {} : { cwd: folder }) }
      return fastGlob.glob(pattern, options)
    },
    watchFolder,
    filesBelow: async (folder) => filesBelow(folder, '', []),
    print: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
    status: (text) => {
      if (isWatched) process.stderr.write(`\r\u001b[K${text}`)
    },
    isInteractive:
      process.stdin.isTTY === true && process.stderr.isTTY === true && process.env.CI === undefined,
    ask,
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
      }),
    // Below 2³¹, so that it is exact everywhere.
    drawSeed: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1,
    newId: () => crypto.randomUUID(),
    ...built,
    env: process.env,
    hasColour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  }
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    lines.on('close', () => resolve(''))
    lines.question(question, (answer) => {
      resolve(answer)
      lines.close()
    })
  })
}

async function writePieces<Result>(path: string, write: (sink: Sink) => Promise<Result>): Promise<Result> {
  return asDraft(path, async (draft) => {
    const sink = sinkOf(await open(draft, constants.O_WRONLY | constants.O_APPEND))
    try {
      const result = await write(sink)
      await sink.sync()
      return result
    } finally {
      await sink.close()
    }
  })
}

/** Takes the place of a file once `write` has filled the empty draft; where that fails, or the process is ended, nothing is left of it. */
async function asDraft<Result>(path: string, write: (draft: string) => Promise<Result>): Promise<Result> {
  await makeFolder(dirname(path))
  const draft = `${path}.${process.pid}.tmp`
  begin(draft)
  try {
    // At once, and nowhere later: what is made in the background could come after `abandon`, and stay.
    closeSync(openSync(draft, 'w'))
    const result = await write(draft)
    await rename(draft, path)
    return result
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  } finally {
    finish(draft)
  }
}

const ending = ['SIGINT', 'SIGTERM'] as const
const drafts = new Set<string>()

function begin(draft: string): void {
  drafts.add(draft)
  if (drafts.size === 1) for (const signal of ending) process.on(signal, abandon)
}

function finish(draft: string): void {
  drafts.delete(draft)
  if (drafts.size === 0) for (const signal of ending) process.off(signal, abandon)
}

/** Takes half-written drafts away and lets the signal do its work, unless a command ends by it in its own way. */
function abandon(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  for (const draft of drafts) rmSync(draft, { force: true })
  process.off(signal, abandon)
  process.kill(process.pid, signal)
}

/** `above` are the real paths of the folders that lead here: a link back to one of them is not followed. */
function filesBelow(folder: string, within: string, above: readonly string[]): readonly string[] {
  const real = realpathSync(folder)
  if (above.includes(real)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.')) return []
    const path = `${folder}/${entry.name}`
    const found = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry
    if (found?.isDirectory()) return filesBelow(path, `${within}${entry.name}/`, [...above, real])
    return found?.isFile() ? `${within}${entry.name}` : []
  })
}

/** Node's own way to make the folders above too tries for ever where the system says of a child that its parent is not there, as it does below /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'EEXIST' && (await entryAt(path)) === 'folder') return
    if (code !== 'ENOENT' || (await entryAt(dirname(path))) === 'folder') throw cause
    await makeFolder(dirname(path))
    await mkdir(path).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST') throw again
    })
  }
}

async function openSink(path: string): Promise<Sink> {
  await makeFolder(dirname(path))
  return sinkOf(await open(path, 'a'))
}

function sinkOf(file: FileHandle): Sink {
  return {
    append: (content) => file.appendFile(content),
    sync: () => file.datasync(),
    close: () => file.close(),
  }
}

async function entryAt(path: string): ReturnType<Host['entryAt']> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'nothing'
  }
}

async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  if (!found?.isFile()) return null
  const { dev, ino, size, mtimeNs, ctimeNs } = found
  return [dev, ino, size, mtimeNs, ctimeNs].join()
}
