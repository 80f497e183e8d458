import { type Infer, object, word } from './shape.ts'

/** How much an agent is told, from least to most. */
export const feedbackLevels = ['sealed', 'count', 'coverage', 'coach', 'full'] as const
export type FeedbackLevel = (typeof feedbackLevels)[number]

/** When rewards are paid: after every step, or all at the end. Ordered from less to more told. */
export const deliveries = ['terminal', 'dense'] as const
export type Delivery = (typeof deliveries)[number]

/** Which price list the reward goes by. */
export const profileNames = ['strict', 'learn'] as const
export type ProfileName = (typeof profileNames)[number]

export const splits = ['train', 'eval'] as const
export type Split = (typeof splits)[number]

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
