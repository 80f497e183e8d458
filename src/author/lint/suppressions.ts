import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { type Source, type Span, spanOf } from '../../core/source.ts'
import { closest } from '../../core/suggestion.ts'
import { readComments, type YamlComment } from '../syntax/comments.ts'
import type { Node } from '../syntax/tree.ts'

const WORD = 'reviewgym-ignore'
const FORM = /^reviewgym-ignore\b\s*(?<rule>[^:]*?)\s*(?::\s*(?<reason>.*))?$/

/** A comment by which an author says that a rule is wrong about a place. */
export interface Suppression {
  readonly rule: string
  readonly reason: string
  readonly span: Span
  /** What it stands for: a line, to the end of a text or a block of code that begins there. */
  readonly covers: Span
}

/** The suppressions of a task file: `# reviewgym-ignore no-any: reason`, behind a line or on the lines above it. */
export function readSuppressions(root: Node): readonly Suppression[] {
  const { source } = root.span
  if (!source.text.includes(WORD)) return []
  const comments = readComments(source)
  return comments.flatMap((comment) => {
    const { rule, reason = '' } = FORM.exec(comment.text)?.groups ?? {}
    if (rule === undefined) return []
    return { rule, reason: reason.trim(), span: comment.span, covers: coveredBy(comment, comments, root) }
  })
}

/** Where suppressions are at fault themselves: a rule that is not there, or no reason. */
export function faultsOfSuppressions(
  suppressions: readonly Suppression[],
  rules: readonly string[],
): readonly Diagnostic[] {
  return suppressions.flatMap(({ rule, reason, span }) => {
    if (!rules.includes(rule)) {
      const guess = closest(rule, rules)
      return diagnosticAt(
        'lint/no-unknown-suppression',
        span,
        rule === '' ? 'This names no rule' : `There is no rule \`${rule}\``,
        {
          hint:
            guess === null ? 'Write `# reviewgym-ignore rule-name: reason`' : `Did you mean \`${guess}\`?`,
        },
      )
    }
    if (reason !== '') return []
    return diagnosticAt(
      'lint/require-suppression-reason',
      span,
      `Nothing says why \`${rule}\` is wrong here`,
      {
        hint: `Write \`# reviewgym-ignore ${rule}: reason\``,
      },
    )
  })
}

/** What is left of diagnostics, and the suppressions that kept none of them away. */
export function suppress(
  diagnostics: readonly Diagnostic[],
  suppressions: readonly Suppression[],
): { readonly kept: readonly Diagnostic[]; readonly unused: readonly Suppression[] } {
  const used = new Set<Suppression>()
  const kept = diagnostics.filter(({ code, span }) => {
    const fitting = suppressions.filter(
      ({ rule, covers }) => code === `lint/${rule}` && includes(covers, span),
    )
    for (const one of fitting) used.add(one)
    return fitting.length === 0
  })
  return { kept, unused: suppressions.filter((one) => !used.has(one)) }
}

/** Says of a suppression that there is nothing for it to suppress. */
export function unusedSuppression({ rule, span }: Suppression): Diagnostic {
  return diagnosticAt('lint/no-unused-suppression', span, `\`${rule}\` has nothing to report here`, {
    severity: 'warning',
    hint: 'Remove this comment',
    fix: [{ span: withItsBlanks(span), text: '' }],
  })
}

function includes(covers: Span, span: Span | null): boolean {
  return (
    span !== null && span.source === covers.source && covers.start <= span.start && span.start < covers.end
  )
}

/** Behind something, a comment stands for its own line; by itself, for the next line that is no comment. */
function coveredBy({ span }: YamlComment, comments: readonly YamlComment[], root: Node): Span {
  const { source } = span
  let line = lineAround(source, span.start)
  if (isBlank(source, line.start, span.start)) {
    const isComment = (at: number) => comments.some((other) => other.span.start === at)
    do line = lineAround(source, line.end + 1)
    while (
      line.end < source.text.length &&
      (isBlank(source, line.start, line.end) || isComment(firstOf(source, line)))
    )
  }
  return spanOf(source, line.start, Math.max(line.end, endOfTexts(root, line)))
}

interface Line {
  readonly start: number
  readonly end: number
}

function lineAround({ text }: Source, offset: number): Line {
  const at = Math.min(offset, text.length)
  const end = text.indexOf('\n', at)
  return { start: text.lastIndexOf('\n', at - 1) + 1, end: end === -1 ? text.length : end }
}

function isBlank({ text }: Source, start: number, end: number): boolean {
  return text.slice(start, end).trim() === ''
}

function firstOf({ text }: Source, { start, end }: Line): number {
  return start + text.slice(start, end).search(/\S|$/)
}

/** Where the last scalar ends that begins on a line. */
function endOfTexts(node: Node, line: Line): number {
  if (node.span.start > line.end || node.span.end < line.start) return line.end
  if (node.kind === 'scalar') return node.span.start >= line.start ? node.span.end : line.end
  const children = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value)
  return Math.max(line.end, ...children.map((child) => endOfTexts(child, line)))
}

/** A comment with its line, where nothing else stands on it; else with the blanks before it. */
function withItsBlanks({ source, start, end }: Span): Span {
  const line = lineAround(source, start)
  if (isBlank(source, line.start, start))
    return spanOf(source, line.start, Math.min(line.end + 1, source.text.length))
  const before = source.text.slice(line.start, start)
  return spanOf(source, line.start + before.trimEnd().length, end)
}
