import { afterAll, describe, expect, test } from 'vitest'
import { type Fixtures, openPython, runPython } from '../../support/python.ts'

const pool = openPython({ children: 'fresh' })
afterAll(() => pool.close())

interface Case {
  readonly name: string
  readonly code: string
  readonly fixtures: Fixtures
  readonly calls: readonly unknown[]
  readonly outcomes: readonly unknown[]
}

const orders = {
  use: 'sql',
  schema: 'CREATE TABLE orders (id, name)',
  rows: {
    orders: [
      { id: 1, name: 'lamp' },
      { id: 2, name: "o'x" },
    ],
  },
}
const db = { $: 'db' }

const cases: readonly Case[] = [
  {
    name: 'sql: an injection shows in the rows and the statements',
    code: `async def search(db, term): return await db.query(f"SELECT id FROM orders WHERE name = '{term}'")
async def search_bound(db, term): return await db.query('SELECT id FROM orders WHERE name = ?', [term])
async def rename(db): return await db.run("UPDATE orders SET name = 'x'")
def classic(db, term):
    with db.connection as connection:
        return connection.execute(f"SELECT id FROM orders WHERE name = '{term}'").fetchall()`,
    fixtures: { db: orders },
    calls: [
      { call: 'search', args: [db, "' OR 1=1 --"] },
      { call: 'search_bound', args: [db, "' OR 1=1 --"] },
      { call: 'classic', args: [db, "' OR 1=1 --"] },
      { call: 'search', args: [db, "o'x"] },
      { call: 'rename', args: [db] },
      { call: 'db.query', args: ['SELECT count(*) AS n, CURRENT_TIMESTAMP AS at FROM orders'] },
      { read: 'db.statements' },
    ],
    outcomes: [
      ...[[{ id: 1 }, { id: 2 }], [], [[1], [2]], { raises: 'OperationalError' }, { changes: 2 }],
      [{ n: 2, at: '2026-01-01 00:00:00' }],
      [
        "SELECT id FROM orders WHERE name = '' OR 1=1 --'",
        'SELECT id FROM orders WHERE name = ?',
        "SELECT id FROM orders WHERE name = '' OR 1=1 --'",
        "SELECT id FROM orders WHERE name = 'o'x'",
        "UPDATE orders SET name = 'x'",
        'SELECT count(*) AS n, CURRENT_TIMESTAMP AS at FROM orders',
      ],
    ],
  },
  {
    name: 'tree: a file that is left open, and what was written',
    code: `from pathlib import Path
kept = []
def save(name, text): Path(name).write_text(text)
def leak(path): kept.append(open(path)); return kept[0].read()`,
    fixtures: { tree: { use: 'tree', files: { 'data/a.txt': 'one', 'b.txt': 'é' } } },
    calls: [
      { call: 'leak', args: ['data/a.txt'] },
      { call: 'save', args: ['data/c.txt', 'three'] },
      { call: 'save', args: ['gone/c.txt', 'x'] },
      ...[{ read: 'tree.files' }, { read: 'tree.folders' }, { read: 'tree.open' }],
    ],
    outcomes: [
      ...['one', null, { raises: 'FileNotFoundError' }],
      { 'b.txt': 'é', 'data/a.txt': 'one', 'data/c.txt': 'three' },
      ...[['data'], 1],
    ],
  },
  {
    name: 'clock: a timing problem shows in virtual time',
    code: `import asyncio
from datetime import datetime, timezone
async def retry(clock):
    for attempt in range(3): await clock.sleep(1000 * 2 ** attempt)
    return datetime.now(timezone.utc)
async def together(clock): await asyncio.gather(clock.sleep(1000), clock.sleep(1500))
def forget(clock): return None
async def leave(clock): asyncio.ensure_future(clock.sleep(5000)); await asyncio.sleep(0)`,
    fixtures: { clock: { use: 'clock', start: '2024-02-29T00:00:00Z' } },
    calls: [
      ...[{ call: 'retry', args: [{ $: 'clock' }] }, { call: 'clock.now' }],
      ...[{ call: 'together', args: [{ $: 'clock' }] }, { call: 'clock.now' }],
      ...[{ call: 'leave', args: [{ $: 'clock' }] }, { read: 'clock.timers' }],
    ],
    outcomes: [{ $date: '2024-02-29T00:00:07Z' }, 1709164807000, null, 1709164808500, null, 1],
  },
  {
    name: 'http: routes, a time-out, and what was asked',
    code: `async def fetch(http, path, timeout=None):
    answer = await http.request('GET', path, headers={'X-A': 1}, timeout=timeout)
    return [answer.status, answer.body, answer.headers]`,
    fixtures: {
      http: {
        use: 'http',
        routes: [
          { path: '/a', status: 503, times: 1 },
          { path: '/a', body: 'ok', headers: { ETag: 'x' } },
          { path: '/slow', delay: 3000 },
          { path: '/never', delay: 'never' },
        ],
      },
    },
    calls: [
      ...['/a', '/a', '/b'].map((path) => ({ call: 'fetch', args: [{ $: 'http' }, path] })),
      { call: 'fetch', args: [{ $: 'http' }, '/slow'], kwargs: { timeout: 1 } },
      { call: 'fetch', args: [{ $: 'http' }, '/never', 60] },
      { call: 'fetch', args: [{ $: 'http' }, '/never'] },
      { read: 'http.requests' },
    ],
    outcomes: [
      ...[
        [503, '', {}],
        [200, 'ok', { etag: 'x' }],
        [404, '', {}],
      ],
      ...[{ raises: 'TimeoutError' }, { raises: 'TimeoutError' }, { hangs: true }],
      ['/a', '/a', '/b', '/slow', '/never', '/never'].map((path) => ({
        method: 'GET',
        path,
        body: '',
        headers: { 'x-a': '1' },
      })),
    ],
  },
  {
    name: 'scheduler and code: a race loses an update',
    code: `async def add(store, scheduler, name, amount):
    before = store.total
    await scheduler.pause(name)
    store.total = before + amount`,
    fixtures: {
      scheduler: { use: 'scheduler' },
      store: { code: 'class Store:\n    total = 0\ndefault = Store()' },
    },
    calls: [
      { start: 'add', args: [{ $: 'store' }, { $: 'scheduler' }, 'a', 1], as: 'a' },
      { start: 'add', args: [{ $: 'store' }, { $: 'scheduler' }, 'b', 2], as: 'b' },
      ...[{ await: 'a' }, { await: 'b' }, { read: 'store.total' }, { read: 'scheduler.pauses' }],
    ],
    outcomes: [null, null, 2, ['a', 'b']],
  },
  {
    name: 'lock: one that is never released holds up the next',
    code: `async def guarded(lock):
    async with lock.hold('k'): return lock.held
async def forgetful(lock): await lock.acquire('k')
def free(lock): lock.release('k')`,
    fixtures: { lock: { use: 'lock' } },
    calls: ['guarded', 'forgetful', 'guarded', 'free', 'free'].map((call) => ({
      call,
      args: [{ $: 'lock' }],
    })),
    outcomes: [['k'], null, { hangs: true }, null, null],
  },
  {
    name: 'emitter: listeners that stay',
    code: `heard = []
def listen(emitter):
    emitter.on('x', heard.append); emitter.once('x', lambda v: heard.append(-v)); emitter.on('y', print)
def said(): return heard`,
    fixtures: { emitter: { use: 'emitter' } },
    calls: [
      ...[
        { call: 'listen', args: [{ $: 'emitter' }] },
        { call: 'emitter.emit', args: ['x', 1] },
      ],
      ...[{ call: 'emitter.emit', args: ['x', 2] }, { call: 'emitter.emit', args: ['z'] }, { call: 'said' }],
      ...[{ read: 'emitter.listeners' }, { call: 'emitter.listener_count', args: ['x'] }],
    ],
    outcomes: [null, true, true, false, [1, -1, 2], 2, 1],
  },
  {
    name: 'random: scripted, and seeded as in TypeScript',
    code: `def draw(source): return [source.next() for _ in range(3)]`,
    fixtures: { scripted: { use: 'random', values: [0.25, 0.5] }, seeded: { use: 'random', seed: 7 } },
    calls: [
      ...[{ call: 'draw', args: [{ $: 'scripted' }] }, { read: 'scripted.drawn' }],
      { call: 'draw', args: [{ $: 'seeded' }] },
    ],
    outcomes: [[0.25, 0.5, 0.25], 3, [0.011704753153026104, 0.06195825757458806, 0.97690763277933]],
  },
  {
    name: 'log: its own entries, and those of logging',
    code: `import logging
logger = logging.getLogger('app')
def work(log):
    log.warn('own', {'user': 'ann'})
    logger.error('password %s', 'hunter2')`,
    fixtures: { log: { use: 'log' } },
    calls: [{ call: 'work', args: [{ $: 'log' }] }, { read: 'log.entries' }],
    outcomes: [
      null,
      [
        { level: 'warn', message: 'own', fields: { user: 'ann' } },
        { level: 'error', message: 'password hunter2' },
      ],
    ],
  },
]

describe('fixtures', () => {
  test.each(cases)('$name', async ({ code, fixtures, calls, outcomes }) => {
    const first = await runPython(pool, { files: code, fixtures, calls })
    expect(first.outcomes).toEqual(outcomes)
    expect(await runPython(pool, { files: code, fixtures, calls })).toEqual(first)
  })
})

test('the library that tasks may use', async () => {
  const code = `import asyncio, collections, contextlib, csv, dataclasses, datetime, decimal, enum, functools, hashlib, heapq, hmac, io, itertools, json, logging, math, os, pathlib, pickle, queue, random, re, secrets, shutil, sqlite3, string, tempfile, textwrap, threading, time, typing, unittest, urllib.parse, uuid, zoneinfo, xml.etree.ElementTree
def use():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, 'a.json').write_text(json.dumps({'a': 1}))
        with sqlite3.connect(':memory:') as db: rows = db.execute('SELECT 1 + 1').fetchall()
        return [rows, hashlib.sha256(b'a').hexdigest()[:8], os.listdir(folder), str(decimal.Decimal(1) / 3)[:6]]`
  const { outcomes } = await runPython(pool, { files: code, calls: [{ call: 'use' }] })
  expect(outcomes).toEqual([[[[2]], 'ca978112', ['a.json'], '0.3333']])
})
