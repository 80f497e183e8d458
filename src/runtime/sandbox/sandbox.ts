import type { PoolResult } from './pool.ts'
import type { RunInput } from './run.ts'

/** Where programs run. */
export interface Sandbox {
  run(input: RunInput): Promise<PoolResult>
}
