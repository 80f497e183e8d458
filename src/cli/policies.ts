import { type Command, InvalidArgumentError } from 'commander'
import { closest } from '../core/suggestion.ts'
import type { Policy } from '../model/policy.ts'
import {
  deliveries,
  type FeedbackLevel,
  feedbackLevels,
  profileNames,
  splits,
} from '../model/policy-words.ts'
import type { Desk } from '../runtime/environment/choose-row.ts'
import type { Policies } from '../runtime/environment/policy.ts'
import { UsageError } from './host.ts'

type BySplit<Word extends string> = Partial<Record<(typeof splits)[number], Word>>

export interface PolicyOptions {
  readonly maxFeedback: BySplit<(typeof feedbackLevels)[number]>
  readonly delivery: BySplit<(typeof deliveries)[number]>
  readonly profile: BySplit<(typeof profileNames)[number]>
}

/** The options by which an operator sets what each split is played by. */
export function declarePolicies(command: Command): Command {
  return command
    .option(
      '--max-feedback <split=level,…>',
      `how much agents are told: ${feedbackLevels.join(', ')}`,
      bySplit(feedbackLevels),
      {},
    )
    .option(
      '--delivery <split=when,…>',
      `when rewards are paid: ${deliveries.join(', ')}`,
      bySplit(deliveries),
      {},
    )
    .option(
      '--profile <split=name,…>',
      `the price list: ${profileNames.join(', ')}`,
      bySplit(profileNames),
      {},
    )
}

/** What an operator allows. At the author's desk everything is told unless the options say less. */
export async function policiesOf(
  { maxFeedback, delivery, profile }: PolicyOptions,
  desk: Desk,
): Promise<Policies> {
  const { defaultPolicies } = await import('../model/policy.ts')
  const policy = (split: (typeof splits)[number]) => ({
    feedback: feedbackOf(maxFeedback[split], defaultPolicies[split], desk),
    delivery: delivery[split] ?? (desk === 'author' ? 'dense' : defaultPolicies[split].delivery),
    profile: profile[split] ?? defaultPolicies[split].profile,
  })
  return { train: policy('train'), eval: policy('eval') }
}

function feedbackOf(asked: FeedbackLevel | undefined, { feedback }: Policy, desk: Desk): FeedbackLevel {
  if (desk === 'author') return asked ?? 'full'
  if (asked === 'full')
    throw new UsageError('Feedback `full` tells the rubric', 'It is for the author’s desk: add `--author`')
  return asked ?? feedback
}

/** Reads `train=coverage,eval=sealed`; one word alone holds for every split. */
function bySplit<Word extends string>(words: readonly Word[]) {
  return (text: string): BySplit<Word> =>
    Object.fromEntries(
      text.split(',').flatMap((part) => {
        const [left = '', right] = part.trim().split('=')
        const word = oneOf(right ?? left, words)
        return right === undefined ? splits.map((split) => [split, word]) : [[oneOf(left, splits), word]]
      }),
    )
}

function oneOf<Word extends string>(text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text)
  if (found !== undefined) return found
  const guess = closest(text, words)
  throw new InvalidArgumentError(
    guess === null ? `\`${text}\` is none of ${words.join(', ')}.` : `Did you mean \`${guess}\`?`,
  )
}
