import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../../src/runtime/sandbox/run.ts'
import { openPool } from '../support/pool.ts'
import { link } from '../support/sandbox.ts'

/** What a run may add to this process at most. */
const MAX_GROWTH = 128 * 1024 * 1024

interface Attempt {
  readonly name: string
  /** The body of `attempt`, which is called once. */
  readonly code: string
  /** The outcome: what the attempt gets to see, or how it ends. */
  readonly gives: unknown
  readonly calls?: readonly unknown[]
  readonly fixtures?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const HANGS = { hangs: true }
const NO_MEMORY = { raises: 'InternalError' }

const outside = `[typeof process, typeof require, typeof fetch, typeof WebAssembly, typeof XMLHttpRequest, typeof Deno, typeof std, typeof os, typeof performance, typeof __reviewgym].join()`
const NONE = Array.from({ length: 10 }, () => 'undefined').join()

/** Attempts to reach the outside. */
const reaching: readonly Attempt[] = [
  { name: 'globals of the host', code: `return ${outside}`, gives: NONE },
  {
    name: 'a function of the constructor of a function',
    code: `return (() => {}).constructor("return ${outside}")()`,
    gives: NONE,
  },
  { name: 'Function', code: `return new Function('return ${outside}')()`, gives: NONE },
  { name: 'indirect eval', code: `return (0, eval)('${outside}')`, gives: NONE },
  {
    name: 'the constructor of an error of the host',
    code: `return import('node:net').catch((e) => e.constructor.constructor('return ${outside}')())`,
    gives: NONE,
  },
  {
    name: 'the constructor of what a fixture gives',
    code: `return log.entries.constructor.constructor('return ${outside}')()`,
    gives: NONE,
  },
  {
    name: 'the prototype of a fixture',
    code: `return Object.getPrototypeOf(log) === Object.prototype && Object.isFrozen(log)`,
    gives: true,
  },
  {
    name: 'import of a module of Node',
    code: `return import('node:child_process')`,
    gives: { raises: 'Error' },
  },
  { name: 'import of a file', code: `return import('/etc/passwd')`, gives: { raises: 'Error' } },
  {
    name: 'import of a folder above',
    code: `return import('../../../package.json')`,
    gives: { raises: 'Error' },
  },
  { name: 'import of the guest', code: `return import('guest')`, gives: { raises: 'Error' } },
  {
    name: 'import of an address',
    code: `return import('data:text/javascript,export default 1')`,
    gives: { raises: 'Error' },
  },
  { name: 'files of the host', code: `return readFile('/etc/passwd', 'utf8')`, gives: { raises: 'Error' } },
  {
    name: 'files of the host by parent folders',
    code: `return readFile('../../../../etc/passwd', 'utf8')`,
    gives: { raises: 'Error' },
  },
  {
    name: 'the clock of the host',
    code: `return [Date.now(), new Date().getTime(), Reflect.construct(new Date().constructor, []).getTime()]`,
    gives: [1767225600000, 1767225600000, 1767225600000],
  },
  {
    name: 'the time zone of the host',
    code: `return [new Date(0).getHours(), new Date(2026, 6, 1).getTimezoneOffset()]`,
    gives: [0, 0],
  },
  {
    name: 'the environment by a stack trace',
    code: `return /\\/(home|work|tmp|usr)\\//.test(String(new Error('x').stack))`,
    gives: false,
  },
  {
    name: 'its place by a stack trace',
    code: `const stacks = [new Error('x'), new (class Own extends TypeError {})()]
      try { null.x } catch (e) { stacks.push(e) }
      try { eval('1 +') } catch (e) { stacks.push(e) }
      try { JSON.parse('{') } catch (e) { stacks.push(e) }
      try { await readFile('/none') } catch (e) { stacks.push(e) }
      return [...new Set(stacks.map((e) => [e.stack, e.lineNumber, e.fileName, Reflect.ownKeys(e).includes('stack')].join()))]`,
    gives: ['Error\n    at [code],,,false'],
  },
  {
    name: 'its own source text',
    code: `return String(attempt) + attempt.toString() + Function.prototype.toString.call(attempt)`,
    gives: 'function () { [code] }'.repeat(3),
  },
  { name: 'the source text of the tools', code: `return String(log.info).includes('journal')`, gives: false },
  { name: 'the calls that are made', code: `return attempt.caller`, gives: { raises: 'TypeError' } },
  {
    name: 'randomness that is not seeded',
    code: `return (Math.random() + Math.random()).toFixed(6)`,
    gives: '0.629810',
  },
  {
    name: 'another database',
    code: `return db.query("ATTACH 'x.db' AS x")`,
    gives: { raises: 'SqliteError' },
    fixtures: { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  },
  {
    name: 'the limits of the database',
    code: `return db.query("/**/ pragma hard_heap_limit = 0")`,
    gives: { raises: 'SqliteError' },
    fixtures: { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  },
  ...[
    "ATTACH ':memory:' AS x",
    "SELECT 1; /* ; */ -- '\nATTACH ':memory:' AS x",
    'DETACH main',
    'VACUUM',
    "VACUUM INTO 'x.db'",
    'EXPLAIN SELECT 1; PRAGMA max_page_count = 1',
    'PRAGMA journal_mode',
    'SELECT * FROM pragma_database_list',
    "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('x', 'y')",
    "SELECT fts3_tokenizer('x')",
  ].map((sql) => ({
    name: `the outside by SQL: ${sql}`,
    code: `return db.query(${JSON.stringify(sql)})`,
    gives: { raises: 'SqliteError' },
    fixtures: { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  })),
  {
    name: 'words of SQL that only look like reaching out',
    code: `return db.query("SELECT 'ATTACH' AS a, a AS [pragma] FROM (SELECT 1 AS a) -- ; vacuum")`,
    gives: [{ a: 'ATTACH', pragma: 1 }],
    fixtures: { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  },
]

/** Attempts to make an outcome other than what happened. */
const lying: readonly Attempt[] = [
  {
    name: 'toJSON',
    code: `return { real: 1, toJSON: () => 'forged' }`,
    gives: { real: 1, toJSON: { $opaque: 'function' } },
  },
  { name: 'getters', code: `return { get forged() { return 1 }, real: 1 }`, gives: { real: 1 } },
  {
    name: 'a proxy that throws',
    code: `return new Proxy({}, { ownKeys() { throw new Error('x') } })`,
    gives: { $opaque: 'unreadable' },
  },
  {
    name: 'a proxy that never ends',
    code: `return new Proxy({}, { ownKeys() { for (;;); } })`,
    gives: HANGS,
  },
  {
    name: 'an array that says it is long',
    code: `return new Proxy([], { getOwnPropertyDescriptor: (t, k) => k === 'length' ? { value: 4e9, writable: true, configurable: false, enumerable: false } : undefined })`,
    gives: { $opaque: 'too large' },
  },
  {
    name: 'patched prototypes',
    code: `for (const p of [Array, String, Object, Map, Promise, Date, Number]) for (const k of Reflect.ownKeys(p.prototype)) try { p.prototype[k] = () => 'forged' } catch {}\n JSON.stringify = () => '"forged"'; return [1, 'a', new Map([[1, 2]])]`,
    gives: { raises: 'TypeError' },
  },
  {
    name: 'patched globals',
    code: `JSON.stringify = () => '"forged"'; Reflect.ownKeys = () => []; Object.getOwnPropertyDescriptor = () => undefined; Array.isArray = () => false; globalThis.Promise = null; return { a: [1, 'b'] }`,
    gives: { a: [1, 'b'] },
  },
  {
    name: 'a setter on the prototype of arrays',
    code: `Object.defineProperty(Array.prototype, 0, { set() { throw new Error('forged') }, get: () => 'forged', configurable: true }); return [...'ab'].length`,
    gives: 2,
    calls: [{ call: 'attempt', args: [{ $: 'log' }] }],
  },
  {
    name: 'a then on the prototype of objects',
    code: `Object.prototype.then = function (done) { done('forged') }; return 1`,
    gives: 1,
  },
  {
    name: 'entries of a log that are changed',
    code: `log.info('real'); log.entries.length = 0; log.entries.push('forged'); try { log.entries[0].message = 'forged' } catch {} return log.entries`,
    gives: [{ level: 'info', message: 'real' }],
  },
  {
    name: 'a value in the clothes of a special one',
    code: `return { $undefined: true }`,
    gives: { $object: { $undefined: true } },
  },
  {
    name: 'an error with a name that is asked',
    code: `const e = new Error(); Object.defineProperty(e, 'name', { get() { for (;;); } }); throw e`,
    gives: { raises: 'Error' },
  },
]

/** Attempts to take more than is given. */
const hoarding: readonly Attempt[] = [
  { name: 'a loop', code: `for (;;);`, gives: HANGS },
  {
    name: 'a loop that catches its end',
    code: `for (;;) try { for (;;); } catch {} finally { continue }`,
    gives: HANGS,
  },
  {
    name: 'a chain of promises',
    code: `const next = () => { Promise.resolve().then(next) }; next(); return new Promise(() => {})`,
    gives: HANGS,
  },
  {
    name: 'a chain of promises that all are kept',
    code: `const next = () => Promise.resolve().then(next); return next()`,
    // There is not even room for an error.
    gives: HANGS,
  },
  { name: 'an async loop', code: `for (;;) await null`, gives: HANGS },
  {
    name: 'timers without end',
    code: `setInterval(() => {}, 1); return new Promise(() => {})`,
    gives: HANGS,
  },
  {
    name: 'a regular expression that goes back',
    code: `return /^(a+)+$/.test('a'.repeat(40) + 'b')`,
    gives: HANGS,
  },
  { name: 'a getter that loops', code: `return { get a() { for (;;); } }.a`, gives: HANGS },
  {
    name: 'arrays',
    code: `const kept = []; for (;;) kept.push(new Array(10_000).fill(7))`,
    gives: NO_MEMORY,
  },
  { name: 'one huge array', code: `return new Array(2 ** 30).fill(1).length`, gives: NO_MEMORY },
  { name: 'strings', code: `let s = 'ab'; for (;;) s += s + 'c'`, gives: NO_MEMORY },
  {
    name: 'typed arrays',
    code: `const kept = []; for (;;) kept.push(new Uint8Array(1_000_000))`,
    gives: NO_MEMORY,
  },
  { name: 'a huge BigInt', code: `let n = 3n; for (;;) n *= n`, gives: { raises: 'RangeError' } },
  {
    name: 'captures of a regular expression',
    code: `const kept = []; for (;;) kept.push('a'.repeat(50_000).match(/(((a)*)*)/))`,
    gives: HANGS,
  },
  {
    name: 'memory that is asked for again and again',
    code: `for (let n = 0; n < 20; n += 1) try { const kept = []; for (;;) kept.push(new Uint8Array(1_000_000)) } catch {} return 'still here'`,
    gives: 'still here',
  },
  {
    name: 'deep recursion',
    code: `const down = (n) => 1 + down(n + 1); return down(0)`,
    gives: { raises: 'RangeError' },
  },
  {
    name: 'deep recursion through the language',
    code: `const deep = { toString() { return String([deep]) } }; return String(deep)`,
    gives: { raises: 'RangeError' },
  },
  {
    name: 'a deep value',
    code: `let v = []; for (let n = 0; n < 100_000; n += 1) v = [v]; return v`,
    gives: { $opaque: 'too large' },
  },
  { name: 'a huge text', code: `return 'x'.repeat(10_000_000)`, gives: { $opaque: 'too large' } },
  {
    name: 'a huge list',
    code: `return Array.from({ length: 100_000 }, (_, n) => n)`,
    gives: { $opaque: 'too large' },
  },
  {
    name: 'a long log',
    code: `for (let n = 0; n < 2000; n += 1) log.info('x'.repeat(1000)); return log.entries`,
    gives: { $opaque: 'too large' },
  },
  {
    name: 'expensive hashes',
    code: `return pbkdf2Sync('a', 'b', 1e9, 32, 'sha256')`,
    gives: { raises: 'Error' },
  },
  {
    name: 'a search that is one step',
    code: `return 'a'.repeat(8_000_000).indexOf('a'.repeat(4_000_000) + 'b')`,
    gives: HANGS,
  },
  ...[
    [
      'rows without end',
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n',
    ],
    [
      'a join that explodes',
      'WITH d(x) AS (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) SELECT count(*) FROM d a, d b, d c, d e, d f, d g, d h, d i, d j',
    ],
    [
      'a search in long texts',
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(instr(hex(zeroblob(200000)), hex(zeroblob(90000)) || 'x')) FROM n",
    ],
  ].map(([name, sql]) => ({
    name: `SQL: ${name}`,
    code: `return db.query(${JSON.stringify(sql)})`,
    gives: HANGS,
    fixtures: { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  })),
  {
    name: 'SQL: a sort of rows that grow',
    code: `return db.query("WITH RECURSIVE n(i, t) AS (SELECT 1, 'a' UNION ALL SELECT i + 1, t || t FROM n WHERE i < 18) SELECT count(*) FROM (SELECT a.t || b.i FROM n a, n b, n c, n d ORDER BY 1)")`,
    gives: { raises: 'SqliteError' },
    fixtures: { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  },
  {
    name: 'SQL: more memory than there is',
    code: `await db.run("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) SELECT randomblob(900000) FROM n"); return 1`,
    gives: { raises: 'SqliteError' },
    fixtures: { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  },
  { name: 'many expensive hashes', code: `for (;;) scryptSync('a', 'b', 32)`, gives: HANGS },
]

const pool = openPool({ size: 1, wall: 20_000 })
let floor = 0

async function run({ code, calls, fixtures }: Omit<Attempt, 'name' | 'gives'>): Promise<RunResult> {
  const program = link(
    {
      'src/main.ts': `import { readFile } from 'node:fs/promises'
        import { pbkdf2Sync, scryptSync } from 'node:crypto'
        export async function attempt(log, db) { ${code} }
        export const after = () => [typeof forged, [1, 2].map((n) => n + 1).join(), JSON.stringify({ a: 1 })].join(' ')
        void [readFile, pbkdf2Sync, scryptSync]`,
    },
    { log: { use: 'log' }, ...fixtures },
  )
  const args = [{ $: 'log' }, ...(fixtures ? [{ $: 'db' }] : [])]
  const answer = await pool.run({ program, calls: calls ?? [{ call: 'attempt', args }] })
  if (answer.status !== 'ran') throw new Error(JSON.stringify(answer))
  return answer.result
}

beforeAll(async () => {
  await run({ code: 'return 1' })
  floor = process.memoryUsage().rss
})
afterAll(() => pool.close())

const attempts = [...reaching, ...lying, ...hoarding]

test('there are 45 attempts or more', () => {
  expect(attempts.length).toBeGreaterThanOrEqual(45)
})

describe.each([
  ['reaching outside', reaching],
  ['lying about outcomes', lying],
  ['taking too much', hoarding],
] as const)('%s', (_, group) => {
  test.each(group)('$name', async (attempt) => {
    const { outcomes } = await run(attempt)
    expect(outcomes).toEqual([attempt.gives])
    expect(process.memoryUsage().rss - floor).toBeLessThan(MAX_GROWTH)
    expect((await run({ code: '', calls: [{ call: 'after' }] })).outcomes).toEqual(['undefined 2,3 {"a":1}'])
  })
})
