// Builds dist/: the command line, the library and the sandbox's workers, bundled; ts-morph stays outside because only compiling needs it.
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { sourceHash } from './fresh.mjs'

await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/index.ts',
    'sandbox-worker': 'src/runtime/sandbox/worker.ts',
    'strip-worker': 'src/runtime/sandbox/strip-worker.ts',
  },
  // sql.js would look for its WebAssembly file beside itself; it is given the bytes.
  define: { __dirname: '""' },
  loader: { '.wasm': 'binary' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['ts-morph'],
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'linked',
  // Bundled CommonJS packages ask for Node's own modules by `require`.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
const cli = await readFile('dist/cli.js', 'utf8')
await writeFile('dist/cli.js', `#!/usr/bin/env node\n${cli}`)
await chmod('dist/cli.js', 0o755)
await writeFile('dist/.sources', await sourceHash())
