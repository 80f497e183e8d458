import type { Fault } from '../../model/fault.ts'
import type { OpenBundle } from '../bundle/opened.ts'
import type { Desk } from '../environment/choose-row.ts'
import type { Policies } from '../environment/policy.ts'
import type { Recording } from '../recording/session-recording.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { TurnReply } from './turn-reply.ts'

/** Clients wait 60 s for an answer; what has not come to its end well before that is given up. */
export const DEADLINE_MS = 45_000

/** What sessions need from the outside; chance comes in here and nowhere else. */
export interface Service {
  /** What is served. At an author’s desk it may be another one at every call; episodes keep the row that they began with. */
  readonly bundle: OpenBundle
  readonly policies: Policies
  readonly desk: Desk
  /** Where witnesses and patches run; nothing is started before there is one. */
  readonly sandbox: Sandbox
  /** How long running may take for one step, in milliseconds. Default: {@link DEADLINE_MS}. */
  readonly deadline?: number
  /** Where episodes are recorded; null, or left out, where they are not. */
  readonly recording?: Recording | null
  drawSeed(): number
  newId(): string
  /** Takes note of an error that is ours; `id` is what the client was told about it. */
  report(error: unknown, id?: string): void
}

export type Reply =
  | { readonly status: 'ok'; readonly turn: TurnReply }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] }
  | {
      readonly status: 'failed'
      /** `early`: there is no episode yet. `run`: what it needs could not be run. `crowded`: too many wait. */
      readonly reason: 'early' | 'run' | 'crowded'
      readonly message: string
    }
