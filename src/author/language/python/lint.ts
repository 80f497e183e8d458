import { pythonWorld } from '../../../model/python-world.ts'
import type { Range, SyntaxFault } from '../language.ts'
import { loadUnoptimized, unoptimized } from '../unoptimized.ts'
import type { SyntaxNode } from './grammar.ts'

/** Python itself takes 200 brackets inside each other; the linter's stack is at its end at some 1500 of anything. */
const MAX_BRACKETS = 200
const MAX_DEPTH = 800

/** Besides what the parser itself refuses: what Python refuses to compile, and names that nothing defines. */
const rules = [
  ...['F404', 'F406', 'F407', 'F621', 'F622', 'F701', 'F702', 'F704', 'F706', 'F707'],
  ...['PLE0115', 'PLE0117', 'PLE0118', 'PLE1142', 'PLE1700'],
  'F821',
]

const { PositionEncoding, Workspace } = await loadUnoptimized(() => import('@astral-sh/ruff-wasm-nodejs'))

const workspace = unoptimized(
  () =>
    new Workspace(
      { 'target-version': `py${pythonWorld.version.replace('.', '')}`, lint: { select: rules } },
      PositionEncoding.Utf16,
    ),
)

/** What the linter's WebAssembly build answers with, as far as it is read here. */
interface Found {
  readonly code: string | null
  readonly message: string
  readonly start_location: Location
  readonly end_location: Location
}

/** Both 1-based; columns count UTF-16 units. */
interface Location {
  readonly row: number
  readonly column: number
}

interface LintedCode {
  readonly faults: readonly SyntaxFault[]
  /** None where there are faults: what cannot be parsed defines nothing. */
  readonly undefinedNames: readonly Range[]
}

/** Only what keeps a program from running; whatever else a linter finds is what tasks are about. */
export function lintPython(code: string, nodes: readonly SyntaxNode[]): LintedCode {
  const deepest = deepestPlace(nodes)
  if (deepest !== null)
    return {
      faults: [{ ...deepest, message: 'This nests too deeply for Python', hint: null }],
      undefinedNames: [],
    }
  // Comments must not switch a rule off: the sandbox does not heed them.
  const heeded = code.replaceAll(/noqa|ruff/gi, 'xxxx')
  const found = unoptimized(() => workspace.check(heeded)) as readonly Found[]
  const starts = lineStarts(code)
  const offset = ({ row, column }: Location) =>
    Math.min((starts[row - 1] ?? code.length) + column - 1, code.length)
  const located = found
    .map(({ code: rule, message, start_location, end_location }) => ({
      rule,
      message: message.replace(/\.$/, '').replace(/^[a-z]/, (first) => first.toUpperCase()),
      start: offset(start_location),
      end: offset(end_location),
      hint: null,
    }))
    .sort((a, b) => a.start - b.start)
  const faults = located.filter(({ rule }) => rule !== 'F821')
  if (faults.length === 0) return { faults, undefinedNames: located }
  const unclosed = faults.some(({ message }) => /unexpected EOF/i.test(message))
    ? unclosedBracket(nodes)
    : null
  if (unclosed === null) return { faults, undefinedNames: [] }
  const message = `\`${code.slice(unclosed.start, unclosed.end)}\` is never closed`
  return { faults: [{ ...unclosed, message, hint: null }], undefinedNames: [] }
}

function lineStarts(code: string): readonly number[] {
  return [0, ...[...code.matchAll(/\r\n?|\n/g)].map(({ 0: lineBreak, index }) => index + lineBreak.length)]
}

/** Where the code becomes too deep to be read, or null. */
function deepestPlace(nodes: readonly SyntaxNode[]): Range | null {
  let brackets = 0
  for (const { type, start, end, depth } of nodes) {
    if (type === '(' || type === '[' || type === '{') brackets += 1
    if (type === ')' || type === ']' || type === '}') brackets -= 1
    if (brackets > MAX_BRACKETS || depth > MAX_DEPTH) return { start, end }
  }
  return null
}

/** The parser of the linter names the end of the file, which is the one place where nobody looks. */
function unclosedBracket(nodes: readonly SyntaxNode[]): Range | null {
  const open: SyntaxNode[] = []
  for (const node of nodes) {
    if (node.end === node.start) continue
    if (node.type === '(' || node.type === '[' || node.type === '{') open.push(node)
    if (node.type === ')' || node.type === ']' || node.type === '}') open.pop()
  }
  const last = open.at(-1)
  return last ? { start: last.start, end: last.end } : null
}
