import type { Bundle } from '../../model/bundle.ts'
import type { FeedbackLevel } from '../../model/policy-words.ts'
import { indexBundle } from '../../runtime/bundle/opened.ts'
import { attackTask, type TaskAttack } from './attack-task.ts'
import { exploits } from './exploits/exploits.ts'
import type { HeldOut } from './held-out.ts'
import { type Honest, honestTask } from './honest.ts'

/** What is to be played on one task: data only, so that another thread can be asked for it. */
export interface AttackJob {
  /** With this one task. */
  readonly bundle: Bundle
  /** Null where its figures are known. */
  readonly attack: {
    readonly exploits: readonly string[]
    readonly levels: readonly FeedbackLevel[]
    readonly seeds: number
  } | null
  /** For the honest controls; null where they are known, or nobody asked. */
  readonly heldOut: readonly HeldOut[] | null
}

export interface AttackAnswer {
  readonly attack: TaskAttack | null
  readonly honest: readonly Honest[] | null
}

/** Plays what is asked, in this thread. */
export function playJob({ bundle, attack, heldOut }: AttackJob): AttackAnswer {
  const [rows = []] = indexBundle(bundle).tasks.values()
  return {
    attack:
      attack &&
      attackTask(rows, {
        ...attack,
        exploits: exploits.filter(({ name }) => attack.exploits.includes(name)),
      }),
    honest: heldOut && honestTask(rows, heldOut),
  }
}
