import type { Range } from '../language.ts'
import { childOf, contains, type SyntaxNode, trimmed } from './grammar.ts'

/** The named functions, methods and classes with their decorators; a lambda that is bound to a name is one too. */
export function namedScopes(nodes: readonly SyntaxNode[]): readonly Range[] {
  return nodes.filter(isNamedScope).map(withDecorators).map(toRange)
}

/** The innermost named scope around a range; at top level the statement and two lines either side. */
export function functionScope(code: string, nodes: readonly SyntaxNode[], range: Range): Range {
  const wanted = trimmed(code, range)
  const around = namedScopes(nodes).findLast((scope) => contains(scope, wanted))
  return around ?? withLines(code, topLevelStatement(nodes, wanted), 2)
}

/** The innermost clause around a range, its header and its block, and one line either side. */
export function blockScope(code: string, nodes: readonly SyntaxNode[], range: Range): Range {
  const wanted = trimmed(code, range)
  const around = clauses(nodes).findLast((clause) => contains(clause, wanted))
  return withLines(code, around ?? topLevelStatement(nodes, wanted), 1)
}

/** `if …:` with its block, but without the `else` that follows it. In the order in which they begin, the wider first. */
function clauses(nodes: readonly SyntaxNode[]): readonly Range[] {
  return nodes.flatMap((node) => {
    const block = node.children.findLast(({ type }) => type === 'block')
    return block ? { start: withDecorators(node).start, end: block.end } : []
  })
}

function topLevelStatement([file]: readonly SyntaxNode[], range: Range): Range {
  const statement = file?.children.find((node) => contains(node, range))
  return statement ? toRange(statement) : range
}

function isNamedScope(node: SyntaxNode): boolean {
  return (
    node.type === 'function_definition' ||
    node.type === 'class_definition' ||
    (node.type === 'assignment' &&
      childOf(node, 'left')?.type === 'identifier' &&
      childOf(node, 'right')?.type === 'lambda')
  )
}

function withDecorators(node: SyntaxNode): SyntaxNode {
  return node.parent?.type === 'decorated_definition' ? node.parent : node
}

function toRange({ start, end }: Range): Range {
  return { start, end }
}

/** The range widened to whole lines and some more on either side. */
function withLines(code: string, { start, end }: Range, extra: number): Range {
  let first = code.lastIndexOf('\n', start - 1) + 1
  let last = lineEnd(code, end)
  for (let count = 0; count < extra; count += 1) {
    if (first > 0) first = code.lastIndexOf('\n', first - 2) + 1
    if (last < code.length) last = lineEnd(code, last + 1)
  }
  return { start: first, end: last }
}

function lineEnd(code: string, offset: number): number {
  const at = code.indexOf('\n', offset)
  return at === -1 ? code.length : at
}
