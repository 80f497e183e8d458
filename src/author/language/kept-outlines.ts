import type { SnippetLanguage } from './language.ts'

/** The files of a task, fixed and not: they are asked for again when it is packed. */
const MOST = 32

type MakeOutline = SnippetLanguage['outline']

/** The same function; what it answered for the last files is not made again. */
export function keepingOutlines(outline: MakeOutline): MakeOutline {
  const kept = new Map<string, ReturnType<MakeOutline>>()
  return (path, code) => {
    const key = `${path}\0${code}`
    const found = kept.get(key) ?? outline(path, code)
    kept.delete(key)
    kept.set(key, found)
    const [oldest = key] = kept.keys()
    if (kept.size > MOST) kept.delete(oldest)
    return found
  }
}
