import type { Program } from '../sandbox/program.ts'
import { surrounded } from './programs.ts'

/** An export of a file under review: its kind (`class`, `function`, or what the language says) and how many arguments it needs. */
export interface Exported {
  readonly path: string
  readonly name: string
  readonly kind: string
  readonly arity: number
  /** The names of its parameters, where callers may use them. */
  readonly parameters?: readonly string[]
  /** Methods, accessors and statics of a class. */
  readonly members: readonly Omit<Exported, 'path' | 'members'>[]
}

const NATIVES = 'reviewgym/natives.js'
const PROBE = 'reviewgym/exports.js'

/** What the probe needs of the language, taken before any module of the program has run. */
const natives = { [NATIVES]: 'export const { ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect' }

/** The call whose outcome says what a program that was made `readable` exports. */
export const readExports = { call: `${PROBE}#exported` }

/** The program with a module that reads its exports; all runs of a patch have it, so that none can be told from another. */
export function readable(program: Program): Program {
  const reviewed = program.entries.filter(({ role }) => role === 'review').map(({ path }) => path)
  return surrounded(program, natives, { [PROBE]: probe(reviewed) })
}

/**
 * The modules are imported by name and not by promise: a module that exports `then` could answer a promise with
 * whatever it likes. Nothing is asked of a value that code of the program could answer.
 */
function probe(paths: readonly string[]): string {
  const modules = paths.map((path, index) => `import * as m${index} from ${JSON.stringify(path)}`)
  const read = paths.map((path, index) => `  readAll(list, ${JSON.stringify(path)}, m${index})`)
  return `import { defineProperty, getOwnPropertyDescriptor, ownKeys } from '${NATIVES}'
${modules.join('\n')}
const put = (list, value) =>
  defineProperty(list, list.length, { __proto__: null, value, writable: true, enumerable: true, configurable: true })
function isClass(value) {
  const prototype = typeof value === 'function' ? getOwnPropertyDescriptor(value, 'prototype') : undefined
  return prototype !== undefined && prototype.writable === false
}
function arityOf(value) {
  const found = typeof value === 'function' ? getOwnPropertyDescriptor(value, 'length') : undefined
  return found !== undefined && typeof found.value === 'number' ? found.value : 0
}
function readMembers(list, object, prefix) {
  const keys = ownKeys(object)
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at]
    if (typeof key !== 'string' || key === 'constructor' || key === 'prototype' || key === 'length' || key === 'name')
      continue
    const { get, value } = getOwnPropertyDescriptor(object, key)
    const kind = get === undefined ? typeof value : 'accessor'
    put(list, { name: prefix + key, kind, arity: get === undefined ? arityOf(value) : 0 })
  }
  return list
}
function readAll(list, path, module) {
  const names = ownKeys(module)
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at]
    if (typeof name !== 'string') continue
    const value = module[name]
    const members = isClass(value)
      ? readMembers(readMembers([], value, 'static '), getOwnPropertyDescriptor(value, 'prototype').value, '')
      : []
    put(list, { path, name, kind: isClass(value) ? 'class' : typeof value, arity: arityOf(value), members })
  }
}
export function exported() {
  const list = []
${read.join('\n')}
  return list
}
`
}

/** Exports without the members that their files declare `private` or `protected`, which a running program does not show. */
export function publicOf(
  exports: readonly Exported[],
  files: readonly { readonly path: string; readonly code: string }[],
): readonly Exported[] {
  return exports.map((one) => {
    const code = files.find(({ path }) => path === one.path)?.code ?? ''
    const hidden = [...code.matchAll(/^\s*(?:private|protected)\s[^(:=;\n]*?([\w$]+)\s*[(:=;<]/gm)]
    const names = new Set(hidden.map(([, name]) => name))
    return { ...one, members: one.members.filter(({ name }) => !names.has(name.replace('static ', ''))) }
  })
}

/** How a program's exports differ from those of another that it stands in for, or null. A class may have more members. */
export function changedExport(before: readonly Exported[], after: readonly Exported[]): string | null {
  const key = ({ path, name }: Exported) => `${path}#${name}`
  const added = after.find((one) => !before.some((other) => key(other) === key(one)))
  if (added) return `\`${added.path}\` now exports \`${added.name}\``
  for (const one of before) {
    const twin = after.find((other) => key(other) === key(one))
    if (!twin) return `\`${one.path}\` no longer exports \`${one.name}\``
    const change = changeOf(one, twin) ?? changedMember(one, twin)
    if (change !== null) return `\`${one.name}\` ${change}`
  }
  return null
}

type Described = Omit<Exported, 'path' | 'members'>

function changeOf(one: Described, twin: Described): string | null {
  if (one.kind !== twin.kind) return `is now ${article(twin.kind)}, and was ${article(one.kind)}`
  if (one.arity !== twin.arity) return `now takes ${twin.arity} arguments, and took ${one.arity}`
  const gone = one.parameters?.find((name) => !twin.parameters?.includes(name))
  if (gone !== undefined) return `no longer takes \`${gone}\``
  return null
}

function changedMember(one: Exported, twin: Exported): string | null {
  for (const member of one.members) {
    const other = twin.members.find(({ name }) => name === member.name)
    if (!other) return `no longer has \`${member.name}\``
    const change = changeOf(member, other)
    if (change !== null) return `has \`${member.name}\`, which ${change}`
  }
  return null
}

const article = (kind: string) => `${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind}`
