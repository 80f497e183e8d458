import type { Diagnostic } from '../core/diagnostic.ts'
import { formatGithub } from './github.ts'
import { formatJunit } from './junit.ts'
import { formatSarif } from './sarif.ts'

/** The formats for other programs that hold nothing but diagnostics, by name. */
export const reportFormats: Readonly<Record<string, (diagnostics: readonly Diagnostic[]) => string>> = {
  sarif: formatSarif,
  github: formatGithub,
  junit: formatJunit,
}
