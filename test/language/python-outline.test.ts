import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Range } from '../../src/author/language/language.ts'
import { loadLanguage } from '../../src/author/language/load-language.ts'
import { linesOf as linesIn } from '../../src/author/task/compose.ts'

const python = await loadLanguage('python')
const CODE = readFileSync('test/fixtures/python/delivery.py', 'utf8')
const outline = python.outline('src/delivery.py', CODE)

function placeOf(text: string): Range {
  const start = CODE.indexOf(text)
  if (start === -1 || CODE.indexOf(text, start + 1) !== -1) throw new Error(`Not once in the file: ${text}`)
  return { start, end: start + text.length }
}

/** First and last line, as a task's lines are counted: an empty last line does not show. */
function linesOf(range: Range, code = CODE): string {
  return linesIn(code, range).join('-')
}

test('named scopes are functions, methods and classes with their decorators, and lambdas that have a name', () => {
  const scopes = outline.scopes.map((scope) => [
    linesOf(scope),
    CODE.slice(scope.start, scope.end).split('\n')[0],
  ])
  expect(scopes).toEqual([
    ['23-23', 'backoff: Callable[[int], float] = lambda tries: min(60, 2**tries)'],
    ['28-29', 'def _signature(secret: bytes, body: bytes) -> str:'],
    ['32-36', '@asynccontextmanager'],
    ['39-47', 'def logged(level: int) -> Callable:'],
    ['40-45', 'def decorate(handler):'],
    ['41-43', 'async def wrapper(*args, **kwargs):'],
    ['50-87', 'class Deliverer:'],
    ['53-53', 'default = lambda self, job: job.body'],
    ['56-57', 'class Refused(Exception):'],
    ['59-61', 'def __init__(self, client: Client) -> None:'],
    ['63-65', '@property'],
    ['67-87', '@logged(20)'],
    ['91-91', 'def deliver(job): ...'],
    ['93-94', 'async def deliver(job: Job) -> bool:'],
  ])
})

describe('the scopes around a place', () => {
  const places: readonly (readonly [text: string, around: string, block: string])[] = [
    ['MAX_TRIES, (FIRST_WAIT', '20-24', '21-23'],
    ['_sent = failed = 0', '22-25', '23-25'],
    ['lambda tries: min(60, 2**tries)', '23-23', '22-24'],
    ['@asynccontextmanager', '32-36', '31-36'],
    ['yield first, second', '32-36', '33-36'],
    ['log.log(level', '41-43', '40-43'],
    ['        return wrapper', '40-45', '39-45'],
    ['limit: int = 3', '50-87', '49-87'],
    ['    @property\n    def is_idle', '63-65', '62-65'],
    ['@staticmethod', '67-87', '66-87'],
    ['for attempt in range(MAX_TRIES):', '67-87', '70-87'],
    ['answer = await', '67-87', '71-74'],
    ['except (OSError, ValueError):', '67-87', '73-76'],
    ['match answer:', '67-87', '76-85'],
    ['_sent += 1', '67-87', '77-81'],
    ['if code >= 500:\n                        continue', '67-87', '80-83'],
    ['job.tries = attempt', '67-87', '84-87'],
    ['        return None', '67-87', '66-87'],
    ['if failed:', '88-94', '89-92'],
    ['is not None', '93-94', '92-94'],
  ]
  test.each(places)('%j', (text, around, block) => {
    const place = placeOf(text)
    expect([linesOf(outline.functionScope(place)), linesOf(outline.blockScope(place))]).toEqual([
      around,
      block,
    ])
  })
})

test('exports are the public names that the file defines at top level, and what `__all__` lists', () => {
  expect(outline.exports).toEqual([
    ...['MAX_TRIES', 'FIRST_WAIT', 'backoff', 'failed', 'Body', 'session', 'logged', 'Deliverer', 'deliver'],
    ...['_signature', 'Job'],
  ])
})

test('imports name modules, with the names that can be modules themselves', () => {
  const imports = outline.imports.map(({ specifier, members, start, end }) => [
    specifier,
    CODE.slice(start, end),
    members.map(({ name }) => name).join(' '),
  ])
  expect(imports).toEqual([
    ['asyncio', 'asyncio', ''],
    ['json', 'json', ''],
    ['logging', 'logging', ''],
    ['hmac', 'hmac', ''],
    ['contextlib', 'contextlib', 'asynccontextmanager'],
    ['hashlib', 'hashlib', 'sha256 blake2b'],
    ['typing', 'typing', 'TYPE_CHECKING Callable'],
    ['.', '.', 'queue'],
    ['.queue', '.queue', 'Job Outcome'],
    ['src.net.client', 'src.net.client', 'Client'],
  ])
})

test('comments are what stands after `#`, and strings that stand by themselves', () => {
  expect(outline.comments.map(({ text }) => text)).toEqual([
    'Delivers webhooks and remembers what became of them.',
    'for long bodies',
    'The sockets are gone here.',
    'One for each endpoint.',
  ])
  for (const { text, start, end } of outline.comments) expect(CODE.slice(start, end)).toContain(text)
})

test('identifiers are all names, attributes and keyword arguments too, each once', () => {
  const { identifiers } = outline
  expect(identifiers).toEqual([...new Set(identifiers)])
  for (const name of [
    'blake2b',
    'digest_of',
    'retries',
    'pending',
    'code',
    'rest',
    'kwargs',
    'on_done',
    'Body',
  ])
    expect(identifiers).toContain(name)
  for (const word of ['def', 'self.client', 'status', 'match', 'src.net.client', 'One'])
    expect(identifiers).not.toContain(word)
})

test('a sound file has no faults and no undefined names', () => {
  expect([outline.faults, outline.undefinedNames]).toEqual([[], []])
})

test.each([
  ['with (\n    open("a") as a,\n    open("b") as b,\n):\n    x = 1\n', 'x = 1', '1-5'],
  ['with lock as (a, b):\n    x = 1\n\ny = 2\n', 'x = 1', '1-2'],
  ['with lock as self.lock:\n    x = 1\n\ny = 2\n', 'x = 1', '1-2'],
  ['for a.b in *c, d:\n    x = 1\nelse:\n    y = 2\n\nz = 3\n', 'y = 2', '2-4'],
  ['try:\n    x = 1\nexcept* (A, B) as e:\n    y = 2\n\nz = 3\n', 'y = 2', '2-4'],
  ['@a.b[0](1).c\n@(d := e)\ndef f():\n    x = yield\n\nz = 3\n', 'x = yield', '1-4'],
  ['if a: x = 1\nelif b: y = 2\nelse: z = 3\n', 'y = 2', '1-3'],
  ['def f[T](a: T, /, *, b=lambda: 1) -> T:\n    x = f"{a!r:>{b}} {a["k"]}"\n\nz = 3\n', 'x = f"', '1-2'],
  ['text = """\ndef f():\n    """\n\n\nx = 1\n', 'x = 1', '5-6'],
])('in %j the block around %j has the lines %s', (code, text, lines) => {
  const { blockScope } = python.outline('src/desk.py', code)
  const start = code.indexOf(text)
  expect(linesOf(blockScope({ start, end: start + text.length }), code)).toBe(lines)
})
