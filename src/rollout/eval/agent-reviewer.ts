import { readAction } from '../../runtime/server/session.ts'
import type { Play } from '../agents/agent.ts'
import type { Cheat } from '../attack/exploit.ts'
import type { Answer, Reviewer } from './reviewer.ts'

/** So many messages in a row that make no sense end the episode. */
const MOST_REFUSED = 200

/** An agent of ours at play. */
export function agentReviewer(play: Play): Reviewer {
  return {
    next: async ({ observation }) => ({ action: play(observation), answers: [] }),
    prompt: () => null,
    close: async () => undefined,
  }
}

/** An exploit at play. What it sends may be no action: it is refused, and the exploit is told so. */
export function cheatReviewer(cheat: Cheat): Reviewer {
  return {
    async next({ observation, reward }) {
      const answers: Answer[] = []
      let isRefused = false
      while (answers.length < MOST_REFUSED) {
        const message = cheat({ observation, reward, isRefused })
        if (!('faults' in readAction(message))) return { action: message, answers }
        const problem = 'This is no action'
        answers.push({ message, finish: null, problem, usage: null, tries: 1, seconds: 0 })
        isRefused = true
      }
      return { gaveUp: { outcome: 'invalid', reason: 'Nothing that makes sense was sent' }, answers }
    },
    prompt: () => null,
    close: async () => undefined,
  }
}
