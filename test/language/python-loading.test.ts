import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWithTasks, temporaryFolder } from '../support/folder.ts'
import { loadedBy } from '../support/loaded.ts'

/** What only Python needs: its linter and its grammar, and processes for its types and its runs. */
const needed = ['ruff-wasm', 'tree-sitter-wasm', 'node:child_process']
const [linter, grammar] = needed

function loadedFor(folder: string, command: readonly string[]): readonly string[] {
  const loaded = loadedBy(command, folder)
  expect(loaded.some((url) => url.endsWith('/dist/cli.js'))).toBe(true)
  return needed.filter((name) => loaded.some((url) => url.includes(name)))
}

test.each([['lint'], ['compile', '--no-attacks', '-o', 'corpus.json']])(
  'a corpus without Python loads nothing of it: %s',
  (...command) => {
    const folder = folderWithTasks()
    for (const name of readdirSync(join(folder, 'tasks'), { recursive: true }).map(String)) {
      const path = join(folder, 'tasks', name)
      if (name.endsWith('.yaml') && readFileSync(path, 'utf8').includes('\nlanguage: python\n')) rmSync(path)
    }
    expect(loadedFor(folder, command)).toEqual([])
  },
)

test('a corpus with Python reads it with the linter and the grammar, and starts processes to compile it', () => {
  const folder = temporaryFolder()
  copyFileSync('test/fixtures/python/seat-holds.yaml', join(folder, 'seat-holds.yaml'))
  expect(loadedFor(folder, ['lint', '.'])).toEqual([linter, grammar])
  expect(loadedFor(folder, ['compile', '--no-attacks', '-o', 'corpus.json', '.'])).toEqual(needed)
})
