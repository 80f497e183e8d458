import type { Finding } from '../../model/finding.ts'
import { limits } from '../../model/limits.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cheat, Reply } from './exploit.ts'

export const FINALIZE = { operation: 'finalize' }
export const HINT = { operation: 'request_hint' }

export function submit(...findings: readonly Finding[]) {
  return { operation: 'submit_findings', findings }
}

/** Writes a review at the first sight of the code, hands it in and finalizes. */
export function review(write: (observation: Observation) => readonly Finding[]): Cheat {
  let left: Finding[] | null = null
  return (reply) => {
    left ??= write(reply.observation).slice(0, limits.findings)
    const batch = left.splice(0, limits.batch)
    return batch.length > 0 ? submit(...batch) : FINALIZE
  }
}

/** One finding at a time for as long as `next` has one, then finalizes. */
export function probe(next: (reply: Reply) => Finding | null): Cheat {
  return (reply) => {
    if (reply.observation.findings.length >= limits.findings) return FINALIZE
    const finding = next(reply)
    return finding === null ? FINALIZE : submit(finding)
  }
}

/** Takes all hints, then hands in a review of what it has read. */
export function reviewAfterHints(write: (observation: Observation) => readonly Finding[]): Cheat {
  const hand = review(write)
  return (reply) => (reply.observation.hints_left > 0 ? HINT : hand(reply))
}

/** Whether the last finding was credited, as far as an agent can tell: by its status, else by the reward. */
export function wasPaid({ observation, reward }: Reply): boolean {
  return observation.findings.at(-1)?.status === 'credited' || (reward ?? 0) > 0
}

/** The score so far, as far as an agent can add it up: 0 where nothing is told before the end. */
export function toldScore({ observation: { reward_components } }: Reply): number {
  return Object.values(reward_components).reduce((sum, part) => sum + part, 0)
}
