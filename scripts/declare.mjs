// `npm pack` runs this: writes dist/types/, the declarations of what the package exports and of what these speak of.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, posix } from 'node:path'
import ts from 'typescript'
import { ensureBuilt } from './fresh.mjs'

await ensureBuilt()
const entries = ['src/index.ts', 'src/client/client.ts']
const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
const { options, fileNames } = ts.parseJsonConfigFileContent(
  {
    ...config,
    compilerOptions: {
      ...config.compilerOptions,
      noEmit: false,
      // What is checked is checked by `npm run check`.
      noCheck: true,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: '.',
      outDir: '.',
    },
    include: ['src/**/*.d.ts'],
    files: entries,
  },
  ts.sys,
  '.',
)
const program = ts.createProgram(fileNames, options)
const declared = new Map()
const { diagnostics } = program.emit(undefined, (path, text) => {
  declared.set(posix.relative(ts.sys.getCurrentDirectory(), path), text)
})
if (diagnostics.length > 0)
  throw new Error(ts.formatDiagnostics(diagnostics, { ...ts.sys, getNewLine: () => '\n' }))

const specifier = /(?<=(?:from |import\()(["']))(\.{1,2}\/[^"']+)\.ts(?=\1)/g
const needed = new Set(entries.map((path) => path.replace(/\.ts$/, '.d.ts')))
for (const path of needed)
  for (const [, , target] of declared.get(path).matchAll(specifier))
    needed.add(posix.join(posix.dirname(path), `${target}.d.ts`))

await rm('dist/types', { recursive: true, force: true })
for (const path of needed) {
  const target = path.replace(/^src\//, 'dist/types/')
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, declared.get(path).replaceAll(specifier, '$2.js'))
}
