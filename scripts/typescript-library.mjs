// The declarations of TypeScript's library that snippets are checked by: ts-morph has them all, those of browsers among them,
// and who loads it holds them as long as it runs.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const ofTsMorph = createRequire(createRequire(import.meta.url).resolve('ts-morph'))

/** Stands in for `library.ts`, with what that exports. */
export const typescriptLibrary = {
  name: 'typescript-library',
  setup({ onLoad }) {
    onLoad({ filter: /\/language\/typescript\/library\.ts$/ }, async ({ path }) => {
      const { FIRST_OF_LIBRARY, libraryTexts } = await exportsOf(path)
      const contents = `${await licence()}
        export const FIRST_OF_LIBRARY = ${JSON.stringify(FIRST_OF_LIBRARY)}
        export const libraryTexts = new Map(${JSON.stringify([...libraryTexts])})`
      return { contents, loader: 'js' }
    })
  },
}

async function exportsOf(path) {
  const outfile = resolve('node_modules/.cache/reviewgym/typescript-library.mjs')
  await build({ entryPoints: [path], outfile, bundle: true, format: 'esm', platform: 'node' })
  return import(pathToFileURL(outfile))
}

/** That of TypeScript, as it heads its own file. */
async function licence() {
  const compiler = await readFile(ofTsMorph.resolve('@ts-morph/common/dist/typescript.js'), 'utf8')
  return /\/\*![\s\S]*?\*\//.exec(compiler)[0]
}
