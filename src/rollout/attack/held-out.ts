import { findingShape } from '../../model/finding.ts'
import { type Infer, list, nullable, object, optional, string } from '../../model/shape.ts'
import { createValidator } from '../../model/validator.ts'

const labelledShape = object('A finding of somebody who has not seen the rubric, and what it is.', {
  task: string('The task that it was written for; lines are those of its row with all defects.'),
  item: nullable(string('The item that it is about.')),
  truth: string('`explains` when it is right about the item.'),
  finding: findingShape,
  voice: optional(string('Whose words they are.')),
  intent: optional(string('What its writer meant it to be.')),
  note: optional(string('What whoever labelled it says.')),
})
const validate = createValidator(list('Labelled findings.', labelledShape), 'lax')

/** A true finding, written by somebody who never saw the rubric. */
export type HeldOut = Infer<typeof labelledShape>

/** The true ones among labelled findings, or what is wrong with them. */
export function readHeldOut(value: unknown) {
  const checked = validate(value)
  return checked.ok
    ? { ok: true as const, findings: checked.value.filter(({ truth }) => truth === 'explains') }
    : { ok: false as const, faults: checked.faults }
}
