import { createRequire } from 'node:module'

interface LibraryFile {
  readonly fileName: string
  readonly text: string
}

const { getLibFiles }: { getLibFiles(): readonly LibraryFile[] } = createRequire(
  createRequire(import.meta.url).resolve('ts-morph'),
)('@ts-morph/common')

/** The declarations that come with TypeScript, by their names; `dist/` has those that snippets are checked by (`scripts/typescript-library.mjs`). */
export const libraryTexts: ReadonlyMap<string, string> = new Map(
  getLibFiles().map(({ fileName, text }) => [fileName, text]),
)
