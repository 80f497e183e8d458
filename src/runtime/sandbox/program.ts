import { posix } from 'node:path'
import type { StripFault, StripTypes } from './strip-types.ts'

/** A file of a task's program, in TypeScript. */
export interface ProgramFile {
  readonly path: string
  readonly role: 'review' | 'given'
  readonly text: string
}

/** A fixture as the task gives it: one that ships with the tool, or code of its own. */
export type FixtureSpec = Readonly<Record<string, unknown>>

/** What the sandbox runs: JavaScript or Python modules by path, and the fixtures that they are given. */
export interface Program {
  readonly language: 'typescript' | 'python'
  readonly modules: Readonly<Record<string, string>>
  readonly entries: readonly { readonly path: string; readonly role: 'review' | 'given' }[]
  readonly fixtures: Readonly<Record<string, FixtureSpec>>
}

export type Linked =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly path: string; readonly fault: StripFault }

/** Where the code of a `code:` fixture lives among the modules. */
export const fixturePath = (name: string) => `fixtures/${name}.ts`

/** Makes a program of a task's files and fixtures: every module stripped of its types, under its path. */
export function linkProgram(
  files: readonly ProgramFile[],
  fixtures: Readonly<Record<string, FixtureSpec>>,
  strip: StripTypes,
): Linked {
  const modules: Record<string, string> = {}
  const own = Object.entries(fixtures).flatMap(([name, { code }]) =>
    typeof code === 'string' ? { path: fixturePath(name), text: code } : [],
  )
  for (const { path, text } of [...files, ...own]) {
    const stripped = strip(text)
    if (!stripped.ok) return { ok: false, path, fault: stripped.fault }
    modules[path] = stripped.code
  }
  const used = Object.entries(fixtures).map(
    ([name, spec]) => [name, 'code' in spec ? {} : spec] satisfies [string, FixtureSpec],
  )
  const entries = files.map(({ path, role }) => ({ path, role }))
  return {
    ok: true,
    program: { language: 'typescript', modules, entries, fixtures: Object.fromEntries(used) },
  }
}

const ENDINGS = ['', '.ts', '.js', '/index.ts']

/** The module that a specifier means in a file: one of the world, or a file of the task with or without its ending. */
export function resolveSpecifier(
  specifier: string,
  from: string,
  isKnown: (path: string) => boolean,
): string | null {
  if (!specifier.startsWith('.')) return isKnown(specifier) ? specifier : null
  const path = posix.join(posix.dirname(from), specifier)
  const candidates = [...ENDINGS.map((ending) => path + ending), path.replace(/\.js$/, '.ts')]
  return candidates.find(isKnown) ?? null
}
