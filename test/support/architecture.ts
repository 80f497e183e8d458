import { posix } from 'node:path'
import ts from 'typescript'

/** Which folders of src/ a folder may import from, beside itself. `index.ts` may import from all. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  model: ['core'],
  rubric: ['core', 'model'],
  runtime: ['core', 'model', 'rubric'],
  client: ['core', 'model'],
  rollout: ['core', 'model', 'rubric', 'runtime', 'client'],
  author: ['core', 'model', 'rubric', 'runtime', 'rollout'],
  report: ['core', 'model'],
  web: ['core', 'model'],
  cli: ['core', 'model', 'rubric', 'runtime', 'client', 'rollout', 'author', 'report', 'web'],
}

const PYRIGHT = 'src/author/language/python/run-pyright.ts'
const NATIVE = 'src/author/language/typescript/native.ts'
/** It reads TypeScript's own text, changes it and compiles it (decision 21). */
const COMPILER = 'src/author/language/typescript/compiler.ts'

/** The home of each package, one for each, and of the parts of Node that reach the outside. */
export const homes: Readonly<Record<string, string | readonly string[]>> = {
  yaml: 'src/author/syntax/',
  ajv: 'src/model/validator.ts',
  typebox: 'src/model/shape.ts',
  'wink-porter2-stemmer': 'src/rubric/text/stem.ts',
  re2js: 'src/rubric/pattern/',
  diff: 'src/author/task/change.ts',
  'ts-morph': 'src/author/language/',
  '@astral-sh/ruff-wasm-nodejs': ['src/author/language/python/lint.ts', 'src/rollout/linters/ruff.ts'],
  '@vscode/tree-sitter-wasm': 'src/author/language/python/grammar.ts',
  esbuild: 'src/author/compile/',
  commander: 'src/cli/',
  'fast-glob': 'src/cli/',
  'eventsource-parser': 'src/rollout/model/stream.ts',
  preact: 'src/web/',
  '@codemirror/commands': 'src/web/',
  '@codemirror/lang-javascript': 'src/web/',
  '@codemirror/lang-python': 'src/web/',
  '@codemirror/language': 'src/web/',
  '@codemirror/merge': 'src/web/',
  '@codemirror/state': 'src/web/',
  '@codemirror/view': 'src/web/',
  '@lezer/highlight': 'src/web/',
  eslint: 'src/rollout/linters/',
  'typescript-eslint': 'src/rollout/linters/eslint.ts',
  'eslint-plugin-security': 'src/rollout/linters/eslint.ts',
  'eslint-plugin-sonarjs': 'src/rollout/linters/eslint.ts',
  typescript: 'src/rollout/linters/eslint.ts',
  'hyparquet-writer': 'src/rollout/export/parquet.ts',
  hono: 'src/runtime/server/',
  '@hono/node-server': 'src/runtime/server/',
  'prom-client': 'src/runtime/server/prometheus.ts',
  pino: 'src/cli/log.ts',
  ws: ['src/runtime/server/', 'src/client/'],
  // The child that runs Python reads its own package, and nothing else is readable to it.
  'node:fs': [
    'src/cli/real-host.ts',
    'src/cli/watch-folder.ts',
    'src/runtime/sandbox/processor-time.ts',
    'src/runtime/sandbox/python/',
    PYRIGHT,
    NATIVE,
    COMPILER,
  ],
  'node:process': ['src/cli/', 'src/runtime/sandbox/python/', PYRIGHT, NATIVE],
  'node:http': 'src/runtime/server/',
  'node:cluster': 'src/runtime/server/workers.ts',
  '@jitl/quickjs-ffi-types': 'src/runtime/sandbox/engine.ts',
  '@jitl/quickjs-wasmfile-release-sync': 'src/runtime/sandbox/',
  '@swc/wasm-typescript': 'src/runtime/sandbox/strip-types.ts',
  '@sqlite.org/sqlite-wasm': 'src/runtime/sandbox/',
  'node:readline': 'src/cli/',
  'node:zlib': 'src/report/html/',
  'node:child_process': ['src/cli/start-program.ts', 'src/runtime/sandbox/', PYRIGHT, NATIVE],
  'node:module': ['src/author/language/', 'src/rollout/linters/'],
  'node:os': ['src/runtime/sandbox/', 'src/cli/lint-threads.ts', 'src/cli/pack-threads.ts', PYRIGHT, NATIVE],
  'node:v8': ['src/runtime/sandbox/worker.ts', 'src/author/language/unoptimized.ts', 'src/cli/engine.ts'],
  'node:vm': ['src/runtime/sandbox/worker.ts', COMPILER],
  'node:stream': ['src/runtime/sandbox/python/', 'src/runtime/server/listen.ts'],
  'node:url': 'src/runtime/sandbox/python/',
  'node:worker_threads': [
    'src/runtime/sandbox/',
    'src/rollout/attack/worker.ts',
    'src/cli/compile-worker.ts',
    'src/cli/lint-worker.ts',
    'src/cli/pack-worker.ts',
  ],
}

/** Parts of Node that only compute. */
const pure = ['node:buffer', 'node:crypto', 'node:path']

/** Everything in these files (paths from the repository's root) that the house does not allow, in a sentence each. */
export function violations(files: ReadonlyMap<string, string>): readonly string[] {
  const imports = new Map([...files].map(([path, text]) => [path, importsOf(path, text)]))
  const found = [...imports].flatMap(([path, specifiers]) =>
    specifiers.flatMap((to) => violation(path, to) ?? []),
  )
  return [...found, ...cycles(imports)]
}

/**
 * What a file brings with it at once, however far its imports are followed: files of ours by path, the rest as it is
 * named. What is imported only as a type, or only when a function runs, is not among it.
 */
export function loadedWith(entry: string, files: ReadonlyMap<string, string>): readonly string[] {
  const reached = new Set<string>()
  const follow = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    const { statements } = ts.createSourceFile(path, files.get(path) ?? '', ts.ScriptTarget.ES2023)
    for (const node of statements) {
      const isType =
        (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
        (ts.isExportDeclaration(node) && node.isTypeOnly)
      if (isType || !(ts.isImportDeclaration(node) || ts.isExportDeclaration(node))) continue
      if (!node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) continue
      const { text } = node.moduleSpecifier
      follow(text.startsWith('.') ? posix.join(posix.dirname(path), text) : text)
    }
  }
  follow(entry)
  return [...reached].sort()
}

function importsOf(path: string, text: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const named =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined
    if (named && ts.isStringLiteralLike(named)) found.push(named.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true))
  return found
}

function violation(path: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return foreign(path, specifier)
  const target = posix.join(posix.dirname(path), specifier)
  const [from, to] = [folderOf(path), folderOf(target)]
  if (target === 'package.json') return from === 'core' ? null : `${path} reads package.json, which core does`
  if (from === 'index.ts' || from === to) return null
  return mayImport[from]?.includes(to) ? null : `${path} imports ${target}: ${from} may not import ${to}`
}

function foreign(path: string, specifier: string): string | null {
  const name = packageOf(specifier)
  const home = homes[name]
  if (home === undefined) return pure.includes(name) ? null : `${path} imports ${name}, which has no home`
  const rooms = [home].flat()
  return rooms.some((room) => path.startsWith(room))
    ? null
    : `${path} imports ${name}, whose home is ${rooms.join(' and ')}`
}

function packageOf(specifier: string): string {
  const [scope = '', name] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function cycles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path))
      found.push(`A cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
    if (done.has(path) || trail.includes(path)) return
    for (const specifier of imports.get(path) ?? [])
      if (specifier.startsWith('.')) visit(posix.join(posix.dirname(path), specifier), [...trail, path])
    done.add(path)
  }
  for (const path of imports.keys()) visit(path, [])
  return found
}
