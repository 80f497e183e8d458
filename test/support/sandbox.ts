import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { linkProgram, type Program, type ProgramFile } from '../../src/runtime/sandbox/program.ts'
import { Runner, type RunResult } from '../../src/runtime/sandbox/run.ts'
import { loadStripTypes } from '../../src/runtime/sandbox/strip-types.ts'

const { resolve } = createRequire(import.meta.url)

const stripTypes = await loadStripTypes()

/** A runner in this process, on the WebAssembly files of the packages. */
export const runner = await Runner.prepare({
  quickJs: readFileSync(resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
  sql: () => readFile(resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')),
})

/** A program of these files; the first is under review. */
export function link(
  files: Readonly<Record<string, string>> | readonly ProgramFile[],
  fixtures: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): Program {
  const list = Array.isArray(files) ? (files as readonly ProgramFile[]) : named(files)
  const linked = linkProgram(list, fixtures, stripTypes)
  if (!linked.ok) throw new Error(`${linked.path}: ${linked.fault.message}`)
  return linked.program
}

function named(files: object): readonly ProgramFile[] {
  return Object.entries(files).map(([path, text], index) => ({
    path,
    role: index === 0 ? 'review' : 'given',
    text: String(text),
  }))
}

/** Runs calls on a program of one file. */
export async function runCalls(
  code: string,
  calls: readonly unknown[],
  fixtures: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): Promise<RunResult> {
  return runner.run({ program: link({ 'src/main.ts': code }, fixtures), calls })
}
