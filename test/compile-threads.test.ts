import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bundleOf, closing } from '../src/author/compile/bundle-pieces.ts'
import { compileCorpus } from '../src/author/compile/compile.ts'
import { bundleText, emitBundle } from '../src/author/compile/emit.ts'
import type { TaskFileContent } from '../src/author/compile/file-content.ts'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import type { PackThread } from '../src/author/compile/pack-shared.ts'
import { UnprovedCorpus } from '../src/author/compile/unproved-corpus.ts'
import { findNative } from '../src/author/language/typescript/native.ts'
import { openPackThreads } from '../src/cli/pack-threads.ts'
import { diagnosticsJson } from '../src/report/json.ts'
import { built } from './support/built.ts'

function filesIn(folder: string): readonly TaskFileContent[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && name !== 'folder.yaml')
    .sort()
  return names.map((name) => ({ path: `${folder}/${name}`, bytes: readFileSync(`${folder}/${name}`) }))
}

const compiler = findNative()
const sound = filesIn('tasks').filter((_, index) => index % 16 === 0)
const broken = filesIn('test/fixtures/broken').filter((_, index) => index % 10 === 0)
const unreadable = { path: 'tasks/secret.yaml', unreadable: 'It cannot be read (EACCES)' }
const lenient = Buffer.from('lint: { no-similar-task: off }\n')

test.each([
  ['sound ones', sound, { path: 'reviewgym.config.yaml', bytes: lenient }],
  ['broken ones among them', [...sound, ...broken, unreadable], null],
])(
  'in threads and natively, compiling without proof makes the same to the byte of %s',
  async (_, files, config) => {
    const { value, diagnostics } = await compileCorpus(files, null, config)
    const { tasks } = await lintCorpus(files, config)
    expect(value).toEqual(files.includes(unreadable) ? null : emitBundle(tasks, null))
    const { threads: all, close } = await openPackThreads(built, 200, 3)
    for (const { native, threads } of [
      { native: compiler, threads: [] },
      { native: null, threads: all.slice(0, 1) },
      { native: compiler, threads: all },
    ]) {
      const corpus = new UnprovedCorpus(native, (_, pack) => pack({ threads }))
      const found = await corpus.update({ changed: files, gone: [], config })
      expect(diagnosticsJson(found.diagnostics)).toEqual(diagnosticsJson(diagnostics))
      const made = found.bundle && bundleOf(found.bundle)
      expect(made).toEqual(value)
      if (found.bundle && made)
        expect([...found.bundle.pieces(), closing(made.sha256)].join('')).toBe(bundleText(made))
    }
    await close()
  },
  300_000,
)

test.each([
  ['ts-morph, makes ready and waits for programs', null, ['checkPrograms', 'checkPrograms']],
  ['the native compiler, packs at first', compiler, ['pack']],
] as const)('the thread whose types are checked by %s', async (_, native, first) => {
  const { threads, close } = await openPackThreads(built, 200, 2)
  const asked: string[] = []
  const watched = threads.map(
    (thread): PackThread => ({
      pack: (files) => {
        asked.push('pack')
        return thread.pack(files)
      },
      checkPrograms: (programs) => {
        asked.push('checkPrograms')
        return thread.checkPrograms(programs)
      },
    }),
  )
  const corpus = new UnprovedCorpus(native, (_, pack) => pack({ threads: watched }))
  await corpus.update({ changed: sound, gone: [], config: null })
  await close()
  expect(asked.slice(0, first.length)).toEqual(first)
})

test.each([
  [24, 8, 0],
  [1000, 1, 0],
  [25, 2, 1],
  [101, 8, 2],
  [1000, 8, 3],
])('for %i files and %i cores so many threads work beside the first: %i', async (files, cores, count) => {
  const { threads, close } = await openPackThreads(built, files, cores)
  expect(threads).toHaveLength(count)
  await close()
})

test('a corpus whose every task has a fault of its types is told of each, whoever found it', async () => {
  const faulty = sound.map(({ path, ...file }, index) => ({
    path,
    bytes: Buffer.from(
      `${'bytes' in file ? file.bytes : ''}`.replace(
        '    code: |',
        `    code: |\n      const wrong${index}: number = ''`,
      ),
    ),
  }))
  const { diagnostics } = await compileCorpus(faulty, null, null)
  expect(diagnostics.filter(({ code }) => code === 'check/type-error').length).toBeGreaterThan(0)
  const { threads, close } = await openPackThreads(built, 200, 2)
  const corpus = new UnprovedCorpus(null, (_, pack) => pack({ threads }))
  const found = await corpus.update({ changed: faulty, gone: [], config: null })
  await close()
  expect(found.bundle).toBe(null)
  expect(diagnosticsJson(found.diagnostics)).toEqual(diagnosticsJson(diagnostics))
})
