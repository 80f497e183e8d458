import { effectiveDelivery, type Policy } from '../../model/policy.ts'
import {
  type Delivery,
  deliveries,
  type FeedbackLevel,
  feedbackLevels,
  type Split,
} from '../../model/policy-words.ts'

/** What the operator allows, by split. */
export type Policies = Readonly<Record<Split, Policy>>

/** The policy of an episode that asks for less than the operator allows; a message when it asks for more. */
export function narrowPolicy(
  ceiling: Policy,
  asked: { readonly feedback: FeedbackLevel | null; readonly delivery: Delivery | null },
): Policy | { readonly refused: 'feedback' | 'reward'; readonly message: string } {
  const feedback = asked.feedback ?? ceiling.feedback
  if (feedbackLevels.indexOf(feedback) > feedbackLevels.indexOf(ceiling.feedback))
    return { refused: 'feedback', message: `The operator allows at most \`${ceiling.feedback}\` here` }
  const delivery = asked.delivery ?? ceiling.delivery
  if (deliveries.indexOf(delivery) > deliveries.indexOf(ceiling.delivery))
    return { refused: 'reward', message: `The operator allows at most \`${ceiling.delivery}\` here` }
  return { feedback, delivery: effectiveDelivery({ feedback, delivery }), profile: ceiling.profile }
}
