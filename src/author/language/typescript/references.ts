import { keepingLast } from '../../../core/keeping-last.ts'
import { preProcessFile } from './parser.ts'

/** The files of some fifty programs, of which most are in two of them. */
const MOST = 300

/** What a file refers to, by its code alone: who sifts asks, and then who puts a program together. */
export const referencesOf = keepingLast(
  MOST,
  (code: string) => preProcessFile(code, true, true),
  (code) => code,
)
