import type { ChildProcess } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { ChildFiles } from './child-files.ts'
import { launch, listenToErrors } from './launch.ts'
import { IMAGE_START } from './protocol.ts'

/** The image of a started interpreter, in a file. */
export interface Image {
  /** Children get this descriptor, whatever becomes of the file's name. */
  readonly descriptor: number
  /** Resolves when everything is in it. */
  readonly isWhole: Promise<void>
  /** Closes the descriptor once the image is kept, or cannot be. */
  close(): Promise<void>
}

const CHUNK = 1 << 20
const PREFIX = 'python-'
const SUFFIX = '.image'
/** Days after which what nobody has used is removed. */
const KEPT_FOR = 30
const DAY = 86_400_000
const WRITABLE_BY_OTHERS = 0o022

/** The image that was kept, or one that is being made. */
export async function openImage(files: ChildFiles): Promise<Image> {
  const name = `${PREFIX}${await keyOf(files)}${SUFFIX}`
  const folder = files.kept !== null && (await isOurs(files.kept)) ? files.kept : null
  const kept = folder === null ? null : await openKept(join(folder, name))
  if (kept) return { descriptor: kept.fd, isWhole: Promise.resolve(), close: () => kept.close() }
  return makeImage(files, folder, name)
}

/** What an image hangs on: our Python and what runs it, the package, and what Node's engine can do. */
async function keyOf({ child, package: folder }: ChildFiles): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const file of [child, new URL('package.json', folder)]) hash.update(await readFile(file))
  for (const name of ['pyodide.asm.wasm', 'pyodide.asm.mjs', 'python_stdlib.zip'])
    hash.update(`${name} ${(await stat(new URL(name, folder))).size}`)
  return hash.digest('hex').slice(0, 32)
}

/** Whether a folder is there, or can be made, in which nobody but this user writes. */
async function isOurs(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return isPrivate(await lstat(folder))
  } catch {
    return false
  }
}

function isPrivate({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return uid === process.geteuid?.() && (mode & WRITABLE_BY_OTHERS) === 0
}

/** A kept image, if it is this user's alone and what it was when it was kept. */
async function openKept(path: string): Promise<FileHandle | null> {
  let file: FileHandle | null = null
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    if (isPrivate(await file.stat()) && (await sumWritten(file)) === (await sumOf(file))) {
      const now = new Date()
      await file.utimes(now, now)
      return file
    }
  } catch {}
  await file?.close()
  return null
}

async function makeImage(files: ChildFiles, folder: string | null, name: string): Promise<Image> {
  const [file, path] = await openNew(folder)
  const child = launch(files, 'image', file.fd)
  const isWhole = ended(child)
  const isKept = isWhole
    .then(() => (folder === null || path === null ? undefined : keep(file, path, folder, name)))
    .catch(() => undefined)
  return {
    descriptor: file.fd,
    isWhole,
    async close() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await isKept
      if (path !== null) await rm(path, { force: true })
      await file.close()
    },
  }
}

/** A new file of this user's; without a path, its name is gone already. */
async function openNew(folder: string | null): Promise<readonly [FileHandle, string | null]> {
  const name = `${PREFIX}${randomUUID()}`
  if (folder !== null)
    try {
      const path = join(folder, name)
      return [await open(path, 'wx+', 0o600), path]
    } catch {}
  const path = join(tmpdir(), `reviewgym-${name}`)
  const file = await open(path, 'wx+', 0o600)
  await rm(path)
  return [file, null]
}

/** Resolves when a child has done what it was started for. */
async function ended(child: ChildProcess): Promise<void> {
  const errors = listenToErrors(child)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`Its image could not be made (code ${code}): ${errors()}`)
}

/** Under its name a file is whole from the first moment, however many processes make it at once. */
async function keep(file: FileHandle, path: string, folder: string, name: string): Promise<void> {
  await file.write(await sumOf(file), 0)
  await rename(path, join(folder, name))
  for (const other of await readdir(folder)) {
    if (!other.startsWith(PREFIX)) continue
    const { mtimeMs } = await stat(join(folder, other))
    if (Date.now() - mtimeMs > KEPT_FOR * DAY) await rm(join(folder, other), { force: true })
  }
}

/** The sum of what children wrote. */
async function sumOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(CHUNK)
  for (let position = IMAGE_START; ; ) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK, position)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(chunk.subarray(0, bytesRead))
    position += bytesRead
  }
}

async function sumWritten(file: FileHandle): Promise<string> {
  const { buffer } = await file.read(Buffer.alloc(IMAGE_START), 0, IMAGE_START, 0)
  return buffer.toString('latin1')
}
