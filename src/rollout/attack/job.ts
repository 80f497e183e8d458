import type { Bundle } from '../../model/bundle.ts'
import type { FeedbackLevel } from '../../model/policy-words.ts'
import { indexBundle } from '../../runtime/bundle/opened.ts'
import { UnusableBundle } from '../../runtime/bundle/unusable-bundle.ts'
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

/** Why a bundle cannot be used is data too: an error would lose its class on the way between threads. */
export type AttackAnswer = PlayedTask | { readonly unusable: string }

interface PlayedTask {
  readonly attack: TaskAttack | null
  readonly honest: readonly Honest[] | null
}

/** Plays what is asked, in this thread. */
export function playJob(job: AttackJob): AttackAnswer {
  try {
    return playTask(job)
  } catch (cause) {
    if (cause instanceof UnusableBundle) return { unusable: cause.message }
    throw cause
  }
}

function playTask({ bundle, attack, heldOut }: AttackJob): PlayedTask {
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
