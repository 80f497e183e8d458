// The type stripper's WebAssembly as a file of its own: as text in its script, every thread that loads it holds it twice.
import { readFile } from 'node:fs/promises'

export const stripTypesWasm = {
  name: 'strip-types-wasm',
  setup({ onResolve, onLoad }) {
    let bytes
    onLoad({ filter: /@swc\/wasm-typescript\/wasm\.js$/ }, async ({ path }) => {
      const script = await readFile(path, 'utf8')
      const [decoding, text] = /Buffer\.from\('([\w+/=]{1000,})', 'base64'\)/.exec(script)
      bytes = Buffer.from(text, 'base64')
      return { contents: script.replace(decoding, () => "require('strip-types-bytes').read()") }
    })
    onResolve({ filter: /^strip-types/ }, ({ path }) => ({ path, namespace: 'strip-types' }))
    onLoad({ filter: /bytes$/, namespace: 'strip-types' }, () => ({
      contents: `import { readFileSync } from 'node:fs'
        import path from 'strip-types.wasm'
        export const read = () => readFileSync(new URL(path, import.meta.url))`,
    }))
    onLoad({ filter: /wasm$/, namespace: 'strip-types' }, () => ({ contents: bytes, loader: 'file' }))
  },
}
