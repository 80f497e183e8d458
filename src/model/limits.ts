/** What one episode allows; the same for every task. The figures are those of the reward's proofs. */
export const limits = {
  /** Findings in one episode. */
  findings: 12,
  /** Findings in one action: at most this many penalties come after the reward has reached its floor. */
  batch: 6,
  hints: 3,
  patches: 3,
  steps: 20,
} as const
