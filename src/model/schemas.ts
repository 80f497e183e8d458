import { actionShape } from './action.ts'
import { bundleShape } from './bundle.ts'
import { findingShape } from './finding.ts'
import { ledgerShape } from './ledger.ts'
import { observationShape } from './observation.ts'
import { resultsShape, runShape } from './results.ts'
import type { Shape } from './shape.ts'
import { stateShape } from './state.ts'
import { taskShape } from './task.ts'
import { trajectoryEventShape } from './trajectory.ts'

/** Every shape that others may want to check against, by the name of its schema. */
export const schemas: Readonly<Record<string, Shape>> = {
  task: taskShape,
  finding: findingShape,
  action: actionShape,
  observation: observationShape,
  state: stateShape,
  ledger: ledgerShape,
  bundle: bundleShape,
  trajectory: trajectoryEventShape,
  run: runShape,
  results: resultsShape,
}

/** A shape as a JSON Schema document. */
export function schemaText(name: string, shape: Shape): string {
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `reviewgym ${name}`,
    ...shape,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
