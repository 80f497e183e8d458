import { closest } from '../../../core/suggestion.ts'
import type { Range, UndefinedName } from '../language.ts'
import { childOf, type SyntaxNode } from './grammar.ts'

/** Names that are there without being defined, and that are often mistyped. */
const builtins = [
  ...['abs', 'all', 'any', 'bool', 'bytes', 'callable', 'dict', 'enumerate', 'filter', 'float', 'frozenset'],
  ...['getattr', 'hasattr', 'hash', 'int', 'isinstance', 'issubclass', 'iter', 'len', 'list', 'map', 'max'],
  ...['min', 'next', 'object', 'open', 'print', 'property', 'range', 'repr', 'reversed', 'round', 'set'],
  ...[
    'setattr',
    'sorted',
    'staticmethod',
    'str',
    'sum',
    'super',
    'tuple',
    'type',
    'zip',
    'None',
    'True',
    'False',
  ],
  ...['Exception', 'IndexError', 'KeyError', 'PermissionError', 'RuntimeError', 'TypeError', 'ValueError'],
]

/** Every name in the file, once. */
export function identifiers(code: string, nodes: readonly SyntaxNode[]): readonly string[] {
  return [...new Set(nodes.filter(({ type }) => type === 'identifier').map((node) => textOf(code, node)))]
}

/** Each undefined name where it stands first, with the name that was probably meant. */
export function undefinedNames(
  code: string,
  known: readonly string[],
  ranges: readonly Range[],
): readonly UndefinedName[] {
  const firsts = new Map<string, Range>()
  for (const range of ranges) {
    const name = textOf(code, range)
    if (!firsts.has(name)) firsts.set(name, range)
  }
  const defined = [...known.filter((name) => !firsts.has(name)), ...builtins]
  return [...firsts].map(([name, { start, end }]) => ({ name, meant: closest(name, defined), start, end }))
}

/**
 * What the file defines at top level, in a branch too, and does not begin with `_`; besides whatever `__all__` lists.
 * What is only imported is not exported.
 */
export function exportedNames(code: string, nodes: readonly SyntaxNode[]): readonly string[] {
  const listed: string[] = []
  const defined: string[] = []
  for (const node of nodes.filter(isTopLevel)) {
    const targets = definedBy(node).map((target) => textOf(code, target))
    if (targets.includes('__all__')) listed.push(...stringsIn(code, node))
    defined.push(...targets.filter((name) => !name.startsWith('_')))
  }
  return [...new Set([...defined, ...listed])]
}

/** Whether the node is in no function and no class. */
function isTopLevel({ parent }: SyntaxNode): boolean {
  for (let node = parent; node; node = node.parent)
    if (['function_definition', 'class_definition', 'lambda'].includes(node.type)) return false
  return true
}

function definedBy(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.type) {
    case 'function_definition':
    case 'class_definition':
      return [childOf(node, 'name') ?? []].flat()
    case 'assignment':
    case 'augmented_assignment':
    case 'type_alias_statement':
      return targetsIn(childOf(node, 'left'))
    default:
      return []
  }
}

/** The names that a pattern binds: those of `a.b` and `a[0]` it does not. */
function targetsIn(pattern: SyntaxNode | null): readonly SyntaxNode[] {
  if (pattern === null) return []
  if (pattern.type === 'identifier') return [pattern]
  if (pattern.type === 'type' || pattern.type === 'generic_type')
    return targetsIn(
      pattern.children.find(({ type }) => type === 'identifier' || type === 'generic_type') ?? null,
    )
  const isPattern = /^(?:pattern_list|tuple_pattern|list_pattern|list_splat_pattern)$/.test(pattern.type)
  return isPattern ? pattern.children.flatMap(targetsIn) : []
}

function stringsIn(code: string, node: SyntaxNode): readonly string[] {
  return (childOf(node, 'right')?.children ?? [])
    .filter(({ type }) => type === 'string')
    .map((text) => textOf(code, text).slice(1, -1))
}

function textOf(code: string, { start, end }: Range): string {
  return code.slice(start, end)
}
