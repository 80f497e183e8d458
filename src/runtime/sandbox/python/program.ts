import type { FixtureSpec, Program, ProgramFile } from '../program.ts'

/** Where the code of a `code:` fixture lives among the modules; what it names `default` is the fixture, or else the module is. */
export const pythonFixturePath = (name: string) => `fixtures/${name}.py`

/** Makes a program of a Python task's files and fixtures. */
export function linkPython(
  files: readonly ProgramFile[],
  fixtures: Readonly<Record<string, FixtureSpec>>,
): Program {
  const own = Object.entries(fixtures).flatMap(([name, { code }]) =>
    typeof code === 'string' ? [[pythonFixturePath(name), code] as const] : [],
  )
  const used = Object.entries(fixtures).map(
    ([name, spec]) => [name, 'code' in spec ? {} : spec] satisfies [string, FixtureSpec],
  )
  return {
    language: 'python',
    modules: Object.fromEntries([...files.map(({ path, text }) => [path, text] as const), ...own]),
    entries: files.map(({ path, role }) => ({ path, role })),
    fixtures: Object.fromEntries(used),
  }
}
