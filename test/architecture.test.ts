import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadedWith, violations } from './support/architecture.ts'

const sources = new Map(
  readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .map((path) => [path, readFileSync(path, 'utf8')]),
)

test('src/ keeps the directions, has no cycle, and each package has one home', () => {
  expect(sources.size).toBeGreaterThan(50)
  expect(violations(sources)).toEqual([])
})

describe('a planted violation is found', () => {
  const planted: readonly (readonly [string, Record<string, string>, string])[] = [
    [
      'the runtime imports the author side',
      { 'src/runtime/grader/grade.ts': "import { lintTask } from '../../author/lint/lint.ts'" },
      'src/runtime/grader/grade.ts imports src/author/lint/lint.ts: runtime may not import author',
    ],
    [
      'the runtime imports the author side when it gets there',
      { 'src/runtime/grader/grade.ts': "const later = () => import('../../author/lint/lint.ts')" },
      'src/runtime/grader/grade.ts imports src/author/lint/lint.ts: runtime may not import author',
    ],
    [
      'core imports model',
      { 'src/core/source.ts': "import type { Task } from '../model/task.ts'" },
      'src/core/source.ts imports src/model/task.ts: core may not import model',
    ],
    [
      'report imports author',
      { 'src/report/pretty.ts': "export { rules } from '../author/lint/lint.ts'" },
      'src/report/pretty.ts imports src/author/lint/lint.ts: report may not import author',
    ],
    [
      'a second home for yaml',
      { 'src/cli/commands/lint.ts': "import { parse } from 'yaml'" },
      'src/cli/commands/lint.ts imports yaml, whose home is src/author/syntax/',
    ],
    [
      'a second home for a package’s inner file',
      { 'src/author/task/validate.ts': "import { Ajv2020 } from 'ajv/dist/2020.js'" },
      'src/author/task/validate.ts imports ajv, whose home is src/model/validator.ts',
    ],
    [
      'a package that nobody gave a home',
      { 'src/core/source.ts': "import chalk from 'chalk'" },
      'src/core/source.ts imports chalk, which has no home',
    ],
    [
      'the file system outside of its door',
      { 'src/author/compile/compile.ts': "import { readFileSync } from 'node:fs'" },
      'src/author/compile/compile.ts imports node:fs, whose home is src/cli/real-host.ts and src/cli/watch-folder.ts and src/runtime/sandbox/processor-time.ts and src/runtime/sandbox/python/ and src/author/language/python/run-pyright.ts and src/author/language/typescript/native.ts and src/author/language/typescript/compiler.ts',
    ],
    [
      'a cycle of two files',
      {
        'src/core/source.ts': "import type { Diagnostic } from './diagnostic.ts'",
        'src/core/diagnostic.ts': "import type { Span } from './source.ts'",
      },
      'A cycle: src/core/source.ts → src/core/diagnostic.ts → src/core/source.ts',
    ],
  ]
  test.each(planted)('%s', (_, files, expected) => {
    expect(violations(new Map(Object.entries(files)))).toEqual([expected])
  })
})

test('before a command is known, nothing is loaded but commander and the list of commands', () => {
  // Each file takes a hundredth of the time that an empty process takes, each of Node's own modules a twentieth.
  expect(loadedWith('src/cli/main.ts', sources)).toEqual([
    'commander',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:process',
    'package.json',
    'src/cli/cache-folder.ts',
    'src/cli/host.ts',
    'src/cli/main.ts',
    'src/cli/program.ts',
    'src/cli/real-host.ts',
    'src/cli/run.ts',
    'src/cli/watch-folder.ts',
    'src/core/version.ts',
  ])
})

test('the runtime reaches no compiler, however far its imports are followed', () => {
  const reached = new Set<string>()
  const follow = (path: string) => {
    if (reached.has(path)) return
    reached.add(path)
    for (const [, specifier = ''] of (sources.get(path) ?? '').matchAll(
      /from '([^']+)'|import\('([^']+)'\)/g,
    ))
      if (specifier.startsWith('.')) follow(join(path, '..', specifier).replaceAll('\\', '/'))
      else reached.add(specifier)
  }
  for (const path of sources.keys()) if (path.startsWith('src/runtime/')) follow(path)
  const compilers = ['yaml', 'ts-morph', 'esbuild', 'commander', 'pyright']
  compilers.push('@astral-sh/ruff-wasm-nodejs', '@vscode/tree-sitter-wasm')
  expect([...reached].filter((name) => compilers.includes(name))).toEqual([])
  expect(
    [...reached].filter((name) => name.startsWith('src/author/') || name.startsWith('src/cli/')),
  ).toEqual([])
})
