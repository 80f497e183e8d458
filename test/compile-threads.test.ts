import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bundleOf, closing } from '../src/author/compile/bundle-pieces.ts'
import { compileCorpus } from '../src/author/compile/compile.ts'
import { compileUnproved } from '../src/author/compile/compile-unproved.ts'
import { bundleText } from '../src/author/compile/emit.ts'
import type { TaskFileContent } from '../src/author/compile/file-content.ts'
import { findNative } from '../src/author/language/typescript/native.ts'
import { openCheckThreads } from '../src/cli/check-threads.ts'
import { diagnosticsJson } from '../src/report/json.ts'
import { built } from './support/built.ts'

function filesIn(folder: string): readonly TaskFileContent[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && name !== 'folder.yaml')
    .sort()
  return names.map((name) => ({ path: `${folder}/${name}`, bytes: readFileSync(`${folder}/${name}`) }))
}

const native = findNative()
const sound = filesIn('tasks').filter((_, index) => index % 16 === 0)
const broken = filesIn('test/fixtures/broken').filter((_, index) => index % 10 === 0)
const unreadable = { path: 'tasks/secret.yaml', unreadable: 'It cannot be read (EACCES)' }
const lenient = Buffer.from('lint: { no-similar-task: off }\n')

test.each([
  ['sound ones', sound, { path: 'reviewgym.config.yaml', bytes: lenient }],
  ['broken ones among them', [...sound, ...broken, unreadable], null],
])(
  'in parts, in threads and natively, compiling without proof makes the same to the byte of %s',
  async (_, files, config) => {
    const { value, diagnostics } = await compileCorpus(files, null, config)
    expect(value === null).toBe(files.includes(unreadable))
    const threads = await openCheckThreads(built, 200, null, 2)
    expect(threads).not.toBe(null)
    for (const way of [
      { native: null, threads: null },
      { native, threads: null },
      { native: null, threads },
    ]) {
      const found = await compileUnproved(files, config, way)
      expect(diagnosticsJson(found.diagnostics)).toEqual(diagnosticsJson(diagnostics))
      const made = found.bundle && bundleOf(found.bundle)
      expect(made).toEqual(value)
      if (found.bundle && made)
        expect([...found.bundle.pieces(), closing(made.sha256)].join('')).toBe(bundleText(made))
    }
    await threads?.close()
  },
  300_000,
)

test('threads are opened where there is work for two, and cores', async () => {
  expect(await openCheckThreads(built, 199, null, 8)).toBe(null)
  expect(await openCheckThreads(built, 1000, null, 1)).toBe(null)
})
