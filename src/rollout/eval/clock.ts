/** Time, for what is measured and waited for; never for what is graded. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>
}
