import { outputs } from '../model/outputs.ts'
import { schemas as schemasOfModel } from '../model/schemas.ts'
import type { Shape } from '../model/shape.ts'
import { configShape } from './lint/config.ts'

/**
 * Every shape that has a schema: those of the model, the settings of a corpus, which name the rules, and what each
 * command prints as JSON.
 */
export const schemas: Readonly<Record<string, Shape>> = {
  ...schemasOfModel,
  config: configShape,
  ...Object.fromEntries(Object.entries(outputs).map(([name, shape]) => [`${name}-output`, shape])),
}
