import { posix } from 'node:path'
import { closest } from '../../../core/suggestion.ts'
import type { ImportedName, ImportFault } from '../language.ts'
import { worldModules } from './world.ts'

/** A relative import names a snippet, with or without its ending; any other a module of the sandbox. */
export function importFaults(
  { specifier, start, end }: ImportedName,
  from: string,
  paths: ReadonlySet<string>,
): readonly ImportFault[] {
  if (!specifier.startsWith('.'))
    return worldModules.includes(specifier)
      ? []
      : [{ start, end, message: `The sandbox has no module \`${specifier}\``, hint: moduleHint(specifier) }]
  const target = posix.join(posix.dirname(from), specifier)
  if (paths.has(target) || paths.has(`${target}.ts`)) return []
  const hint = snippetHint(from, specifier, paths)
  return [{ start, end, message: `The task has no snippet \`${target}\``, hint }]
}

function snippetHint(from: string, specifier: string, paths: ReadonlySet<string>): string {
  const reachable = [...paths].map((target) => {
    const relative = posix.relative(posix.dirname(from), target).replace(/\.ts$/, '')
    return relative.startsWith('.') ? relative : `./${relative}`
  })
  const guess = closest(specifier.replace(/\.[cm]?[jt]sx?$/, ''), reachable)
  return guess === null
    ? 'A task sees its own snippets only: add one with `role: given`'
    : `Did you mean \`${guess}\`?`
}

function moduleHint(specifier: string): string {
  const guess = closest(specifier, worldModules) ?? closest(`node:${specifier}`, worldModules)
  return guess === null
    ? 'Put what you need of it into a snippet with `role: given`'
    : `Did you mean \`${guess}\`?`
}
