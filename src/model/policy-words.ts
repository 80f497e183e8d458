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
