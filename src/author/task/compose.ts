import type { Span } from '../../core/source.ts'
import type { Range } from '../language/language.ts'
import type { Edit, Place, Task, TaskFile } from './task.ts'

/** One file of a variant, with the ways between its offsets and those of the file as authored. */
export interface ComposedFile {
  readonly path: string
  readonly role: 'review' | 'given'
  readonly text: string
  /** Where a range of the authored file went; it must not have been edited away. */
  toServed(range: Range): Range
  /** The place in the YAML file that a range of this text comes from. */
  origin(range: Range): Span
}

/** A stretch of a served file: authored code, or what an edit put in its place. */
interface Segment {
  readonly served: Range
  readonly from:
    | { readonly kind: 'code'; readonly start: number }
    | { readonly kind: 'edit'; readonly edit: Edit }
}

/** The files of the variant that has just these items: the fixes of all others are applied. */
export function composeVariant(task: Task, present: ReadonlySet<string>): readonly ComposedFile[] {
  const edits = task.items.filter(({ spec }) => !present.has(spec.id)).flatMap((item) => item.edits)
  return task.files.map((file) =>
    composeFile(
      file,
      edits.filter(({ path }) => path === file.path).sort((a, b) => a.start - b.start),
    ),
  )
}

function composeFile(file: TaskFile, edits: readonly Edit[]): ComposedFile {
  const authored = file.code.text
  const segments: Segment[] = []
  let text = ''
  const append = (part: string, from: Segment['from']) => {
    segments.push({ served: { start: text.length, end: text.length + part.length }, from })
    text += part
  }
  let position = 0
  for (const edit of edits) {
    append(authored.slice(position, edit.start), { kind: 'code', start: position })
    append(edit.replacement.text, { kind: 'edit', edit })
    position = edit.end
  }
  append(authored.slice(position), { kind: 'code', start: position })

  const shift = (offset: number) =>
    edits
      .filter(({ end }) => end <= offset)
      .reduce((total, { start, end, replacement }) => total + replacement.text.length - (end - start), 0)
  return {
    path: file.path,
    role: file.role,
    text,
    toServed: ({ start, end }) => ({ start: start + shift(start), end: end + shift(start) }),
    origin: (range) => originOf(file, segments, range),
  }
}

function originOf(file: TaskFile, segments: readonly Segment[], { start, end }: Range): Span {
  const segment =
    segments.find(({ served }) => served.start <= start && start < served.end) ?? segments.at(-1)
  if (!segment) throw new Error('A file without a stretch')
  const { served, from } = segment
  const innerEnd = Math.min(end, served.end)
  const base = from.kind === 'code' ? from.start : 0
  const text = from.kind === 'code' ? file.code : from.edit.replacement
  return text.spanAt(start - served.start + base, innerEnd - served.start + base)
}

/** First and last line of a range, 1-based; a line break at its end does not take in the next line. */
export function linesOf(text: string, { start, end }: Range): [number, number] {
  const last = Math.max(start, end - 1)
  return [lineAt(text, start), lineAt(text, last)]
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

/** The served file that a place of the authored task is in. */
export function fileOf(files: readonly ComposedFile[], { path }: Place): ComposedFile {
  const file = files.find((candidate) => candidate.path === path)
  if (!file) throw new Error(`No file ${path}`)
  return file
}
