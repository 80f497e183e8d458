import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
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
const TOGETHER = 500

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

/** What processes of the native compiler find in each unit, from files in a folder that is gone afterwards. */
export async function nativeFindings(
  { program }: NativeCompiler,
  units: readonly CheckUnit[],
): Promise<readonly (readonly NativeFinding[])[]> {
  const found = new Map<CheckUnit, readonly NativeFinding[]>()
  for (let start = 0; start < units.length; start += TOGETHER) {
    // It says nothing of types as long as any file cannot be parsed: only a silent process shows that the rest is clean.
    let left = units.slice(start, start + TOGETHER)
    while (left.length > 0) {
      const findings = await findingsIn(program, left)
      for (const [index, unit] of left.entries()) found.set(unit, findings[index] ?? [])
      const others = left.filter((unit) => found.get(unit)?.length === 0)
      if (others.length === left.length) break
      left = others
    }
  }
  return units.map((unit) => found.get(unit) ?? [])
}

async function findingsIn(
  program: string,
  units: readonly CheckUnit[],
): Promise<readonly (readonly NativeFinding[])[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reviewgym-types-')))
  try {
    // What nobody can name, nobody can import.
    const folders = units.map(() => randomUUID())
    const files = units.flatMap((unit, index) =>
      unit.files.map(({ path, code }) => ({ path: `${folders[index]}/${path}`, code })),
    )
    const all = ['world.d.ts', ...files.map(({ path }) => path)]
    write(folder, [
      { path: 'tsconfig.json', code: JSON.stringify({ compilerOptions, files: all }) },
      { path: 'world.d.ts', code: worldDeclarations },
      ...files,
    ])
    const found = readAnswer(await answerFor(program, folder))
    return folders.map((name) => found.filter((one) => one.folder === name).map(({ finding }) => finding))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Thousands of small files are written faster one after the other than at once. */
function write(folder: string, files: readonly { readonly path: string; readonly code: string }[]): void {
  const made = new Set<string>()
  for (const { path, code } of files) {
    const full = join(folder, path)
    const parent = dirname(full)
    if (!made.has(parent)) mkdirSync(parent, { recursive: true })
    made.add(parent)
    writeFileSync(full, code)
  }
}

function answerFor(program: string, folder: string): Promise<string> {
  return new Promise((answer, fail) => {
    const options = { cwd: folder, env: { GOGC }, maxBuffer: MAX_OUTPUT }
    execFile(program, ['--pretty', 'false', '-p', '.'], options, (error, stdout, stderr) => {
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
