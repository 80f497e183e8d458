import { describe, expect, test } from 'vitest'
import { link, runner } from '../support/sandbox.ts'

/** A defect and its fix, and calls with fixtures whose outcomes tell one from the other. */
interface Shown {
  readonly name: string
  readonly code: string
  readonly defect: string
  readonly fix: string
  readonly fixtures: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly calls: readonly unknown[]
  readonly actual: readonly unknown[]
  readonly expected: readonly unknown[]
}

const NOTHING = { $undefined: true }

const shown: readonly Shown[] = [
  {
    name: 'a race',
    code: `async function take(scheduler: any, account: { cents: number }, cents: number) {
        const before = account.cents
        await scheduler.pause()
        account.cents = before - cents
      }
      export async function withdraw(lock: any, scheduler: any, account: { cents: number }, cents: number) { LOCK }`,
    defect: 'await take(scheduler, account, cents)',
    fix: "await lock.acquire('account'); await take(scheduler, account, cents); lock.release('account')",
    fixtures: {
      lock: { use: 'lock' },
      scheduler: { use: 'scheduler' },
      account: { code: 'export default { cents: 100 }' },
    },
    calls: [
      { start: 'withdraw', args: [{ $: 'lock' }, { $: 'scheduler' }, { $: 'account' }, 30], as: 'one' },
      { start: 'withdraw', args: [{ $: 'lock' }, { $: 'scheduler' }, { $: 'account' }, 50], as: 'two' },
      { await: 'one' },
      { await: 'two' },
      { read: 'account.cents' },
      { read: 'lock.held' },
    ],
    actual: [NOTHING, NOTHING, 50, []],
    expected: [NOTHING, NOTHING, 20, []],
  },
  {
    name: 'a timer leak',
    code: `export class Poller {
        timer: ReturnType<typeof setInterval> | undefined
        start() { LEAK; this.timer = setInterval(() => {}, 1000) }
        stop() { clearInterval(this.timer) }
      }`,
    defect: '',
    fix: 'clearInterval(this.timer)',
    fixtures: { clock: { use: 'clock' } },
    calls: [
      { new: 'Poller', as: 'poller' },
      { call: 'poller.start' },
      { call: 'poller.start' },
      { call: 'poller.stop' },
      { read: 'clock.timers' },
    ],
    actual: [NOTHING, NOTHING, NOTHING, 1],
    expected: [NOTHING, NOTHING, NOTHING, 0],
  },
  {
    name: 'a cache stampede',
    code: `const cache = new Map<string, unknown>()
      export async function load(http: any, path: string): Promise<string> {
        const known = cache.get(path)
        if (known !== undefined) return known as Promise<string>
        LOAD
      }`,
    defect: `const { body } = await http.request('GET', path); cache.set(path, body); return body`,
    fix: `const asked = http.request('GET', path).then((answer: any) => answer.body); cache.set(path, asked); return asked`,
    fixtures: { http: { use: 'http', routes: [{ path: '/rates', body: '7', delay: 50 }] } },
    calls: [
      { start: 'load', args: [{ $: 'http' }, '/rates'], as: 'one' },
      { start: 'load', args: [{ $: 'http' }, '/rates'], as: 'two' },
      { await: 'one' },
      { await: 'two' },
      { read: 'http.requests.length' },
    ],
    actual: ['7', '7', 2],
    expected: ['7', '7', 1],
  },
  {
    name: 'an unclosed handle',
    code: `import { open } from 'node:fs/promises'
      export async function firstLine(path: string): Promise<string> {
        const file = await open(path)
        TRY
      }`,
    defect: `const text = await file.readFile('utf8'); if (text === '') throw new RangeError(); await file.close(); return text.split('\\n')[0]!`,
    fix: `try { const text = await file.readFile('utf8'); if (text === '') throw new RangeError(); return text.split('\\n')[0]! } finally { await file.close() }`,
    fixtures: { tree: { use: 'tree', files: { 'a.txt': 'one\ntwo', 'empty.txt': '' } } },
    calls: [
      { call: 'firstLine', args: ['a.txt'] },
      { call: 'firstLine', args: ['empty.txt'] },
      { call: 'firstLine', args: ['none.txt'] },
      { read: 'tree.open' },
    ],
    actual: ['one', { raises: 'RangeError' }, { raises: 'Error' }, 1],
    expected: ['one', { raises: 'RangeError' }, { raises: 'Error' }, 0],
  },
  {
    name: 'a comparison whose time tells',
    code: `export function matches(secret: ArrayLike<number>, given: readonly number[]): boolean {
        let same = secret.length === given.length
        for (let at = 0; at < given.length; at += 1) LOOP
        return same
      }`,
    defect: `if (secret[at] !== given[at]) return false`,
    fix: `same = secret[at] === given[at] && same`,
    // The probe counts how much of the secret is looked at, which is what a clock would tell.
    fixtures: {
      secret: {
        code: `const digits = [7, 1, 3, 9]
          export default new Proxy({ length: 4, looks: 0 } as Record<string, number>, {
            get(own, key: string) { if (!/^\\d+$/.test(key)) return own[key]; own.looks! += 1; return digits[Number(key)] },
          })`,
      },
    },
    calls: [
      { call: 'matches', args: [{ $: 'secret' }, [7, 1, 0, 0]] },
      { read: 'secret.looks' },
      { call: 'matches', args: [{ $: 'secret' }, [7, 1, 3, 9]] },
    ],
    actual: [false, 3, true],
    expected: [false, 4, true],
  },
  {
    name: 'an SQL injection',
    code: `export const search = (db: any, term: string) => QUERY`,
    defect: `db.query("SELECT name FROM users WHERE name LIKE '%" + term + "%' ORDER BY id")`,
    fix: `db.query('SELECT name FROM users WHERE name LIKE ? ORDER BY id', ['%' + term + '%'])`,
    fixtures: {
      db: {
        use: 'sql',
        schema: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE secrets (word TEXT)',
        rows: {
          users: [
            { id: 1, name: 'ann' },
            { id: 2, name: 'bob' },
          ],
          secrets: [{ word: 'hush' }],
        },
      },
    },
    calls: [
      { call: 'search', args: [{ $: 'db' }, 'an'] },
      { call: 'search', args: [{ $: 'db' }, "x' UNION SELECT word FROM secrets --"] },
      { call: 'search', args: [{ $: 'db' }, "'"] },
    ],
    actual: [[{ name: 'ann' }], [{ name: 'hush' }], { raises: 'SqliteError' }],
    expected: [[{ name: 'ann' }], [], []],
  },
]

describe('calls and fixtures alone show', () => {
  test.each(shown)('$name', async ({ code, defect, fix, fixtures, calls, actual, expected }) => {
    const outcomes = async (statement: string) => {
      const program = link(
        { 'src/main.ts': code.replace(/\b(LOCK|LEAK|LOAD|TRY|LOOP|QUERY)\b/, () => statement) },
        fixtures,
      )
      return (await runner.run({ program, calls })).outcomes
    }
    expect({ actual: await outcomes(defect), expected: await outcomes(fix) }).toEqual({ actual, expected })
  })
})
