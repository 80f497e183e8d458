import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findKind } from '../../src/model/kinds/kinds.ts'
import { linterOf, reviewOf } from '../../src/rollout/agents/linter.ts'
import { eslintRules } from '../../src/rollout/linters/eslint-rules.ts'
import { packagesOf } from '../../src/rollout/linters/linters.ts'
import { ruffRules } from '../../src/rollout/linters/ruff-rules.ts'
import { readRuleTable } from '../../src/rollout/linters/rule-kinds.ts'
import { runCli } from '../support/cli.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runAt } from '../support/run-folder.ts'

const servedAs = (path: string, code: string, role: 'review' | 'given' = 'review') => ({
  path,
  role,
  code,
  lineCount: code.split('\n').length,
})

test.each([
  ['ESLint', eslintRules],
  ['ruff', ruffRules],
])('the rules of %s mean kinds of the vocabulary', (_, table) => {
  expect(Object.keys(table.kinds).filter((kind) => findKind(kind) === null)).toEqual([])
})

test('all that ESLint, typescript-eslint and the plugins recommend is on', async () => {
  const { default: security } = await import('eslint-plugin-security')
  const { default: sonarjs } = await import('eslint-plugin-sonarjs')
  const { configs } = await import('typescript-eslint')
  const { builtinRules } = await import('eslint/use-at-your-own-risk')
  const core = [...builtinRules].flatMap(([name, { meta }]) =>
    meta?.docs?.recommended === true ? [[name, 'error'] as const] : [],
  )
  const recommended = new Map<string, unknown>(core)
  for (const { rules = {} } of [
    ...configs.recommendedTypeChecked,
    security.configs.recommended,
    sonarjs.configs.recommended,
  ])
    for (const [rule, level] of Object.entries(rules)) recommended.set(rule, level)
  const on = [...recommended].filter(([, level]) => [level].flat()[0] !== 'off').map(([rule]) => rule)
  expect(readRuleTable(eslintRules).rules).toEqual(on.sort())
})

test('ruff knows every rule of its table', async () => {
  const { PositionEncoding, Workspace } = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs')
  expect(() => new Workspace({ lint: { select: ['S999'] } }, PositionEncoding.Utf16)).toThrow()
  for (const rule of readRuleTable(ruffRules).rules)
    expect(() => new Workspace({ lint: { select: [rule] } }, PositionEncoding.Utf16).free()).not.toThrow()
})

test('types count: a promise of another file that nobody waits for, and what Node declares', async () => {
  const files = [
    servedAs(
      'src/store.ts',
      'export async function save(order: string): Promise<void> {\n  await order\n}\n',
      'given',
    ),
    servedAs(
      'src/orders.ts',
      `import { unlink } from 'node:fs/promises'
import { save } from './store.ts'

export function place(order: string): void {
  save(order)
  unlink(\`/orders/\${order}\`)
}
`,
    ),
  ]
  const { findings } = reviewOf(await linterOf('typescript'), files)
  expect(findings.map(({ kind, range }) => [kind, range])).toEqual([
    ['missing-await', [5, 5]],
    ['missing-await', [6, 6]],
    ['path-traversal', [6, 6]],
  ])
})

test('a comment in the code switches no rule off, and what means no kind is left out', async () => {
  const code = `import hashlib
import pickle  # noqa


def load(body: bytes) -> object:
    return pickle.loads(body)  # noqa: S301
`
  const { findings, messages } = reviewOf(await linterOf('python'), [servedAs('src/cart.py', code)])
  expect(messages.map(({ rule, kind }) => [rule, kind])).toEqual([
    ['F401', null],
    ['S301', 'unsafe-deserialization'],
  ])
  expect(findings).toMatchObject([
    { file: 'src/cart.py', range: [6, 6], kind: 'unsafe-deserialization', severity: 'high', title: 'S301' },
  ])
})

test('it plays rows, and the versions of what it runs are kept with its run', async () => {
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, (await compiledPair()).text)
  const { code, stderr } = await runHere([
    'eval',
    bundle,
    '--agent',
    'linter',
    '--variant',
    'all',
    '--quiet',
    '-o',
    join(folder, 'run'),
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { results } = await runAt(join(folder, 'run'))
  expect(results.all.outcomes).toMatchObject({ requested: 2, scored: 2 })
  expect(results.settings).toEqual(
    packagesOf(['typescript']).map(({ name, installed }) => `${name} ${installed}`),
  )
})

test('what it needs is named where it is missing', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'corpus.json'), (await compiledPair()).text)
  writeFileSync(
    join(folder, 'hide.cjs'),
    `const Module = require('node:module')
const resolve = Module._resolveFilename
Module._resolveFilename = (name, ...rest) => {
  if (/^eslint/.test(name)) throw new Error('hidden')
  return resolve.call(Module, name, ...rest)
}`,
  )
  const played = runCli(['eval', 'corpus.json', '--agent', 'linter', '--dry-run'], folder, {
    NODE_OPTIONS: `--require ${join(folder, 'hide.cjs')}`,
  })
  expect(played).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: \`linter\` needs what is not installed: \`eslint\`, \`eslint-plugin-security\`, \`eslint-plugin-sonarjs\`
hint: \`npm install --save-dev eslint@10 eslint-plugin-security@4 eslint-plugin-sonarjs@4\`
`,
  })
})

test('the major versions that it asks for are those that it is tested with', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const { name, major } of packagesOf(['typescript']))
    expect([name, devDependencies[name]?.match(/\d+/)?.[0]]).toEqual([name, major])
})
