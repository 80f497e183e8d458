import type { FixtureSpec, Linked, ProgramFile } from './program.ts'
import { linkProgram } from './program.ts'

/** Makes a program of files that are trusted to be read here: an author's own. */
export async function linkFiles(
  language: string,
  files: readonly ProgramFile[],
  fixtures: Readonly<Record<string, FixtureSpec>>,
): Promise<Linked> {
  if (language === 'python') {
    const { linkPython } = await import('./python/program.ts')
    return { ok: true, program: linkPython(files, fixtures) }
  }
  const { loadStripTypes } = await import('./strip-types.ts')
  return linkProgram(files, fixtures, await loadStripTypes())
}
