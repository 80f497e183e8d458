import { keepingLast } from '../../core/keeping-last.ts'
import type { SnippetLanguage } from './language.ts'

/** The files of a task, fixed and not: they are asked for again when it is packed. */
const MOST = 32

/** The same function; the last outlines are not made again. */
export function keepingOutlines(outline: SnippetLanguage['outline']): SnippetLanguage['outline'] {
  return keepingLast(MOST, outline, (path, code) => `${path}\0${code}`)
}
