import { type Delivery, deliveries, feedbackLevels, profileNames, type Split } from './policy-words.ts'
import { type Infer, object, word } from './shape.ts'

/** What the operator allows in a split. An episode may ask for less. */
export const policyShape = object('The rules that an episode is played by.', {
  feedback: word('How much the agent is told.', feedbackLevels),
  delivery: word('When rewards are paid.', deliveries),
  profile: word('The price list of the reward.', profileNames),
})

export type Policy = Infer<typeof policyShape>

export const defaultPolicies: Readonly<Record<Split, Policy>> = {
  train: { feedback: 'coverage', delivery: 'dense', profile: 'learn' },
  eval: { feedback: 'sealed', delivery: 'terminal', profile: 'strict' },
}

/** Levels below `coverage` tell nothing before the end, so their rewards come at the end too. */
export function effectiveDelivery({ feedback, delivery }: Pick<Policy, 'feedback' | 'delivery'>): Delivery {
  return feedback === 'sealed' || feedback === 'count' ? 'terminal' : delivery
}
