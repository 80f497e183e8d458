import { closest } from '../../../core/suggestion.ts'
import { pythonWorld } from '../../../model/python-world.ts'
import type { ImportedName, ImportFault } from '../language.ts'
import type { SyntaxNode } from './grammar.ts'

/** One for each module that an import statement names, wherever it stands. */
export function importedNames(code: string, nodes: readonly SyntaxNode[]): readonly ImportedName[] {
  return nodes.flatMap(({ type, children }) => {
    if (type !== 'import_statement' && type !== 'import_from_statement') return []
    const named = children
      .filter(({ field }) => field === 'name')
      .map((node) => (node.type === 'aliased_import' ? (node.children[0] ?? node) : node))
      .map(({ start, end }) => ({ name: withoutBlanks(code.slice(start, end)), start, end }))
    if (type === 'import_statement')
      return named.map(({ name, start, end }) => ({ specifier: name, members: [], start, end }))
    const module = children.find(({ field }) => field === 'module_name')
    if (!module) return []
    const { start, end } = module
    return { specifier: withoutBlanks(code.slice(start, end)), members: named, start, end }
  })
}

function withoutBlanks(name: string): string {
  return name.replaceAll(/[\s\\]/g, '')
}

/**
 * The task's files lie in one folder, from which imports start: `src/orders.py` is `src.orders`. A folder with files in
 * it is a package, with or without `__init__.py`. What is not among them must be a module of the sandbox.
 */
export function importFaults(
  { specifier, members, start, end }: ImportedName,
  from: string,
  paths: ReadonlySet<string>,
): readonly ImportFault[] {
  const modules = [...paths].map(moduleName)
  const target = specifier.startsWith('.') ? absoluteName(specifier, from) : specifier
  if (target === null) {
    const hint =
      'The task’s files have nothing above them: import from the top, as in `from src.orders import …`'
    return [{ start, end, message: `\`${specifier}\` is above the task’s files`, hint }]
  }
  if (modules.includes(target)) return []
  if (target === '' || modules.some((name) => name.startsWith(`${target}.`)))
    return members
      .map(({ name, ...place }) => ({ ...place, name: target === '' ? name : `${target}.${name}` }))
      .filter(({ name }) => !modules.some((known) => known === name || known.startsWith(`${name}.`)))
      .map(({ name, ...place }) => ({ ...place, ...unknownSnippet(name, modules) }))
  if (specifier.startsWith('.') || modules.some((name) => name.startsWith(`${target.split('.')[0]}.`)))
    return [{ start, end, ...unknownSnippet(target, modules) }]
  return pythonWorld.modules.includes(target) ? [] : [{ start, end, ...unknownModule(target, modules) }]
}

/** `src/orders.py` is `src.orders`, and so is `src/orders/__init__.py`. */
function moduleName(path: string): string {
  return path
    .replace(/\.py$/, '')
    .replace(/(?:^|\/)__init__$/, '')
    .replaceAll('/', '.')
}

/** What a relative name stands for; null when it has more dots than the file has folders. */
function absoluteName(specifier: string, from: string): string | null {
  const [dots = ''] = /^\.+/.exec(specifier) ?? []
  const folders = from.split('/').slice(0, -1)
  const up = dots.length - 1
  // At the top there is no package for a dot to mean.
  if (up >= folders.length) return null
  const rest = specifier.slice(dots.length)
  return [...folders.slice(0, folders.length - up), ...(rest === '' ? [] : [rest])].join('.')
}

function unknownSnippet(name: string, modules: readonly string[]) {
  const guess = closest(name, modules) ?? sameLastPart(name, modules)
  return {
    message: `The task has no snippet \`${name.replaceAll('.', '/')}.py\``,
    hint:
      guess === null
        ? 'A task sees its own snippets only: add one with `role: given`'
        : `Did you mean \`${guess}\`?`,
  }
}

function unknownModule(name: string, modules: readonly string[]) {
  const guess = sameLastPart(name, modules) ?? closest(name, [...modules, ...pythonWorld.modules])
  return {
    message: `The sandbox has no module \`${name}\``,
    hint:
      guess === null
        ? 'Put what you need of it into a snippet with `role: given`'
        : `Did you mean \`${guess}\`?`,
  }
}

/** `orders` is often written for `src.orders`. */
function sameLastPart(name: string, modules: readonly string[]): string | null {
  const last = name.split('.').at(-1)
  return modules.find((module) => module.split('.').at(-1) === last) ?? null
}
