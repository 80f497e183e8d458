import { UsageError } from './host.ts'

/** A whole number from what somebody typed, or a usage error that says what is allowed. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new UsageError(
    `The number of the ${name} is \`${text}\``,
    `Write a whole number from ${least} to ${most}`,
  )
}
