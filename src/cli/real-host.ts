import { randomInt, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import process from 'node:process'
import type { Sink } from '../runtime/recording/sink.ts'
import type { SandboxFiles } from '../runtime/sandbox/sandbox.ts'
import type { Host } from './host.ts'

/** Seeds are drawn below this, so that they are exact everywhere. */
const SEED_LIMIT = 2 ** 31

export function createRealHost(sandboxFiles: SandboxFiles): Host {
  // A reader that has seen enough (`| head`) is no error of anybody's.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  const isWatched = process.stderr.isTTY === true && process.env.CI === undefined
  return {
    readFile: (path) => readFile(path),
    writeFile: writeWhole,
    readPieces: (path) => createReadStream(path),
    openSink,
    replaceFile: rename,
    clock: {
      now: () => performance.now(),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    entryAt,
    async glob(pattern, folder) {
      const { default: fastGlob } = await import('fast-glob')
      const options = { onlyFiles: true, dot: false, ...(folder === null ? {} : { cwd: folder }) }
      return fastGlob.glob(pattern, options)
    },
    print: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
    status: (text) => {
      if (isWatched) process.stderr.write(`\r\u001b[K${text}`)
    },
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
      }),
    drawSeed: () => randomInt(SEED_LIMIT),
    newId: () => randomUUID(),
    sandboxFiles,
    env: process.env,
    hasColour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}.tmp`
  try {
    await writeFile(draft, text)
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  }
}

async function openSink(path: string): Promise<Sink> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'a')
  return {
    append: (text) => file.appendFile(text),
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
