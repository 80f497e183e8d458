import { describe, expect, test } from 'vitest'
import { worldDeclarations, worldModules } from '../../src/author/language/typescript/world.ts'
import { runCalls } from '../support/sandbox.ts'

// In the world every zone is UTC.
process.env.TZ = 'UTC'

const modules = worldDeclarations
  .split(/^declare module /m)
  .slice(1)
  .map((block) => block.slice(0, block.indexOf('\n}')))

/** The values that a module of the declarations exports by name. */
function declaredExports(block: string): readonly string[] {
  const found = [...block.matchAll(/^ {2}export (?:const|function|class) (.+)$/gm)].flatMap(
    ([line, rest = '']) =>
      line.includes(' const ')
        ? [...rest.matchAll(/(\w+):/g)].map(([, name = '']) => name)
        : (/^\w+/.exec(rest) ?? []),
  )
  const renamed = [...block.matchAll(/^ {2}export \{ (.+) \}$/gm)].flatMap(([, list = '']) =>
    [...list.matchAll(/as (\w+)/g)].map(([, name = '']) => name),
  )
  return [...new Set([...found, ...renamed])]
}

test.each(worldModules)('%s has what its declaration says', async (name) => {
  const names = declaredExports(modules.find((block) => block.startsWith(`'${name}'`)) ?? '')
  expect(names.length).toBeGreaterThan(0)
  const code = `import * as own from '${name}'\nexport const missing = (names: string[]) => names.filter((name) => typeof own[name] === 'undefined')`
  expect((await runCalls(code, [{ call: 'missing', args: [names] }])).outcomes).toEqual([[]])
})

test('the declared globals are there, and none but those and the language’s', async () => {
  const declared = [...worldDeclarations.matchAll(/^declare (?:var|function|class) (\w+)/gm)].map(
    ([, name = '']) => name,
  )
  const code = `export const missing = (names: string[]) => names.filter((name) => !(name in globalThis))
    export const extra = () => Object.getOwnPropertyNames(globalThis).filter((name) => /^[a-z]/.test(name))`
  const { outcomes } = await runCalls(code, [{ call: 'missing', args: [declared] }, { call: 'extra' }])
  const language = [
    'decodeURI',
    'decodeURIComponent',
    'encodeURI',
    'encodeURIComponent',
    'escape',
    'eval',
    'globalThis',
  ]
  const numbers = ['isFinite', 'isNaN', 'parseFloat', 'parseInt', 'undefined', 'unescape']
  const ours = declared.filter((name) => /^[a-z]/.test(name))
  expect([outcomes[0], new Set(outcomes[1] as string[])]).toEqual([
    [],
    new Set([...language, ...numbers, ...ours]),
  ])
})

/** What Node gives for the same expression. */
const expressions = [
  `path.join('a', '..', '../b', './c/')`,
  `path.resolve('/a', 'b', '../c')`,
  `path.relative('/a/b/c', '/a/d')`,
  `[path.dirname('/a/b/'), path.dirname('a'), path.basename('/a/b.txt', '.txt'), path.extname('.x'), path.extname('a.b.c')]`,
  `path.parse('/home/a.txt')`,
  `path.normalize('/../a//b/./..')`,
  `new URL('../x?q=1 2#f', 'HTTP://User:pw@Example.com:80/a/b/c').href`,
  `[...new URL('http://h/?a=1&b=%20x+y&a=2').searchParams]`,
  `(() => { const u = new URL('http://h/p'); u.searchParams.append('k', 'a b&'); u.pathname = '/q r'; return u.href })()`,
  `new URL('http://0x7f.1/').hostname`,
  `new URLSearchParams({ a: 'x y', b: "it's~*" }).toString()`,
  `Buffer.from('héllo €😀').toString('hex')`,
  `Buffer.from('68c3a9zz', 'hex').toString()`,
  `Buffer.from([0xff, 0xe2, 0x82, 0x41]).toString('utf8')`,
  `Buffer.concat([Buffer.from('ab'), Buffer.from('cd')]).toString('base64url')`,
  `Buffer.from('abc').equals(new Uint8Array([97, 98, 99]))`,
  `createHash('sha256').update('a').update('b').digest('hex')`,
  `createHmac('sha1', 'key').update('ü').digest('base64')`,
  `pbkdf2Sync('p', 's', 1000, 16, 'sha256').toString('hex')`,
  `format('%s is %d and %j %%', 'a', 1, { b: [2] }, 'rest')`,
  `isDeepStrictEqual({ a: [1, new Map([[1, new Set([2])]])] }, { a: [1, new Map([[1, new Set([2])]])] })`,
  `structuredClone({ a: new Date(5), b: [new Uint8Array([1])], c: new Map([[1, { d: 2 }]]) })`,
  `[btoa('hi'), atob('aGk='), new TextDecoder().decode(new TextEncoder().encode('ü'))]`,
  `new Date(Date.UTC(2026, 0, 31)).toISOString()`,
  `(() => { const d = new Date('2026-03-01T10:00:00'); d.setHours(25); return [d.toISOString(), d.getDay(), d.getTimezoneOffset()] })()`,
  `[1, 10, 2].toSorted().concat(Object.entries({ z: 1 }).flat())`,
]

const IMPORTS = `import path from 'node:path'
  import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
  import { format, isDeepStrictEqual } from 'node:util'
  void [path, createHash, createHmac, pbkdf2Sync, format, isDeepStrictEqual]`

describe('the world answers as Node does', () => {
  test.each(expressions)('%s', async (expression) => {
    const code = `${IMPORTS}\nexport const here = () => (${expression})\nexport const there = (text: string) => text`
    const crypto = await import('node:crypto')
    const util = await import('node:util')
    const { posix } = await import('node:path')
    const names = { path: posix, ...crypto, format: util.format, isDeepStrictEqual: util.isDeepStrictEqual }
    const { createHash, createHmac, pbkdf2Sync, isDeepStrictEqual, format } = names
    const own = { path: posix, createHash, createHmac, pbkdf2Sync, isDeepStrictEqual, format }
    const nodes = new Function(...Object.keys(own), `return (${expression})`)(...Object.values(own))
    const { outcomes } = await runCalls(code, [{ call: 'here' }])
    expect(outcomes).toEqual([asOutcome(nodes)])
  })
})

function asOutcome(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof Map) return { $map: [...value].map((pair) => pair.map(asOutcome)) }
  if (Array.isArray(value)) return value.map(asOutcome)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asOutcome(entry)]))
}

describe('a call of the hashes costs what docs/calls.md says', () => {
  const code = `import { createHash, createHmac, pbkdf2Sync, scrypt, scryptSync } from 'node:crypto'
const times = (count: number, hash: () => unknown) => { for (let at = 0; at < count; at += 1) hash() }
export const scryptSyncs = (count: number) => times(count, () => scryptSync('word', 'salt', 64))
export const scrypts = (count: number) => times(count, () => scrypt('word', 'salt', 64, () => undefined))
export const pbkdf2 = (iterations: number) => times(1, () => pbkdf2Sync('word', 'salt', iterations, 32, 'sha256'))
export const hashes = (letters: number) => times(1, () => createHash('sha256').update('a'.repeat(letters)).digest())
export const hmacs = (letters: number) => times(1, () => createHmac('sha256', 'key').update('a'.repeat(letters)).digest())`

  test.each<[string, number, number]>([
    ['scryptSyncs', 1, 200],
    ['scryptSyncs', 5, 1000],
    ['scrypts', 1, 200],
    ['pbkdf2', 100_000, 200],
    ['pbkdf2', 200_000, 400],
    ['pbkdf2', 500, 1],
    ['hashes', 9, 1],
    ['hmacs', 9, 1],
    ['hashes', 65_536, 82],
    ['hmacs', 65_536, 82],
  ])('%s(%i): %i units', async (call, argument, fuel) => {
    const { end, fuel: used } = await runCalls(code, [{ call, args: [argument] }])
    expect({ end, used }).toEqual({ end: 'done', used: fuel })
  })

  test('a sixth scryptSync hangs, and so does what takes a unit after five', async () => {
    const sixth = await runCalls(code, [{ call: 'scryptSyncs', args: [6] }])
    const after = await runCalls(code, [
      { call: 'scryptSyncs', args: [5] },
      { call: 'hashes', args: [1] },
    ])
    expect(sixth).toMatchObject({ end: 'fuel', outcomes: [{ hangs: true }] })
    expect(after).toMatchObject({ end: 'fuel', outcomes: [{ $undefined: true }, { hangs: true }] })
  })
})
