import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type PoolOptions, SandboxPool } from '../../src/runtime/sandbox/pool.ts'

/** A pool of the built workers. */
export function openPool(options: Partial<PoolOptions> = {}): SandboxPool {
  return new SandboxPool({ worker: pathToFileURL(resolve('dist/sandbox-worker.js')), size: 2, ...options })
}
