import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import ts from 'typescript'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { version } from '../src/core/version.ts'
import { kinds } from '../src/model/kinds/kinds.ts'
import { startServer } from './server/doors.ts'
import { compiledPair } from './support/corpus.ts'
import { temporaryFolder } from './support/folder.ts'

const run = promisify(execFile)

/** Written by one who knows nothing of this repository but its package, and has no types of Node. */
const consumer = `
import { kinds, openBundle, version, type Bundle, type Observation } from 'reviewgym'
import { connect, ServerError, type EnvClient, type Turn } from 'reviewgym/client'

export async function play(url: string) {
  const env: EnvClient = await connect(url, { patience: 1000 })
  const first: Turn = await env.reset({ task_id: 'order-search', row: 0, seed: null })
  const seen: Observation = first.observation
  const refusal: unknown = await env.reset({ task_id: 'order-serch' }).catch((error: unknown) => error)
  const code: string = refusal instanceof ServerError ? refusal.code : ''
  // @ts-expect-error there is no such operation
  void (() => env.step({ operation: 'give_up' }))
  const { done, observation } = await env.step({ operation: 'finalize' })
  const score: number | null = observation.score
  await env.close()
  return { task: seen.task_id, kind: kinds[0]?.id, version, code, done, score }
}

export function open(bundle: Bundle): string {
  const opened = openBundle(JSON.stringify(bundle))
  return opened.status === 'refused' ? opened.reason : opened.bundle.sha256
}
`

const root = mkdtempSync(join(tmpdir(), 'reviewgym-package-'))
const tarball = join(root, `reviewgym-${version}.tgz`)
beforeAll(async () => {
  await run('npm', ['pack', '--pack-destination', root, '--loglevel=error'])
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Lays the package beside what it depends on and nothing else. */
async function install(folder: string): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  await run('tar', ['-xzf', tarball, '-C', modules])
  renameSync(join(modules, 'package'), join(modules, 'reviewgym'))
  for (const name of Object.keys(dependencies)) {
    const place = join(modules, name)
    mkdirSync(dirname(place), { recursive: true })
    symlinkSync(resolve('node_modules', name), place)
  }
}

const resolutions: Readonly<Record<string, ts.CompilerOptions>> = {
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
}

/** What the compiler says of the consumer, and of the declarations that it found. */
function compile(folder: string, resolution: ts.CompilerOptions): string {
  const program = ts.createProgram([join(folder, 'consumer.ts')], {
    ...resolution,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  })
  // What others declare is theirs to check.
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => /\/reviewgym\/dist\/|\/consumer\.ts$/.test(fileName))
  const found = [
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ]
  if (own.length < 2) throw new Error('The declarations of the package were not found')
  const names = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => folder,
    getNewLine: () => '\n',
  }
  return ts.formatDiagnostics(found, names)
}

// Type-checks twice and starts a server, on a machine that may do other things too.
test('the package has its types under every resolution, serves, and plays an episode with its client', async () => {
  const folder = temporaryFolder()
  await install(folder)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'consumer.ts'), consumer)
  for (const [name, resolution] of Object.entries(resolutions))
    expect(`${name}: ${compile(folder, resolution)}`).toBe(`${name}: `)
  const plain = ts.transpile(consumer, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 })
  writeFileSync(join(folder, 'consumer.js'), plain)
  const { text } = await compiledPair()
  const server = await startServer(text, [], {}, join(folder, 'node_modules/reviewgym/dist/cli.js'))
  onTestFinished(() => server.close())
  const script = `import('./consumer.js').then(({ play, open }) => play(${JSON.stringify(server.url)}).then((played) => console.log(JSON.stringify({ ...played, opened: open({}) }))))`
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: folder })
  expect(JSON.parse(stdout)).toEqual({
    task: 'order-search',
    kind: kinds[0]?.id,
    version,
    code: 'VALIDATION_ERROR',
    done: true,
    score: expect.any(Number),
    opened: expect.stringContaining('bundle'),
  })
})

test('npx runs it from the tarball in an empty folder: what init writes compiles', async () => {
  const folder = temporaryFolder()
  const npx = (...line: string[]) =>
    run('npm', ['exec', '--yes', '--package', tarball, '--', 'reviewgym', ...line], { cwd: folder })
  const { stdout: written } = await npx('init')
  expect(written).toContain('tasks/team-notes.yaml\n')
  // Whoever has it by npx has no other name for it.
  expect(written).toMatch(/ Try next:\n {2}npx reviewgym compile\n$/)
  const { stdout: compiled } = await npx('compile', '--output', 'corpus.json')
  expect(compiled).toMatch(/^1 task, 1 row, proved and attacked, /)
  expect(JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8')).format).toMatch(/^reviewgym-bundle\//)
})

test('publint and are-the-types-wrong have nothing to say of the tarball', async () => {
  await run('npx', ['--no-install', 'publint', 'run', tarball, '--strict'])
  await run('npx', ['--no-install', 'attw', '--profile', 'esm-only', tarball])
})
