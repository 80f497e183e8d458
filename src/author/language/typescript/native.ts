import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { arch, platform } from 'node:process'
import type { CheckUnit, NativeCompiler } from '../language.ts'
import { compilerOptions } from './settings.ts'
import type { Sift } from './sift.ts'
import { worldDeclarations } from './world.ts'

/** `ts7` is what the documentation calls it beside another TypeScript. */
const NAMES = ['typescript', 'ts7']
const FIRST_NATIVE = 7
const MAX_OUTPUT = 256 * 1024 * 1024
/** By so many hundredths its memory grows before it is collected, and by 100 of itself: the process ends before that pays. */
const GOGC = '400'
/** How many units one process gets: each more costs memory, and each process some 100 ms. */
const TOGETHER = { least: 100, most: 500 }
/** How many processes there are at once: with 500 units each takes a quarter of a gigabyte. */
const MOST_PROCESSES = 4

/** Where Linux has files that are never on a disk. */
const MEMORY = '/dev/shm'
/** So many times the room that files take must be free there: others write there, too. */
const ROOM = 2
const PAGE = 4096
/** What the names of folders begin with. */
const PREFIX = 'reviewgym-types-'
/** No run takes so long, in milliseconds. */
const HOUR = 3_600_000

/** Finds TypeScript 7 as it is installed for the working folder or for this tool; null where it is not. */
export function findNative(
  installedFor: readonly string[] = [resolve('package.json'), import.meta.url],
): NativeCompiler | null {
  for (const from of installedFor)
    for (const name of NAMES) {
      const found = nativeAt(from, name)
      if (found) return found
    }
  return null
}

function nativeAt(from: string, name: string): NativeCompiler | null {
  try {
    const require = createRequire(from)
    const manifest = require.resolve(`${name}/package.json`)
    const { version }: { readonly version: string } = require(manifest)
    if (Number.parseInt(version, 10) < FIRST_NATIVE) return null
    const built = createRequire(manifest).resolve(`@typescript/typescript-${platform}-${arch}/package.json`)
    return { version, program: join(dirname(built), 'lib', platform === 'win32' ? 'tsc.exe' : 'tsc') }
  } catch {
    return null
  }
}

/** Where the native compiler finds something; its words are not those of an author. */
export interface NativeFinding {
  readonly path: string
  /** Both from 1 on; columns count UTF-16 units. */
  readonly line: number
  readonly column: number
  readonly code: string
}

/** Sifts units by the native compiler. */
export function siftBy(compiler: NativeCompiler): Sift {
  return async (units) => (await nativeFindings(compiler, units)).map((found) => found.length > 0)
}

/** What processes of the native compiler find in each unit, from files in folders that are gone afterwards. */
export async function nativeFindings(
  { program }: NativeCompiler,
  units: readonly CheckUnit[],
): Promise<readonly (readonly NativeFinding[])[]> {
  const cores = availableParallelism()
  const processes = Math.min(MOST_PROCESSES, cores, Math.ceil(units.length / TOGETHER.least))
  const size = Math.min(TOGETHER.most, Math.ceil(units.length / processes))
  // Several that each keep to one core take two thirds of the time of one after the other that share them.
  const call = { program, flags: processes > 1 && 2 * processes > cores ? ['--singleThreaded'] : [] }
  const found = new Map<CheckUnit, readonly NativeFinding[]>()
  let next = 0
  const work = async () => {
    while (next < units.length) {
      const some = units.slice(next, next + size)
      next += size
      await findAll(call, some, found)
    }
  }
  await Promise.all(Array.from({ length: processes }, work))
  return units.map((unit) => found.get(unit) ?? [])
}

/** How the native compiler is called. */
interface Call {
  readonly program: string
  readonly flags: readonly string[]
}

/** It says nothing of types as long as any file cannot be parsed: only a silent process shows that the rest is clean. */
async function findAll(
  call: Call,
  units: readonly CheckUnit[],
  found: Map<CheckUnit, readonly NativeFinding[]>,
): Promise<void> {
  for (let left = units; left.length > 0; ) {
    const findings = await findingsIn(call, left)
    for (const [index, unit] of left.entries()) found.set(unit, findings[index] ?? [])
    const others = left.filter((unit) => found.get(unit)?.length === 0)
    if (others.length === left.length) return
    left = others
  }
}

async function findingsIn(
  call: Call,
  units: readonly CheckUnit[],
): Promise<readonly (readonly NativeFinding[])[]> {
  // What nobody can name, nobody can import.
  const folders = units.map(() => randomUUID())
  const files = units.flatMap((unit, index) =>
    unit.files.map(({ path, code }) => ({ path: `${folders[index]}/${path}`, code })),
  )
  const all = ['world.d.ts', ...files.map(({ path }) => path)]
  const folder = writeBriefly([
    { path: 'tsconfig.json', code: JSON.stringify({ compilerOptions, files: all }) },
    { path: 'world.d.ts', code: worldDeclarations },
    ...files,
  ])
  try {
    const found = readAnswer(await answerFor(call, folder))
    return folders.map((name) => found.filter((one) => one.folder === name).map(({ finding }) => finding))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface WrittenFile {
  readonly path: string
  readonly code: string
}

/** Writes files into a folder of their own, which it answers; in memory, where there is room, for on some disks each takes a millisecond. */
function writeBriefly(files: readonly WrittenFile[]): string {
  const room = files.reduce((sum, { code }) => sum + PAGE * (1 + Math.ceil(code.length / PAGE)), 0)
  try {
    if (hasRoom(MEMORY, ROOM * room)) {
      dropLeft(MEMORY)
      return writeBelow(MEMORY, files)
    }
  } catch {
    // Another one may fill it meanwhile, or nobody may write there; or it is missing.
  }
  return writeBelow(tmpdir(), files)
}

/** Takes away what processes have left that were ended meanwhile: nobody else does in memory. */
function dropLeft(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue
    const path = join(parent, name)
    const left = statSync(path, { throwIfNoEntry: false })
    if (left && Date.now() - left.mtimeMs > HOUR) rmSync(path, { recursive: true, force: true })
  }
}

/** Whether so many bytes are free in a folder; not where the user wants files elsewhere. Throws where it is missing. */
function hasRoom(folder: string, bytes: number): boolean {
  if (tmpdir() !== '/tmp') return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= bytes
}

function writeBelow(parent: string, files: readonly WrittenFile[]): string {
  const folder = realpathSync(mkdtempSync(join(parent, PREFIX)))
  try {
    write(folder, files)
    return folder
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw cause
  }
}

/** Thousands of small files are written faster one after the other than at once. */
function write(folder: string, files: readonly WrittenFile[]): void {
  const made = new Set<string>()
  for (const { path, code } of files) {
    const full = join(folder, path)
    const parent = dirname(full)
    if (!made.has(parent)) mkdirSync(parent, { recursive: true })
    made.add(parent)
    writeFileSync(full, code)
  }
}

function answerFor({ program, flags }: Call, folder: string): Promise<string> {
  return new Promise((answer, fail) => {
    const options = { cwd: folder, env: { GOGC }, maxBuffer: MAX_OUTPUT }
    execFile(program, ['--pretty', 'false', '-p', '.', ...flags], options, (error, stdout, stderr) => {
      // It ends with 1 or 2 when it has found errors.
      if (error === null || error.code === 1 || error.code === 2) answer(stdout)
      else fail(new Error(`The native checker failed: ${stderr.trim().split('\n')[0] || error.message}`))
    })
  })
}

/** Each finding has a line; lines that are indented go on about the one before. */
function readAnswer(answer: string): readonly { readonly folder: string; readonly finding: NativeFinding }[] {
  const lines = answer.split(/\r?\n/).filter((line) => /^\S/.test(line))
  return lines.map((text) => {
    const found = /^([\da-f-]{36})\/(.+)\((\d+),(\d+)\): error (TS\d+): /.exec(text)
    if (!found) throw new Error(`The native checker says: ${text}`)
    const [, folder = '', path = '', line, column, code = ''] = found
    return { folder, finding: { path, line: Number(line), column: Number(column), code } }
  })
}
