import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import type { Cache } from '../compile/cache.ts'

/** What proving needs of its surroundings. */
export interface Workbench {
  readonly sandbox: Sandbox
  /** Names the sandbox, so that nothing is kept from one to another. */
  readonly sandboxIdentity: string
  /** Names the tool as it was built; null where it does not know. */
  readonly toolIdentity: string | null
  readonly cache: Cache
  /** Tells a person who waits what is going on. */
  status(text: string): void
}
