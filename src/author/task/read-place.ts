import type { DiagnosticCode } from '../../core/codes.ts'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import { closest } from '../../core/suggestion.ts'
import { embeddedText } from '../syntax/embedded.ts'
import { type Node, nodeAt, type Path, type ScalarNode } from '../syntax/tree.ts'
import type { Edit, Place, TaskFile } from './task.ts'
import type { TaskSource } from './validate.ts'

/** More places than this are not read. */
const MAX_PLACES = 5

/** Turns the texts that name places into places; what cannot be found becomes a diagnostic, and null. */
export function createPlaceReader({ root }: TaskSource, files: readonly TaskFile[], found: Diagnostic[]) {
  const report = (
    code: DiagnosticCode,
    span: Span,
    message: string,
    extras?: Parameters<typeof diagnosticAt>[3],
  ) => {
    found.push(diagnosticAt(code, span, message, extras))
    return null
  }

  function fileNamed(node: Node | null, textNode: ScalarNode): TaskFile | null {
    if (node?.kind === 'scalar') {
      const path = String(node.value)
      const file = files.find((candidate) => candidate.path === path)
      if (file) return file
      const guess = closest(
        path,
        files.map((candidate) => candidate.path),
      )
      const hint = guess === null ? null : `Did you mean \`${guess}\`?`
      return report('check/unknown-path', node.span, `The task has no snippet \`${path}\``, { hint })
    }
    const [only, another] = files.filter(({ role }) => role === 'review')
    if (only && !another) return only
    return report('check/path-needed', textNode.span, 'Several snippets are under review', {
      hint: 'Say which one with `path:`',
    })
  }

  function find(file: TaskFile, textNode: ScalarNode): Place | null {
    const text = String(textNode.value)
    const code = file.code.text
    const starts: number[] = []
    for (
      let at = code.indexOf(text);
      at !== -1 && starts.length <= MAX_PLACES;
      at = code.indexOf(text, at + 1)
    )
      starts.push(at)
    const [start, second] = starts
    if (start === undefined)
      return report('check/text-not-found', textNode.span, `This text does not occur in \`${file.path}\``, {
        hint: notFoundHint(text, file, files),
      })
    if (second !== undefined)
      return report(
        'check/text-not-unique',
        textNode.span,
        `This text occurs ${countOf(starts)} times in \`${file.path}\``,
        {
          notes: starts
            .slice(0, MAX_PLACES)
            .map((at) => ({ message: 'Here', span: file.code.spanAt(at, at + text.length) })),
          hint: 'Take in more of the line, so that it occurs once',
        },
      )
    return { path: file.path, start, end: start + text.length }
  }

  return {
    /** The place that an `at` names: a text, or `{path, text}`. */
    mark(path: Path): Place | null {
      const node = nodeAt(root, path)
      const textNode = node.kind === 'map' ? scalarAt(node, 'text') : node.kind === 'scalar' ? node : null
      if (!textNode) throw new Error('A place without a text')
      const file = fileNamed(node.kind === 'map' ? scalarAt(node, 'path') : null, textNode)
      return file && find(file, textNode)
    },
    /** The replacement that an entry of `fix` stands for. */
    edit(path: Path): Edit | null {
      const node = nodeAt(root, path)
      const [textNode, replaceNode] = [scalarAt(node, 'find'), scalarAt(node, 'replace')]
      if (!textNode || !replaceNode) throw new Error('An edit without its texts')
      const file = fileNamed(scalarAt(node, 'path'), textNode)
      const place = file && find(file, textNode)
      if (!place) return null
      if (textNode.value === replaceNode.value)
        return report('check/edit-changes-nothing', replaceNode.span, '`replace` is the same text as `find`')
      return { ...place, replacement: embeddedText(replaceNode), span: textNode.span }
    },
  }
}

function scalarAt(node: Node, key: string): ScalarNode | null {
  const entry = node.kind === 'map' ? node.entries.find((candidate) => candidate.key === key) : undefined
  return entry?.value.kind === 'scalar' ? entry.value : null
}

function countOf(starts: readonly number[]): string {
  return starts.length > MAX_PLACES ? `more than ${MAX_PLACES}` : String(starts.length)
}

function notFoundHint(text: string, { code }: TaskFile, files: readonly TaskFile[]): string {
  const elsewhere = files.find((file) => file.code.text.includes(text))
  if (elsewhere) return `It occurs in \`${elsewhere.path}\`: add \`path: ${elsewhere.path}\``
  const squeeze = (value: string) => value.replace(/\s+/g, ' ').trim()
  return squeeze(code.text).includes(squeeze(text))
    ? 'It differs in blanks only: copy it with its indentation'
    : 'Copy it from the snippet, character by character'
}
