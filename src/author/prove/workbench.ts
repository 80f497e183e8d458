import type { Cache } from '../../core/cache.ts'
import type { AttackOptions } from '../../rollout/attack/attack-bundle.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'

/** What proving needs of its surroundings. */
export interface Workbench {
  readonly sandbox: Sandbox
  /** Names the sandbox, so that nothing is kept from one to another. */
  readonly sandboxIdentity: string
  /** Names the tool as it was built; null where it does not know. */
  readonly toolIdentity: string | null
  readonly cache: Cache
  /** Lets cheaters play a task; null where they are not let loose. */
  readonly attack: AttackOptions['play'] | null
  /** Tells a person who waits what is going on. */
  status(text: string): void
}
