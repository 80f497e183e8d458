import { createTwoFilesPatch, structuredPatch } from 'diff'
import { type ComposedFile, composeVariant, linesOf } from './compose.ts'
import type { Place, Task, TaskFile } from './task.ts'

/** Unchanged lines around each difference. */
const CONTEXT = 3

/** What a change does to the text of a file, as a unified diff; `before` is null for a file that it adds. */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const from = before === null ? '/dev/null' : `a/${path}`
  const text = createTwoFilesPatch(from, `b/${path}`, before ?? '', after, undefined, undefined, {
    context: CONTEXT,
  })
  return text.slice(text.indexOf('---'))
}

/** The lines of the new text that a change brings or stands beside, first and last, 1-based. */
function changedRanges(before: string, after: string): readonly (readonly [number, number])[] {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 0 })
  // Where lines are only taken out, those on either side of the gap are what is left to point at.
  return hunks.map(({ newStart, newLines }) =>
    newLines === 0 ? [newStart - 1, newStart] : [newStart, newStart + newLines - 1],
  )
}

/** Whether a place of the program with every defect is in lines that the change brings. */
export function isInChange({ files }: Task, place: Place): boolean {
  const file = files.find(({ path }) => path === place.path)
  if (!file || file.before === 'same') return false
  if (file.before === 'absent') return true
  const [first, last] = linesOf(file.code.text, place)
  return changedRanges(file.before.code.text, file.code.text).some(
    ([start, end]) => start <= last && first <= end,
  )
}

/** The program before the change; files that the change leaves alone have no defect in them. */
export function composeBase(task: Task): readonly ComposedFile[] {
  return composeVariant(task, new Set()).flatMap((file) => {
    const { before } = authored(task.files, file.path)
    if (before === 'same') return file
    if (before === 'absent') return []
    const { code } = before
    return {
      path: file.path,
      role: file.role,
      text: code.text,
      toServed: (range) => range,
      origin: ({ start, end }) => code.spanAt(start, end),
    } satisfies ComposedFile
  })
}

export function isChange({ files }: Task): boolean {
  return files.some(({ before }) => before !== 'same')
}

function authored(files: readonly TaskFile[], path: string): TaskFile {
  const file = files.find((one) => one.path === path)
  if (!file) throw new Error(`No file ${path}`)
  return file
}
