import {
  absolute,
  addFolder,
  countHandle,
  dropFile,
  dropFolder,
  type FileNode,
  fileAt,
  isFolder,
  parentOf,
  pathsUnder,
  putFile,
} from '../tree-store.ts'
import { now } from '../virtual-time.ts'
import { Buffer, bytesOf } from './buffer.ts'
import { turn } from './timers.ts'

type Encoding = string | { readonly encoding?: string | null; readonly flag?: string } | null | undefined

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file already exists',
  EISDIR: 'illegal operation on a directory',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  EBADF: 'bad file descriptor',
}

function failure(code: string, syscall: string, path?: string): Error {
  const message = `${code}: ${WORDS[code]}, ${syscall}${path === undefined ? '' : ` '${path}'`}`
  return Object.assign(new Error(message), { code, syscall, ...(path === undefined ? {} : { path }) })
}

const encodingOf = (options: Encoding) =>
  (typeof options === 'string' ? options : options?.encoding) ?? undefined
const bytesFrom = (data: unknown): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data as Uint8Array) : bytesOf(String(data))

function existing(path: string, syscall: string): FileNode {
  const at = absolute(path)
  const file = fileAt(at)
  if (file !== undefined) return file
  if (isFolder(at)) throw failure('EISDIR', syscall, path)
  throw failure(fileAt(parentOf(at)) === undefined ? 'ENOENT' : 'ENOTDIR', syscall, path)
}

/** The file that a flag of `open` gives: made, emptied or found. */
function opened(path: string, flags: string): FileNode {
  const at = absolute(path)
  const found = fileAt(at)
  if (isFolder(at)) throw failure('EISDIR', 'open', path)
  if (found !== undefined && flags.includes('x')) throw failure('EEXIST', 'open', path)
  if (flags.startsWith('r')) return existing(path, 'open')
  if (!isFolder(parentOf(at)))
    throw failure(fileAt(parentOf(at)) === undefined ? 'ENOENT' : 'ENOTDIR', 'open', path)
  if (found !== undefined && flags.startsWith('a')) return found
  const node = found ?? { bytes: new Uint8Array(), changed: now() }
  node.bytes = new Uint8Array()
  node.changed = now()
  putFile(at, node)
  return node
}

function change(node: FileNode, bytes: Uint8Array): void {
  node.bytes = bytes
  node.changed = now()
}

function decoded(node: FileNode, options: Encoding): Buffer | string {
  const buffer = Buffer.from(node.bytes)
  const encoding = encodingOf(options)
  return encoding === undefined ? buffer : buffer.toString(encoding)
}

function statsOf(path: string, syscall: string) {
  const at = absolute(path)
  const folder = isFolder(at)
  const node = folder ? { bytes: new Uint8Array(), changed: 0 } : existing(path, syscall)
  return makeStats(node, folder ? 'folder' : 'file')
}

function makeStats(node: FileNode, kind: 'file' | 'folder') {
  return {
    size: node.bytes.length,
    mtimeMs: node.changed,
    mtime: new Date(node.changed),
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'folder',
    isSymbolicLink: () => false,
  }
}

class FileHandle {
  readonly #node: FileNode
  readonly #flags: string
  #position = 0
  #isOpen = true

  constructor(node: FileNode, flags: string) {
    this.#node = node
    this.#flags = flags
    countHandle(1)
  }
  async read(
    buffer: Uint8Array,
    offset = 0,
    length = buffer.length - offset,
    position: number | null = null,
  ) {
    const node = await this.#use('read')
    const from = position ?? this.#position
    const part = node.bytes.subarray(from, from + length)
    buffer.set(part, offset)
    if (position === null) this.#position += part.length
    return { bytesRead: part.length, buffer }
  }
  async readFile(options?: Encoding): Promise<Buffer | string> {
    return decoded(await this.#use('read'), options)
  }
  async write(data: unknown): Promise<{ bytesWritten: number }> {
    const node = await this.#use('write')
    const bytes = bytesFrom(data)
    const start = this.#flags.startsWith('a') ? node.bytes.length : this.#position
    const size = Math.max(node.bytes.length, start + bytes.length)
    const all = new Uint8Array(size)
    all.set(node.bytes)
    all.set(bytes, start)
    change(node, all)
    this.#position = start + bytes.length
    return { bytesWritten: bytes.length }
  }
  async writeFile(data: unknown): Promise<void> {
    await this.write(data)
  }
  async appendFile(data: unknown): Promise<void> {
    await this.write(data)
  }
  async truncate(length = 0): Promise<void> {
    const node = await this.#use('ftruncate')
    const bytes = new Uint8Array(length)
    bytes.set(node.bytes.subarray(0, length))
    change(node, bytes)
  }
  async sync(): Promise<void> {
    await this.#use('fsync')
  }
  async stat() {
    return makeStats(await this.#use('fstat'), 'file')
  }
  async close(): Promise<void> {
    await this.#use('close')
    this.#isOpen = false
    countHandle(-1)
  }
  async #use(syscall: string): Promise<FileNode> {
    await turn()
    if (!this.#isOpen) throw failure('EBADF', syscall)
    return this.#node
  }
}

async function access(path: string): Promise<void> {
  await turn()
  statsOf(path, 'access')
}

async function open(path: string, flags = 'r'): Promise<FileHandle> {
  await turn()
  return new FileHandle(opened(path, flags), flags)
}

async function readFile(path: string, options?: Encoding): Promise<Buffer | string> {
  await turn()
  return decoded(existing(path, 'open'), options)
}

async function writeFile(path: string, data: unknown, options?: Encoding): Promise<void> {
  await turn()
  const flag = (typeof options === 'object' ? options?.flag : undefined) ?? 'w'
  const node = opened(path, flag)
  const bytes = typeof data === 'string' ? bytesOf(data, encodingOf(options)) : bytesFrom(data)
  change(node, flag.startsWith('a') ? Buffer.concat([node.bytes, bytes]) : bytes)
}

const appendFile = (path: string, data: unknown) => writeFile(path, data, { flag: 'a' })

async function copyFile(from: string, to: string): Promise<void> {
  await turn()
  const { bytes } = existing(from, 'copyfile')
  change(opened(to, 'w'), bytes.slice())
}

async function mkdir(path: string, options?: { recursive?: boolean }): Promise<string | undefined> {
  await turn()
  const at = absolute(path)
  if (fileAt(at) !== undefined || (isFolder(at) && !options?.recursive))
    throw failure('EEXIST', 'mkdir', path)
  if (!options?.recursive && !isFolder(parentOf(at))) throw failure('ENOENT', 'mkdir', path)
  if (isFolder(at)) return undefined
  addFolder(at)
  return options?.recursive ? at : undefined
}

async function readdir(path: string, options?: { withFileTypes?: boolean }): Promise<unknown[]> {
  await turn()
  const at = absolute(path)
  if (!isFolder(at)) throw failure(fileAt(at) === undefined ? 'ENOENT' : 'ENOTDIR', 'scandir', path)
  const own = pathsUnder(at).filter((one) => parentOf(one) === at)
  const entries = own.map((one) => ({
    name: one.slice(one.lastIndexOf('/') + 1),
    isFile: () => fileAt(one) !== undefined,
    isDirectory: () => isFolder(one),
  }))
  return options?.withFileTypes ? entries : entries.map(({ name }) => name)
}

async function realpath(path: string): Promise<string> {
  await turn()
  statsOf(path, 'realpath')
  return absolute(path)
}

async function rename(from: string, to: string): Promise<void> {
  await turn()
  const [source, target] = [absolute(from), absolute(to)]
  if (!isFolder(parentOf(target))) throw failure('ENOENT', 'rename', from)
  const file = fileAt(source)
  if (file === undefined && !isFolder(source)) throw failure('ENOENT', 'rename', from)
  if (file !== undefined) {
    if (isFolder(target)) throw failure('EISDIR', 'rename', from)
    dropFile(source)
    putFile(target, file)
    return
  }
  const moved = pathsUnder(source)
  addFolder(target)
  for (const path of moved) {
    const node = fileAt(path)
    const place = target + path.slice(source.length)
    if (node === undefined) addFolder(place)
    else putFile(place, node)
    if (node === undefined) dropFolder(path)
    else dropFile(path)
  }
  dropFolder(source)
}

async function rm(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void> {
  await turn()
  const at = absolute(path)
  if (fileAt(at) !== undefined) dropFile(at)
  else if (!isFolder(at)) {
    if (!options?.force) throw failure('ENOENT', 'rm', path)
  } else if (!options?.recursive) throw failure('EISDIR', 'rm', path)
  else {
    for (const one of pathsUnder(at)) if (!dropFile(one)) dropFolder(one)
    dropFolder(at)
  }
}

async function rmdir(path: string): Promise<void> {
  await turn()
  const at = absolute(path)
  if (!isFolder(at)) throw failure(fileAt(at) === undefined ? 'ENOENT' : 'ENOTDIR', 'rmdir', path)
  if (pathsUnder(at).length > 0) throw failure('ENOTEMPTY', 'rmdir', path)
  dropFolder(at)
}

async function stat(path: string) {
  await turn()
  return statsOf(path, 'stat')
}

async function unlink(path: string): Promise<void> {
  await turn()
  existing(path, 'unlink')
  dropFile(absolute(path))
}

const members = {
  ...{ access, appendFile, copyFile, mkdir, open, readFile, readdir, realpath, rename, rm, rmdir, stat },
  ...{ lstat: stat, unlink, writeFile },
}

export const fsModule = { default: members, ...members }
