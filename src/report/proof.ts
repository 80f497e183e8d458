import type { ShownTask } from '../model/authors-work.ts'
import { formatTable } from './table.ts'

/** What running a task's programs showed, in numbers. */
export interface ProofFigures {
  readonly task: string
  readonly variants: readonly string[]
  readonly items: ShownTask['items']
  readonly tests: number
  readonly testsHold: number
  /** Tests that hold before the change; null where no change is shown. */
  readonly testsBefore: number | null
}

/**
 * A task's matrix for people: a line for each item, a column for each fix, in it how many of the item's cases that fix
 * mends. It should be full on the diagonal and empty elsewhere.
 */
export function formatProof({ task, variants, items, tests, testsHold, testsBefore }: ProofFigures): string {
  const header = ['item', 'kind', 'cases', ...items.map((_, index) => `fix ${index + 1}`)]
  const rows = items.map(({ id, kind, cases, flips }, index) => [
    `${index + 1} ${id}`,
    kind,
    cases === 0 ? 'none' : String(cases),
    ...items.map((fix) => (flips[fix.id] === 0 || cases === 0 ? '·' : `${flips[fix.id]}/${cases}`)),
  ])
  const held = testsHold === tests ? `${tests} tests hold` : `${testsHold} of ${tests} tests hold`
  const before = testsBefore === null ? '' : `, ${testsBefore} before the change`
  return `${task}: ${held} on ${variants.length} variants${before}\n${formatTable(header, rows)}`
}
