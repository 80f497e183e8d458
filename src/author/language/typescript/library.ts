import { createRequire } from 'node:module'

interface LibraryFile {
  readonly fileName: string
  readonly text: string
}

const { getLibFiles }: { getLibFiles(): readonly LibraryFile[] } = createRequire(
  createRequire(import.meta.url).resolve('ts-morph'),
)('@ts-morph/common')

/** Which of the declarations that come with TypeScript snippets see, as their settings say: those of a language, none of browsers. */
export const FIRST_OF_LIBRARY = 'lib.es2023.d.ts'

/** That file and all that it refers to, by their names; `dist/` has them by themselves (`scripts/typescript-library.mjs`). */
export const libraryTexts: ReadonlyMap<string, string> = neededTexts()

function neededTexts(): ReadonlyMap<string, string> {
  const all = new Map(getLibFiles().map(({ fileName, text }) => [fileName, text]))
  const needed = new Map([[FIRST_OF_LIBRARY, '']])
  for (const name of needed.keys()) {
    const text = all.get(name)
    if (text === undefined) throw new Error(`TypeScript's library is not named as it was: no \`${name}\``)
    needed.set(name, text)
    for (const [, lib] of text.matchAll(/\/\/\/ <reference lib="([^"]+)" \/>/g))
      if (!needed.has(`lib.${lib}.d.ts`)) needed.set(`lib.${lib}.d.ts`, '')
  }
  return needed
}
