// The declarations of TypeScript's library that snippets are checked by: ts-morph has them all, those of browsers among them,
// and who loads it holds them as long as it runs.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const ofTsMorph = createRequire(createRequire(import.meta.url).resolve('ts-morph'))
const FIRST = 'lib.es2023.d.ts'

/** Stands in for `library.ts`. */
export const typescriptLibrary = {
  name: 'typescript-library',
  setup({ onLoad }) {
    onLoad({ filter: /\/language\/typescript\/library\.ts$/ }, async () => ({
      contents: `${await licence()}\nexport const libraryTexts = new Map(${JSON.stringify(neededFiles())})`,
      loader: 'js',
    }))
  },
}

/** That of TypeScript, as it heads its own file. */
async function licence() {
  const compiler = await readFile(ofTsMorph.resolve('@ts-morph/common/dist/typescript.js'), 'utf8')
  return /\/\*![\s\S]*?\*\//.exec(compiler)[0]
}

/** The first file and all that it refers to, by their names. */
function neededFiles() {
  const all = new Map(
    ofTsMorph('@ts-morph/common')
      .getLibFiles()
      .map(({ fileName, text }) => [fileName, text]),
  )
  const needed = new Set([FIRST])
  for (const name of needed) {
    const text = all.get(name)
    if (text === undefined) throw new Error(`TypeScript's library is not named as it was: no \`${name}\``)
    for (const [, lib] of text.matchAll(/\/\/\/ <reference lib="([^"]+)" \/>/g)) needed.add(`lib.${lib}.d.ts`)
  }
  return [...needed].map((name) => [name, all.get(name)])
}
