import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheFolder } from '../../src/cli/cache-folder.ts'
import { PythonPool, type PythonPoolOptions } from '../../src/runtime/sandbox/python/pool.ts'
import { linkPython } from '../../src/runtime/sandbox/python/program.ts'
import type { RunResult } from '../../src/runtime/sandbox/run.ts'

const { resolve: find } = createRequire(import.meta.url)

/** What is started for Python. */
export const pythonFiles = {
  child: pathToFileURL(resolve('dist/python-child.cjs')),
  package: pathToFileURL(`${dirname(find('pyodide/package.json'))}/`),
  kept: cacheFolder(process.env, process.platform),
}

/** A pool of the built children. */
export function openPython(options: Partial<PythonPoolOptions> = {}): PythonPool {
  return new PythonPool({ ...pythonFiles, size: 1, ...options })
}

export type Fixtures = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface Runnable {
  /** Texts by path; the first is under review. A text alone is `src/main.py`. */
  readonly files: string | Readonly<Record<string, string>>
  readonly calls: readonly unknown[]
  readonly fixtures?: Fixtures
}

/** Runs calls; anything but a run is an error here. */
export async function runPython(
  pool: PythonPool,
  { files, calls, fixtures = {} }: Runnable,
): Promise<RunResult> {
  const texts = typeof files === 'string' ? { 'src/main.py': files } : files
  const list = Object.entries(texts).map(([path, text], index) => ({
    path,
    role: index === 0 ? ('review' as const) : ('given' as const),
    text,
  }))
  const answer = await pool.run({ program: linkPython(list, fixtures), calls })
  if (answer.status !== 'ran') throw new Error(JSON.stringify(answer))
  return answer.result
}
