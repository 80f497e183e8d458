// Our own modules, bundled, for those benches that need no server.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { KEPT } from './serving.mjs'

export async function inside() {
  const outfile = resolve(KEPT, 'inside.mjs')
  await build({
    entryPoints: ['bench/inside.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    loader: { '.wasm': 'binary', '.py': 'text' },
  })
  return import(pathToFileURL(outfile).href)
}
