import { closest } from '../../core/suggestion.ts'
import type { Patch } from '../../model/patch.ts'
import type { ServedFile } from '../bundle/opened.ts'
import { changedLines, linesOf } from './changed-lines.ts'

/** What a patch may change: lines in all, the share of a file, and characters that it may add. */
export const patchBudget = { lines: 40, share: 0.5, characters: 8000 } as const

/** A longer `find` is not looked for with other blanks. */
const MOST_COMPARED = 100

export type Patched =
  | { readonly ok: true; readonly files: readonly ServedFile[] }
  | { readonly ok: false; readonly problem: string }

/** The served files with a patch applied, or why it cannot be: a path, an edit that does not fit, or its size. */
export function applyPatch(served: readonly ServedFile[], { files, edits }: Patch): Patched {
  const texts = new Map(served.map(({ path, code }) => [path, code]))
  for (const [index, { path, code }] of (files ?? []).entries()) {
    const problem = placeProblem(served, path)
    if (problem !== null) return refused(`patch.files[${index}]: ${problem}`)
    texts.set(path, code.replaceAll('\r\n', '\n'))
  }
  for (const [index, { path, find, replace }] of (edits ?? []).entries()) {
    const text = texts.get(path)
    const problem = placeProblem(served, path) ?? findProblem(text ?? '', path, find)
    if (text === undefined || problem !== null) return refused(`patch.edits[${index}]: ${problem}`)
    texts.set(
      path,
      text.replace(find, () => replace),
    )
  }
  const patched = served.map((file) => withCode(file, texts.get(file.path) ?? file.code))
  const problem = sizeProblem(served, patched)
  return problem === null ? { ok: true, files: patched } : refused(problem)
}

function withCode(file: ServedFile, code: string): ServedFile {
  return code === file.code ? file : { ...file, code, lineCount: linesOf(code).length }
}

function placeProblem(served: readonly ServedFile[], path: string): string | null {
  const file = served.find((one) => one.path === path)
  if (file?.role === 'review') return null
  if (file) return `\`${path}\` is given, not under review, and stays as it is`
  const reviewed = served.filter(({ role }) => role === 'review').map((one) => one.path)
  const meant = closest(path, reviewed)
  return `There is no file \`${path}\`${meant === null ? '' : `; did you mean \`${meant}\`?`}`
}

function findProblem(text: string, path: string, find: string): string | null {
  const places = occurrences(text, find)
  if (places.length === 1) return null
  const lines = places.slice(0, 5).map((at) => lineAt(text, at))
  if (places.length > 1)
    return `\`find\` occurs ${places.length} times in \`${path}\`, at lines ${lines.join(', ')}${places.length > 5 ? ', …' : ''}: take in more of what is around`
  return `\`find\` does not occur in \`${path}\`${nearMiss(text, find)}`
}

/** What an edit most often gets wrong: blanks, and line numbers that were copied with the code. */
function nearMiss(text: string, find: string): string {
  const bare = (line: string) => line.replace(/\s+/g, '')
  const wanted = linesOf(find).map(bare).filter(Boolean)
  const lines = wanted.length > MOST_COMPARED ? [] : linesOf(text).map(bare)
  const at = lines.findIndex((_, start) => wanted.every((line, offset) => lines[start + offset] === line))
  if (wanted.length > 0 && at !== -1)
    return `; line ${at + 1} differs from it in blanks only: copy them as they are`
  if (linesOf(find).some((line) => /^\s*\d+ \| /.test(line)))
    return ': it has line numbers, which are not in the file'
  return ''
}

function occurrences(text: string, find: string): readonly number[] {
  const places: number[] = []
  for (let at = text.indexOf(find); at !== -1; at = text.indexOf(find, at + 1)) places.push(at)
  return places
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

function sizeProblem(served: readonly ServedFile[], patched: readonly ServedFile[]): string | null {
  let [lines, characters] = [0, 0]
  for (const [index, { path, code, lineCount }] of served.entries()) {
    const after = patched[index]?.code ?? code
    if (after === code) continue
    const most = Math.floor(lineCount * patchBudget.share)
    const changed = changedLines(code, after, Math.max(most, patchBudget.lines))
    if (changed > most)
      return `The patch is too large: it changes more than half of the ${lineCount} lines of \`${path}\``
    lines += changed
    characters += after.length - code.length
  }
  if (lines === 0) return 'The patch changes nothing'
  if (lines > patchBudget.lines)
    return `The patch is too large: it changes ${lines} lines, and ${patchBudget.lines} are allowed`
  return characters > patchBudget.characters
    ? `The patch is too large: it adds ${characters} characters, and ${patchBudget.characters} are allowed`
    : null
}

function refused(problem: string): Patched {
  return { ok: false, problem }
}
