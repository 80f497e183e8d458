import { expect, test } from 'vitest'
import { loadLanguage } from '../../src/author/language/load-language.ts'

const python = await loadLanguage('python')

/** What Python refuses to compile, with what is said and the text that is underlined. */
const refused: readonly (readonly [code: string, message: string, underlined: string])[] = [
  ['def fee(days)\n    return days\n', 'Expected `:`, found newline', '\n'],
  ['if late:\nfee = 1\n', 'Expected an indented block after `if` statement', 'fee'],
  ['def fee():\n    days = 1\n      cents = 2\n', 'Unexpected indentation', '      '],
  ['def fee():\n\tdays = 1\n        cents = 2\n', 'Unexpected indentation', '        '],
  ['fee = (1,\n       [2, 3\n', '`[` is never closed', '['],
  ["name = 'desk\n", 'Missing closing quote in string literal', "'desk"],
  ['"🐘"; return 1\n', '`return` statement outside of a function/method', 'return 1'],
  ['break\n', '`break` outside loop', 'break'],
  ['def fee():\n    await pay()\n', '`await` should be used within an async function', 'await pay()'],
  [
    'async def fee():\n    yield from days()\n',
    '`yield from` statement in async function; use `async for` instead',
    'yield from days()',
  ],
  ['def fee(day, day): pass\n', 'Duplicate parameter "day"', 'day'],
  ['fee(day=1, 2)\n', 'Positional argument cannot follow keyword argument', '2'],
  ['def fee():\n    nonlocal day\n', 'Nonlocal name `day` found without binding', 'day'],
  [
    'def fee():\n    day = 1\n    global day\n',
    'Name `day` is used prior to global declaration on line 3',
    'day',
  ],
  [
    'day = 1\nfrom __future__ import annotations\n',
    '`from __future__` imports must occur at the beginning of the file',
    'from __future__ import annotations',
  ],
  ['first, *some, *rest = days\n', 'Two starred expressions in assignment', 'first, *some, *rest'],
  [
    'try:\n    pay()\nexcept:\n    pass\nexcept OSError:\n    pass\n',
    'An `except` block as not the last exception handler',
    'except',
  ],
  ['fee() = 1\n', 'Invalid assignment target', 'fee()'],
  ['while True: print "late"\n', 'Simple statements must be separated by newlines or semicolons', '"late"'],
  ['return 1  # noqa\n', '`return` statement outside of a function/method', 'return 1'],
  ['# ruff: noqa\nreturn 1\n', '`return` statement outside of a function/method', 'return 1'],
]

test.each(refused)('%j is refused', (code, message, underlined) => {
  const [fault] = python.outline('src/fees.py', code).faults
  expect(fault && [fault.message, code.slice(fault.start, fault.end)]).toEqual([message, underlined])
})

/** What a linter would like to say something about, and what tasks are about: it compiles. */
const accepted = [
  'def fee(days=[]):\n    days.append(1)\n    return days\n',
  'try:\n    import json\nexcept:\n    pass\n',
  'def fee(day):\n    if day == None: return\n    assert (day, "late")\n    print("%d %d" % (day,))\n',
  'import json\nlist = 1\nl = lambda: list\n',
  'def fee():\n    return 1\ndef fee():\n    return 2\n',
  'def fee():\n    try:\n        return 1\n    finally:\n        return 2\n',
  'days = 1\ndef fee():\n    print(days)\n    days = 2\n',
  'for day in range(3):\n    pass\nelse:\n    fee = day\n',
  'def fee(days):\n    raise NotImplemented\n    return days is 1\n',
  'from os.path import *\nfee = join\n',
  'type Fee[T = int] = list[T]\ntext = t"{1}"\n',
  'match = case = type = 1\nprint(match, case, type)\n',
  'async def fee(days):\n    async with (days as a, days as b):\n        return [await day async for day in a or b]\n',
  'try:\n    pass\nexcept OSError, ValueError:\n    pass\n',
]

test.each(accepted)('%j is not refused', (code) => {
  const { faults, undefinedNames } = python.outline('src/fees.py', code)
  expect([faults, undefinedNames]).toEqual([[], []])
})

test('undefined names come once each, with the name that was probably meant', () => {
  const code = 'CENTS = 25\n\n\ndef fee(days: int) -> int:\n    return days * CENT + prnt(dais) + CENT\n'
  const found = python.outline('src/fees.py', code).undefinedNames
  expect(found.map(({ name, meant, start, end }) => [name, meant, code.slice(start, end), start])).toEqual([
    ['CENT', 'CENTS', 'CENT', code.indexOf('CENT +')],
    ['prnt', 'print', 'prnt', code.indexOf('prnt')],
    ['dais', 'days', 'dais', code.indexOf('dais')],
  ])
})

test.each([
  ['brackets', '['.repeat(5000)],
  ['an argument in an argument', `fee = ${'f('.repeat(4000)}1${')'.repeat(4000)}\n`],
  ['a sum', `fee = ${'1 + '.repeat(5000)}1\n`],
  ['attributes', `fee = a${'.b'.repeat(5000)}\n`],
  [
    'blocks',
    `${Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}if 1:\n`).join('')}${' '.repeat(900)}pass\n`,
  ],
])('%s without end are refused and break nothing', (_, code) => {
  expect(python.outline('src/fees.py', code).faults.map(({ message }) => message)).toEqual([
    'This nests too deeply for Python',
  ])
  expect(python.outline('src/fees.py', 'fee = 1\n').faults).toEqual([])
})

const paths = new Set([
  ...[
    'src/orders.py',
    'src/db/__init__.py',
    'src/db/rows.py',
    'src/net/client.py',
    'main.py',
    'fixtures/clock.py',
  ],
])

const imports: readonly (readonly [from: string, statement: string, said: string | null])[] = [
  ['src/orders.py', 'import main', null],
  ['src/orders.py', 'import src.db.rows as rows, json, src', null],
  ['src/orders.py', 'from src import orders, net', null],
  ['src/orders.py', 'from src.net import client', null],
  ['src/orders.py', 'from src.db import rows, Whatever', null],
  ['src/orders.py', 'from . import db', null],
  ['src/orders.py', 'from .db.rows import Row', null],
  ['src/db/rows.py', 'from .. import orders', null],
  ['src/db/rows.py', 'from ..net.client import Client', null],
  ['src/db/rows.py', 'from . import query', null],
  ['src/db/__init__.py', 'from .rows import Row', null],
  ['src/orders.py', 'from __future__ import annotations', null],
  ['src/orders.py', 'import collections.abc, urllib.parse', null],
  ['src/orders.py', 'from fixtures.clock import now', null],
  ['src/orders.py', 'import subprocess', 'The sandbox has no module `subprocess`'],
  ['src/orders.py', 'import json.decoder', 'The sandbox has no module `json.decoder`'],
  ['src/orders.py', 'import orders', 'The sandbox has no module `orders` Did you mean `src.orders`?'],
  ['src/orders.py', 'import asynco', 'The sandbox has no module `asynco` Did you mean `asyncio`?'],
  [
    'src/orders.py',
    'from src.db.row import Row',
    'The task has no snippet `src/db/row.py` Did you mean `src.db.rows`?',
  ],
  [
    'src/orders.py',
    'from src.net import clients',
    'The task has no snippet `src/net/clients.py` Did you mean `src.net.client`?',
  ],
  [
    'src/orders.py',
    'from .rows import Row',
    'The task has no snippet `src/rows.py` Did you mean `src.db.rows`?',
  ],
  ['src/db/rows.py', 'from ... import main', '`...` is above the task’s files'],
  ['main.py', 'from .src import orders', '`.src` is above the task’s files'],
  [
    'main.py',
    'def run():\n    if 1:\n        import \\\n            requests',
    'The sandbox has no module `requests`',
  ],
]

test.each(imports)('in %s, `%s`', (from, statement, said) => {
  const faults = python
    .outline(from, `${statement}\n`)
    .imports.flatMap((imported) => python.importFaults(imported, from, paths))
  const told = faults.map(({ message, hint }) => (hint?.startsWith('Did') ? `${message} ${hint}` : message))
  expect(told).toEqual(said === null ? [] : [said])
})

test.each([
  ['src/orders.py', null],
  ['orders.py', null],
  ['src/json.py', null],
  ['src/db/__init__.py', null],
  ['src/orders.pyi', 'A Python snippet needs a path that ends in `.py`'],
  ['src/order-search.py', 'No import can name this path: `order-search` is not an identifier'],
  ['src/v1.2/orders.py', 'No import can name this path: `v1.2` is not an identifier'],
  ['src/class.py', 'No import can name this path: `class` is not an identifier'],
  ['json.py', 'This path hides the module `json` from every import'],
  ['asyncio/tasks.py', 'This path hides the module `asyncio` from every import'],
])('the path %s', (path, message) => {
  expect(python.refusePath(path)?.message ?? null).toBe(message)
})
