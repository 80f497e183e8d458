import { boolean, type Infer, integer, list, nullable, string, variants, word } from './shape.ts'
import { patchVerdicts } from './verdict.ts'

/** What a finding turned out to be. */
export const findingClasses = [
  'matched',
  'located',
  'raised',
  'vague',
  'duplicate',
  'decoy',
  'neutral',
  'false-positive',
] as const
export type FindingClass = (typeof findingClasses)[number]

const step = integer('The step at which it happened.', { minimum: 1 })

/** One line of an episode's append-only record. */
export const ledgerEntryShape = variants('Something that counts.', 'entry', {
  finding: {
    step,
    index: integer('Number of the finding in the episode, from 0.', { minimum: 0 }),
    class: word('What it turned out to be.', findingClasses),
    item: nullable(string('The rubric item that it claimed, or was about; null where there is none.')),
    quality: integer('Its quality q in fortieths: 40 is a perfect claim.', { minimum: 0, maximum: 40 }),
    confidence: integer('The stated confidence in thousandths.', { minimum: 0, maximum: 1000 }),
    proven: nullable(boolean('Whether its witness proves the item; null where it has no witness.')),
  },
  patch: {
    step,
    index: integer('Number of the patch in the episode, from 0.', { minimum: 0 }),
    verdict: word('What became of it.', patchVerdicts),
    fixed: list('The items that it mends; none unless it was accepted.', string('An item.')),
  },
  hint: { step },
  refused: { step, problem: string('Why the action had no effect.') },
  finalize: { step },
  end: { step },
})

export const ledgerShape = list('The record from which the score is computed, in order.', ledgerEntryShape)

export type LedgerEntry = Infer<typeof ledgerEntryShape>
export type FindingEntry = Extract<LedgerEntry, { entry: 'finding' }>
export type Ledger = readonly LedgerEntry[]
