// Builds dist/: the command line, the library and the sandbox's workers, bundled; what only compiling needs stays outside.
import { chmod, copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { sourceHash } from './fresh.mjs'
import { smallManifest } from './manifest.mjs'
import { stripTypesWasm } from './strip-types-wasm.mjs'
import { typescriptLibrary } from './typescript-library.mjs'
import { typescriptParser } from './typescript-parser.mjs'

await rm('dist', { recursive: true, force: true })
/** What `export openenv` copies: these, and all that they load. */
const EXPORTED = ['dist/server.js', 'dist/oracle.js', 'dist/sandbox-worker.js', 'dist/strip-worker.js']

/** What serves speaks HTTP/1.1, but Hono's server asks of each request whether it is one of HTTP/2: to load that takes 5 ms of each start. */
const withoutHttp2 = {
  name: 'without-http2',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:http2$/ }, () => ({ path: 'http2', namespace: 'absent' }))
    onLoad({ filter: /^http2$/, namespace: 'absent' }, () => ({
      contents: 'export class Http2ServerRequest {}; export const constants = {}',
    }))
  },
}

const { metafile } = await build({
  entryPoints: {
    cli: 'src/cli/main.ts',
    server: 'src/cli/exported/server.ts',
    oracle: 'src/cli/exported/oracle.ts',
    index: 'src/index.ts',
    client: 'src/client/client.ts',
    'sandbox-worker': 'src/runtime/sandbox/worker.ts',
    'strip-worker': 'src/runtime/sandbox/strip-worker.ts',
    'attack-worker': 'src/rollout/attack/worker.ts',
    'compile-worker': 'src/cli/compile-worker.ts',
    'lint-worker': 'src/cli/lint-worker.ts',
    'pack-worker': 'src/cli/pack-worker.ts',
  },
  loader: { '.wasm': 'binary' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [
    ...['ts-morph', '@astral-sh/ruff-wasm-nodejs', '@vscode/tree-sitter-wasm', 'pyright'],
    // What only the agent `linter` needs, and may be missing.
    ...['eslint', 'typescript-eslint', 'eslint-plugin-security', 'eslint-plugin-sonarjs', 'typescript'],
  ],
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'chunks/[name]-[hash]',
  legalComments: 'linked',
  // Bundled CommonJS packages ask for Node's own modules by `require`.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  plugins: [withoutHttp2, smallManifest, stripTypesWasm, typescriptLibrary, typescriptParser],
  metafile: true,
  logLevel: 'warning',
})
// The child that runs Python stands alone: it may read no other file of ours.
await build({
  entryPoints: { 'python-child': 'src/runtime/sandbox/python/child/main.ts' },
  loader: { '.py': 'text' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  // Node loads less for it than for a module.
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
})
// The page under /web, for browsers.
await build({
  entryPoints: { main: 'src/web/main.tsx', style: 'src/web/style.css' },
  outdir: 'dist/web',
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome123', 'firefox121', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'linked',
  logLevel: 'warning',
})
await copyFile('src/web/index.html', 'dist/web/index.html')
// The page of reports: its script and style are put into every page.
await build({
  entryPoints: { 'report-page': 'src/report/page/page.ts' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  logLevel: 'warning',
})
await cp('src/rollout/export/openenv/skeleton', 'dist/openenv', { recursive: true })
await writeFile('dist/openenv.json', `${JSON.stringify(exportedFiles(metafile.outputs), null, 2)}\n`)
const cli = await readFile('dist/cli.js', 'utf8')
await writeFile('dist/cli.js', `#!/usr/bin/env node\n${cli}`)
await chmod('dist/cli.js', 0o755)
await writeFile('dist/.sources', await sourceHash())

/** The files of `dist/` that an exported environment runs, and those of its skeleton. */
function exportedFiles(outputs) {
  const found = new Set()
  const visit = (path) => {
    if (found.has(path) || !outputs[path]) return
    found.add(path)
    for (const { path: next } of outputs[path].imports) visit(next)
  }
  EXPORTED.forEach(visit)
  const licences = Object.keys(outputs).filter((path) => found.has(path.replace(/\.LEGAL\.txt$/, '')))
  return [...new Set([...found, ...licences])].map((path) => path.replace(/^dist\//, '')).sort()
}
