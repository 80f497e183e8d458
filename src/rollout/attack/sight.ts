/** What somebody reads off served code without understanding it: files, functions, lines, words. */
import { MAX_RANGE_LINES } from '../../model/finding.ts'
import type { Observation } from '../../model/observation.ts'

/** Some lines of a file under review. */
export interface Spot {
  readonly file: string
  readonly first: number
  readonly last: number
  /** The function's name; the file's path where there is none. */
  readonly name: string
  readonly code: string
}

const HEADER =
  /^\s*(?:export\s+)?(?:default\s+)?(?:(?:private|public|protected|static)\s+)*(?:async\s+)?(?:(?:function\s*\*?\s*|def\s+)(\w+)|(?:const|let)\s+(\w+)\s*=\s*(?:async\s*)?\(|(?:get\s+|set\s+)?(#?\w+)\s*(?:<[^>]*>)?\([^;]*\{\s*$)/
const STATEMENTS = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'constructor'])

/** The functions of the files under review, as somebody skimming them would mark them; a file without any counts as one. */
export const functionsOf = inReview(functionsIn)

function functionsIn(file: string, code: string): readonly Spot[] {
  const lines = linesOf(code)
  const headers = lines.flatMap((line, index) => {
    const match = HEADER.exec(line)
    const name = match?.[1] ?? match?.[2] ?? match?.[3]
    return name === undefined || STATEMENTS.has(name) ? [] : [{ name, index }]
  })
  if (headers.length === 0) return [spot(file, lines, 1, lines.length, file)]
  return headers.map(({ name, index }, at) =>
    spot(file, lines, index + 1, headers[at + 1]?.index ?? lines.length, name),
  )
}

/** The files under review cut into ranges of the greatest width that counts. */
export const tilesOf = inReview((path, code) => {
  const lines = linesOf(code)
  return Array.from({ length: Math.ceil(lines.length / MAX_RANGE_LINES) }, (_, tile) => {
    const first = tile * MAX_RANGE_LINES + 1
    return spot(path, lines, first, Math.min(lines.length, first + MAX_RANGE_LINES - 1), path)
  })
})

/** Lines of the files under review, one spot each. */
export const lineSpotsOf = inReview((path, code) =>
  linesOf(code).map((_, index, lines) => spot(path, lines, index + 1, index + 1, path)),
)

/** Looks at the code of the files under review: it is the same at every step, so it is looked at once. */
function inReview(look: (path: string, code: string) => readonly Spot[]) {
  const seen = new WeakMap<Observation['snippets'], readonly Spot[]>()
  return ({ snippets }: Observation): readonly Spot[] => {
    const before = seen.get(snippets)
    if (before) return before
    const spots = snippets
      .filter(({ role }) => role === 'review')
      .flatMap(({ path, code }) => look(path, code))
    seen.set(snippets, spots)
    return spots
  }
}

function spot(file: string, lines: readonly string[], first: number, last: number, name: string): Spot {
  return { file, first, last, name, code: lines.slice(first - 1, last).join('\n') }
}

export function linesOf(code: string): readonly string[] {
  return code.replace(/\n$/, '').split('\n')
}

/** The words of a text or of code, in lower case, identifiers taken apart, without the short ones. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 3)
}
