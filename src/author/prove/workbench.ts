import type { Cache } from '../../core/cache.ts'
import type { AttackOptions } from '../../rollout/attack/attack-bundle.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import type { NativeCompiler } from '../language/language.ts'

/** What compiling needs of its surroundings, as long as nothing is run. */
export interface Workplace {
  /** Names the tool as it was built; null where it does not know. */
  readonly toolIdentity: string | null
  readonly cache: Cache
  /** The native compiler that checks types; null where none is asked for. */
  readonly native: NativeCompiler | null
}

/** What proving needs of its surroundings. */
export interface Workbench extends Workplace {
  readonly sandbox: Sandbox
  /** Names the sandbox, so that nothing is kept from one to another. */
  readonly sandboxIdentity: string
  /** Lets cheaters play a task; null where they are not let loose. */
  readonly attack: AttackOptions['play'] | null
  /** Tells a person who waits what is going on. */
  status(text: string): void
}
