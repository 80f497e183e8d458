import { codes } from '../core/codes.ts'
import { rules } from './lint/rules.ts'

/** Every code that the tool can print. */
export const diagnosticCodes: readonly string[] = [...codes, ...rules.map(({ name }) => `lint/${name}`)]
