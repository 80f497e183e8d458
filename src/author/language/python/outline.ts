import { once } from '../../../core/once.ts'
import type { Outline } from '../language.ts'
import { parsePython, type SyntaxNode } from './grammar.ts'
import { importedNames } from './imports.ts'
import { lintPython } from './lint.ts'
import { exportedNames, identifiers, undefinedNames } from './names.ts'
import { blockScope, functionScope, namedScopes } from './scopes.ts'

/** Reads one file. The grammar is quick and takes too much, so the linter is asked, and only when its answer is. */
export function outline(_path: string, code: string): Outline {
  const nodes = parsePython(code)
  const linted = once(() => lintPython(code, nodes))
  const names = once(() => identifiers(code, nodes))
  const imports = once(() => importedNames(code, nodes))
  const remarks = once(() => comments(code, nodes))
  const loose = once(() => looseTypes(code, nodes))
  const scopes = once(() => namedScopes(nodes))
  const exports = once(() => exportedNames(code, nodes))
  return {
    get faults() {
      return linted().faults
    },
    get undefinedNames() {
      const { undefinedNames: ranges } = linted()
      return ranges.length === 0 ? [] : undefinedNames(code, names(), ranges)
    },
    get imports() {
      return imports()
    },
    get comments() {
      return remarks()
    },
    get looseTypes() {
      return loose()
    },
    get identifiers() {
      return names()
    },
    get scopes() {
      return scopes()
    },
    get exports() {
      return exports()
    },
    functionScope: (range) => functionScope(code, nodes, range),
    blockScope: (range) => blockScope(code, nodes, range),
  }
}

/** `Any` in an annotation, and comments that silence the checker. */
function looseTypes(code: string, nodes: readonly SyntaxNode[]): Outline['looseTypes'] {
  return nodes.flatMap((node) => {
    const text = code.slice(node.start, node.end)
    if (node.type === 'comment') {
      const found = /(?:type|pyright|mypy): *ignore\b/.exec(text)
      const start = node.start + (found?.index ?? 0)
      return found ? { start, end: start + found[0].length } : []
    }
    const isAny = node.type === 'identifier' && text === 'Any' && !isImported(node)
    return isAny ? { start: node.start, end: node.end } : []
  })
}

function isImported(node: SyntaxNode): boolean {
  for (let up = node.parent; up; up = up.parent) if (up.type.startsWith('import')) return true
  return false
}

/** What stands after `#`, and strings that stand by themselves, as documentation does. */
function comments(code: string, nodes: readonly SyntaxNode[]): Outline['comments'] {
  return nodes.filter(isComment).map(({ start, end, type }) => {
    const text = code.slice(start, end)
    const bare = type === 'comment' ? text.replace(/^[#\s]+/, '') : text.replace(/^\w*["']+|["']+$/g, '')
    return { start, end, text: bare.trim() }
  })
}

function isComment({ type, parent }: SyntaxNode): boolean {
  return (
    type === 'comment' ||
    (type === 'string' && parent?.type === 'expression_statement' && parent.children.length === 1)
  )
}
