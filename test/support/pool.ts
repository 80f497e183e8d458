import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type PoolOptions, SandboxPool } from '../../src/runtime/sandbox/pool.ts'
import { type OpenSandbox, openSandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { pythonFiles } from './python.ts'

const worker = pathToFileURL(resolve('dist/sandbox-worker.js'))

/** A pool of the built workers. */
export function openPool(options: Partial<PoolOptions> = {}): SandboxPool {
  return new SandboxPool({ worker, size: 2, ...options })
}

/** A sandbox of the built workers. */
export function builtSandbox(options: Parameters<typeof openSandbox>[1] = {}): OpenSandbox {
  return openSandbox({ worker, python: () => pythonFiles }, { size: 2, ...options })
}
