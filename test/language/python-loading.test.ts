import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWithTasks, temporaryFolder } from '../support/folder.ts'
import { loadedBy } from '../support/loaded.ts'

/** Packages and parts of Node that only Python needs. */
const needed = ['ruff-wasm', 'tree-sitter-wasm', 'node:child_process']

function loadedFor(folder: string, command: readonly string[]): readonly string[] {
  const loaded = loadedBy(command, folder)
  expect(loaded.some((url) => url.endsWith('/dist/cli.js'))).toBe(true)
  return needed.filter((name) => loaded.some((url) => url.includes(name)))
}

test.each([['lint'], ['compile', '-o', 'corpus.json']])(
  'a corpus without Python loads nothing of it: %s',
  (...command) => {
    expect(loadedFor(folderWithTasks(), command)).toEqual([])
  },
)

test('a corpus with Python reads it with the linter and the grammar, and starts the type checker to compile', () => {
  const folder = temporaryFolder()
  copyFileSync('test/fixtures/python/seat-holds.yaml', join(folder, 'seat-holds.yaml'))
  expect(loadedFor(folder, ['lint', '.'])).toEqual(['ruff-wasm', 'tree-sitter-wasm'])
  expect(loadedFor(folder, ['compile', '-o', 'corpus.json', '.'])).toEqual(needed)
})
