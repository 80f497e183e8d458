// TypeScript's parser without the rest of the compiler, a sixth of it: whoever only asks how code is built loads nothing else.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const ofTsMorph = createRequire(createRequire(import.meta.url).resolve('ts-morph'))

/** Stands in for `parser.ts`, with the same names, taken from the same TypeScript. */
export const typescriptParser = {
  name: 'typescript-parser',
  setup({ onLoad }) {
    onLoad({ filter: /\/language\/typescript\/parser\.ts$/ }, async ({ path }) => {
      const [, names] = /export const \{([^}]*)\}/.exec(await readFile(path, 'utf8'))
      return { contents: `${await parserText()}\nexport {${names}}`, loader: 'js' }
    })
  },
}

/** Its files stand one after the other, each below its name; what nothing of it needs, esbuild leaves out. */
async function parserText() {
  const whole = await readFile(ofTsMorph.resolve('@ts-morph/common/dist/typescript.js'), 'utf8')
  const placeOf = (text) => {
    const place = whole.indexOf(text)
    if (place === -1) throw new Error(`TypeScript is not put together as it was: no \`${text}\``)
    return place
  }
  const from = (start, end) => whole.slice(placeOf(start), placeOf(end))
  return [
    from('/*!', 'var ts = {}'),
    from('var __defProp', 'var __getOwnPropDesc'),
    from('var __export', 'var __copyProps'),
    from('// src/compiler/corePublic.ts', '// src/compiler/sys.ts'),
    // What it knows of the system, which it asks at once.
    'var sys\n',
    from('// src/compiler/path.ts', '// src/compiler/commandLineParser.ts'),
    // What finds imports, and the scanner that it takes.
    from('var scanner = createScanner(', 'var SemanticMeaning ='),
    from('// src/services/preProcess.ts', '// src/services/sourcemaps.ts'),
  ].join('')
}
