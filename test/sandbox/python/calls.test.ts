import { afterAll, describe, expect, test } from 'vitest'
import { sameOutcomes } from '../../../src/runtime/sandbox/outcome.ts'
import { openPython, runPython } from '../../support/python.ts'

const pool = openPython({ children: 'fresh' })
afterAll(() => pool.close())

const VALUES = `
import asyncio, collections, dataclasses, datetime, decimal, enum, fractions, pathlib, uuid, functools
from typing import NamedTuple

same = lambda value: value
def kind(value): return type(value).__name__

class Point(NamedTuple):
    x: int
    y: int

@dataclasses.dataclass
class Order:
    id: int
    lines: list

@dataclasses.dataclass(slots=True)
class Slim:
    id: int

class Plain:
    def __init__(self): self.a, self._b = 1, 2
    @property
    def forged(self): return 9

class Colour(enum.Enum):
    RED = 1
class Level(enum.IntEnum):
    HIGH = 3
class Word(enum.StrEnum):
    GO = 'go'

def scalars(): return [None, True, 1, 2**53 - 1, 2**53, -(2**70), 1.5, 1.0, -0.0, float('nan'), float('inf'), float('-inf'), 'é\\ud800', 1e300]
def huge(): return 10 ** 5000 % 10 ** 4400 + 7
def kinds(): return [(1, 2), Point(1, 2), {1}, frozenset({'a'}), {'a': 1}, {1: 'a'}, {(1, 2): 3}, b'hello', bytearray(b'x'), {'$set': 1}, collections.Counter('aa'), collections.deque([1])]
def times():
    utc = datetime.timezone.utc
    return [datetime.datetime(2026, 3, 1, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=1))), datetime.datetime(2026, 3, 1, 10), datetime.date(2026, 3, 1), datetime.time(10, 30), datetime.timedelta(seconds=90)]
def numbers(): return [decimal.Decimal('1.10'), fractions.Fraction(1, 3), 1 + 2j, uuid.UUID(int=1), pathlib.Path('a/b')]
def objects(): return [Order(1, [2]), Slim(3), Plain(), Colour.RED, Level.HIGH, Word.GO, ValueError('x')]
def opaques(): return [len, same, Order, (x for x in []), asyncio, object(), functools.partial(same)]
def ring():
    all = []
    all.append(all)
    return all
def deep():
    value = []
    for _ in range(1000): value = [value]
    return value
def wide(): return [0] * 30000
async def aloud(): return 1
def hidden(): return aloud()
def held(): return [aloud()]
`

describe('values', () => {
  test.each([
    [
      'scalars',
      [{ call: 'scalars' }],
      [
        [
          ...[null, true, 1, 9007199254740991, { $bigint: '9007199254740992' }],
          ...[{ $bigint: '-1180591620717411303424' }, 1.5, 1, 0, { $number: 'NaN' }],
          ...[{ $number: 'Infinity' }, { $number: '-Infinity' }, 'é\ud800', 1e300],
        ],
      ],
    ],
    [
      'containers',
      [{ call: 'kinds' }],
      [
        [
          ...[[1, 2], { x: 1, y: 2 }, { $set: [1] }, { $set: ['a'] }, { a: 1 }, { $map: [[1, 'a']] }],
          ...[{ $map: [[[1, 2], 3]] }, { $bytes: 'aGVsbG8=' }, { $bytes: 'eA==' }, { $object: { $set: 1 } }],
          ...[{ a: 2 }, [1]],
        ],
      ],
    ],
    [
      'moments',
      [{ call: 'times' }],
      [
        [
          { $date: '2026-03-01T09:00:00Z' },
          { $object: { $datetime: '2026-03-01T10:00:00' } },
          { $object: { $day: '2026-03-01' } },
          { $object: { $time: '10:30:00' } },
          { $object: { $timedelta: 90 } },
        ],
      ],
    ],
    [
      'exact numbers and names',
      [{ call: 'numbers' }],
      [
        [
          { $object: { $decimal: '1.10' } },
          { $object: { $fraction: '1/3' } },
          { $object: { $complex: [1, 2] } },
          { $object: { $uuid: '00000000-0000-0000-0000-000000000001' } },
          { $object: { $path: 'a/b' } },
        ],
      ],
    ],
    [
      'objects',
      [{ call: 'objects' }],
      [
        [
          ...[{ id: 1, lines: [2] }, { id: 3 }, { a: 1, _b: 2 }, { $object: { $enum: 'Colour.RED' } }],
          ...[3, 'go', { $error: 'ValueError' }],
        ],
      ],
    ],
    ['a coroutine is awaited', [{ call: 'aloud' }, { call: 'hidden' }], [1, 1]],
  ])('%s', async (_, calls, stated) => {
    const { outcomes } = await runPython(pool, { files: VALUES, calls })
    expect({ outcomes, same: sameOutcomes(outcomes, stated) }).toEqual({ outcomes, same: true })
  })

  test('what has no spelling is opaque', async () => {
    const calls = ['opaques', 'ring', 'deep', 'wide', 'held'].map((call) => ({ call }))
    expect((await runPython(pool, { files: VALUES, calls })).outcomes).toEqual([
      ['builtin_function_or_method', 'function', 'type', 'generator', 'module', 'object', 'partial'].map(
        ($opaque) => ({ $opaque }),
      ),
      [{ $opaque: 'circular' }],
      { $opaque: 'too large' },
      { $opaque: 'too large' },
      [{ $opaque: 'coroutine' }],
    ])
  })

  test('an integer with more digits than Python would print', async () => {
    const { outcomes } = await runPython(pool, { files: VALUES, calls: [{ call: 'huge' }] })
    const expected = (10n ** 5000n % 10n ** 4400n) + 7n
    expect(outcomes).toEqual([expected === 7n ? 7 : { $bigint: String(expected) }])
  })

  test.each([
    [{ $date: '2026-03-01T10:00:00Z' }, 'datetime'],
    [{ $bytes: 'aGVsbG8=' }, 'bytes'],
    [{ $bigint: '12345678901234567890' }, 'int'],
    [{ $number: '-Infinity' }, 'float'],
    [{ $set: [1, [2]] }, 'set'],
    [{ $map: [[[1], 2]] }, 'dict'],
    [{ $error: 'NotFound' }, 'NotFound'],
    [{ $undefined: true }, 'NoneType'],
    [{ $object: { $decimal: '1.10' } }, 'Decimal'],
    [{ $object: { $datetime: '2026-03-01T10:00:00' } }, 'datetime'],
    [{ $object: { $day: '2026-03-01' } }, 'date'],
    [{ $object: { $timedelta: 1.5 } }, 'timedelta'],
    [{ $object: { $tuple: [1, 2] } }, 'tuple'],
    [{ $object: { $set: 1 } }, 'dict'],
  ])('%j is a %s', async (value, kind) => {
    const { outcomes } = await runPython(pool, { files: VALUES, calls: [{ call: 'kind', args: [value] }] })
    expect(outcomes).toEqual([kind])
  })
})

const STEPS = `
import asyncio, sys, time
from datetime import datetime, timezone
from src.parts import Part, NotFound
from . import parts as again

log = []

def find(names, name, *, start=0):
    if name not in names: raise NotFound(name)
    return names.index(name, start)

class Counter:
    def __init__(self, count, step=1):
        if count < 0: raise NotFound
        self.count, self.step, self.by = count, step, {'a': {'b': 5}}
    def add(self, amount=0):
        self.count += amount * self.step
        return self

async def walk(name, times):
    for at in range(times):
        log.append(f'{name}{at}')
        await asyncio.sleep(0)
    return name
def seen(): return ' '.join(log)
async def never(): await asyncio.Event().wait()
async def gone(): raise NotFound('x')
async def later(seconds):
    before = time.monotonic()
    await asyncio.sleep(seconds)
    return [datetime.now(timezone.utc), round(time.monotonic() - before, 3), time.time()]
def nap(seconds):
    time.sleep(seconds)
    return time.time()
def run(): return asyncio.run(walk('r', 2))
def stuck(): return asyncio.run(never())
async def bounded():
    async with asyncio.timeout(2): await never()
async def both(): return await asyncio.gather(walk('a', 2), walk('b', 2))
async def ticking():
    while True: await asyncio.sleep(1)
def spin():
    while True: pass
def leave(): sys.exit(3)
def same_class(): return Part is again.Part
def key(): return {}['x']
`
const PARTS = `class NotFound(Exception): pass\nclass Part: pass`

describe('steps', () => {
  test.each([
    [
      'a call, with keywords, by path, and one that raises',
      [
        { call: 'find', args: [['a', 'b'], 'b'] },
        { call: 'find', args: [['a', 'b', 'a'], 'a'], kwargs: { start: 1 } },
        { call: 'src/main.py#find', args: [['a'], 'a'] },
        { call: 'find', args: [[], 'a'] },
        { call: 'key' },
        { call: 'gone' },
        { call: 'nothing' },
        { call: 'leave' },
      ],
      [
        ...[1, 2, 0, { raises: 'NotFound' }, { raises: 'KeyError' }, { raises: 'NotFound' }],
        ...[{ raises: 'NameError' }, { raises: 'SystemExit' }],
      ],
    ],
    [
      'a construction, a reading, an earlier result',
      [
        { new: 'Counter', args: [40], kwargs: { step: 2 }, as: 'counter' },
        { call: 'counter.add', args: [1], as: 'same' },
        { read: 'same.count' },
        { read: 'counter.by.a.b' },
        { call: 'find', args: [[{ $: 'counter' }], { $: 'same' }] },
        { new: 'Counter', args: [-1], as: 'broken' },
        { call: 'broken.add' },
        { call: 'find', args: [[], { $: 'broken' }] },
      ],
      [
        { count: 42, step: 2, by: { a: { b: 5 } } },
        ...[42, 5, 0, { raises: 'NotFound' }, { raises: 'NotFound' }],
      ],
    ],
    [
      'started calls take turns in the order in which they were started',
      [
        { start: 'walk', args: ['a', 3], as: 'a' },
        { start: 'walk', args: ['b', 2], as: 'b' },
        { start: 'gone', as: 'g' },
        { call: 'seen' },
        { await: 'a' },
        { await: 'b' },
        { await: 'g' },
        { call: 'seen' },
      ],
      ['a0 b0', 'a', 'b', { raises: 'NotFound' }, 'a0 b0 a1 b1 a2'],
    ],
    [
      'what never ends hangs, and the next call is made',
      [{ call: 'never' }, { call: 'stuck' }, { call: 'ticking' }, { call: 'seen' }, { call: 'bounded' }],
      [{ hangs: true }, { hangs: true }, { hangs: true }, '', { raises: 'TimeoutError' }],
    ],
    [
      'a loop spends the fuel, and everything after it hangs',
      [{ call: 'seen' }, { call: 'spin' }, { call: 'seen' }],
      ['', { hangs: true }, { hangs: true }],
    ],
    [
      'time is virtual',
      [
        { call: 'later', args: [1.5] },
        { call: 'nap', args: [3600] },
        { call: 'nap', args: [-1] },
      ],
      [[{ $date: '2026-01-01T00:00:01.500Z' }, 1.5, 1767225601.5], 1767229201.5, { raises: 'ValueError' }],
    ],
    ['asyncio.run and gather', [{ call: 'run' }, { call: 'both' }], ['r', ['a', 'b']]],
    ['a file is one module', [{ call: 'same_class' }], [true]],
  ])('%s', async (_, calls, stated) => {
    const files = { 'src/main.py': STEPS, 'src/parts.py': PARTS }
    const { outcomes } = await runPython(pool, { files, calls })
    expect({ outcomes, same: sameOutcomes(outcomes, stated) }).toEqual({ outcomes, same: true })
  })

  test('a program that cannot be loaded raises what it raised, and says why', async () => {
    expect(await runPython(pool, { files: 'import gone_away', calls: [{ call: 'x' }] })).toMatchObject({
      outcomes: [{ raises: 'ModuleNotFoundError' }],
      end: 'unloadable',
      problem: "ModuleNotFoundError: No module named 'gone_away'",
    })
  })
})
