import { operations } from '../../model/action.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import { limits } from '../../model/limits.ts'
import type { WireTurn } from './turn-reply.ts'

/**
 * The answer to a step that belongs to no session. It is over at once and earns nothing: graded, such steps would
 * be an oracle that anybody could ask as often as they like.
 */
export function statelessTurn(): WireTurn {
  return {
    observation: {
      task_id: '',
      row: 0,
      title: '',
      language: '',
      difficulty: '',
      tags: [],
      context: '',
      snippets: [],
      fixtures: {},
      guide: '',
      kinds: kinds.map(({ id }) => id),
      operations: [...operations],
      step: 0,
      limits,
      feedback: 'sealed',
      delivery: 'terminal',
      profile: 'strict',
      hints: [],
      hints_left: 0,
      findings: [],
      patches: [],
      patches_left: 0,
      history: [],
      matched_categories: [],
      credited: null,
      reward_components: {},
      coaching: null,
      answer: null,
      problem:
        'This step belongs to no episode and was not graded: plain HTTP is stateless, so open a session (POST /reset with `X-Session-Id: new`) or play over /ws',
      ignored: [],
      score: null,
    },
    reward: 0,
    done: true,
  }
}
