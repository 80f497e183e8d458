import { schemas as schemasOfModel } from '../model/schemas.ts'
import type { Shape } from '../model/shape.ts'
import { configShape } from './lint/config.ts'

/** Every shape that has a schema: those of the model, and the settings of a corpus, which name the rules. */
export const schemas: Readonly<Record<string, Shape>> = { ...schemasOfModel, config: configShape }
