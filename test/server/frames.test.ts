import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { oracle } from '../../src/rollout/agents/oracle.ts'
import type { Row } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { type Published, publishedBy } from './published.ts'
import { type Serving, serve } from './serving.ts'

let row: Row
let server: Serving
let published: Published
beforeAll(async () => {
  const { bundle } = await compiledCorpus()
  const rows = bundle.splits.train.filter(({ rubric }) => rubric.items.length > 0)
  if (!rows[0]) throw new Error('The corpus has no row with a defect')
  row = rows[0]
  server = await serve(bundle)
  published = await publishedBy(server.url)
})
afterAll(() => server.close())

const error = (code: string, message: unknown, errors?: readonly unknown[]) => ({
  type: 'error',
  data: { code, message, ...(errors && { errors: errors.map((one) => expect.objectContaining(one)) }) },
})
const invalid = (message: string, ...errors: readonly unknown[]) =>
  error('VALIDATION_ERROR', `Invalid message: ${message}`, errors)
const unknownType = (type: string) => error('UNKNOWN_TYPE', `Unknown message type: ${type}`)
const badJson = error('INVALID_JSON', expect.stringMatching(/^Invalid JSON: /))
const missing = (...loc: unknown[]) => ({ type: 'missing', loc, msg: 'Field required' })
const extra = (...loc: unknown[]) => ({
  type: 'extra_forbidden',
  loc,
  msg: 'Extra inputs are not permitted',
})
const dict = (...loc: unknown[]) => ({
  type: 'dict_type',
  loc,
  msg: 'Input should be a valid dictionary',
})
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const submit = (finding: string) =>
  `{"type":"step","data":{"operation":"submit_findings","findings":[${finding}]}}`
const findingText = (changes: string) =>
  `{"file":"a.ts","range":[1,2],"severity":"low","title":"T","message":"A message of more than thirty characters.",${changes}}`
const finding = (changes: string) => submit(findingText(changes))

/** Frames that are wrong, and what each is answered: items 29 to 35 of the contract's checklist, and worse. */
const table: readonly (readonly [what: string, frame: string | Buffer, reply: unknown])[] = [
  [
    '29 reset with data of null',
    '{"type":"reset","data":null}',
    invalid(`data: ${dict().msg}`, dict('data')),
  ],
  ['30 step without data', '{"type":"step"}', invalid('data: Field required', missing('data'))],
  ['30 step with data of null', '{"type":"step","data":null}', invalid(`data: ${dict().msg}`, dict('data'))],
  [
    '30 step with the action inside of data',
    '{"type":"step","data":{"action":{"operation":"finalize"}}}',
    invalid(
      'operation: Field required; action: Extra inputs are not permitted',
      missing('operation'),
      extra('action'),
    ),
  ],
  [
    '31 another key beside',
    '{"type":"step","data":{"operation":"finalize"},"id":1}',
    invalid(`id: ${extra().msg}`, extra('id')),
  ],
  [
    '31 the prototype as a key beside',
    '{"type":"state","__proto__":{}}',
    invalid(`__proto__: ${extra().msg}`, extra('__proto__')),
  ],
  ['32 state with data', '{"type":"state","data":{}}', invalid(`data: ${extra().msg}`, extra('data'))],
  ['close with data', '{"type":"close","data":{}}', invalid(`data: ${extra().msg}`, extra('data'))],
  ['mcp without data', '{"type":"mcp"}', invalid('data: Field required', missing('data'))],
  ['33 an unknown type', '{"type":"observe"}', unknownType('observe')],
  ['33 a type of another spelling', '{"type":"Reset"}', unknownType('Reset')],
  ['33 a type that every object has', '{"type":"constructor"}', unknownType('constructor')],
  ['33 a type from the prototype', '{"__proto__":{"type":"state"}}', unknownType('')],
  ['33 no type', '{}', unknownType('')],
  ['33 a type that is a number', '{"type":7}', unknownType('')],
  ['33 a very long type', JSON.stringify({ type: 'x'.repeat(9999) }), unknownType('x'.repeat(100))],
  ['34 not JSON', '{"type":', badJson],
  ['34 nothing', '', badJson],
  ['34 a number that JSON has not', '{"type":"reset","data":{"seed":NaN}}', badJson],
  [
    '34 too deep',
    `{"type":"reset","data":{"a":${nested(100)}}}`,
    error('INVALID_JSON', 'Invalid JSON: Nested deeper than 64 levels'),
  ],
  [
    '34 deep enough to break a recursion',
    nested(1_000_000),
    error('INVALID_JSON', 'Invalid JSON: Nested deeper than 64 levels'),
  ],
  [
    '34 millions of values',
    submit(`${'{},'.repeat(2_000_000)}{}`),
    error('INVALID_JSON', 'Invalid JSON: More than 50000 values'),
  ],
  ['35 a list', '[1]', invalid(`message: ${dict().msg}`, dict())],
  ['35 null', 'null', invalid(`message: ${dict().msg}`, dict())],
  ['35 a number', '5', invalid(`message: ${dict().msg}`, dict())],
  [
    '35 bytes',
    Buffer.from('{"type":"state"}'),
    error('VALIDATION_ERROR', 'Invalid message: send text frames'),
  ],
  [
    'a key of the action from the prototype',
    '{"type":"step","data":{"operation":"finalize","__proto__":{"a":1}}}',
    invalid(`__proto__: ${extra().msg}`, extra('__proto__')),
  ],
  [
    'an infinite confidence',
    finding('"confidence":"Infinity"'),
    invalid('findings[0].confidence: Input should be a valid number', { loc: ['findings', 0, 'confidence'] }),
  ],
  [
    'a confidence beyond numbers',
    finding('"confidence":1e999'),
    invalid('findings[0].confidence: Input should be a valid number', { loc: ['findings', 0, 'confidence'] }),
  ],
  [
    'a confidence that is no number',
    finding('"confidence":"NaN"'),
    invalid('findings[0].confidence: Input should be a valid number', { loc: ['findings', 0, 'confidence'] }),
  ],
  [
    'an infinite range',
    finding('"range":[1,"Infinity"]'),
    invalid('findings[0].range[1]: Input should be a valid integer', { loc: ['findings', 0, 'range', 1] }),
  ],
  [
    'a range backwards',
    finding('"range":[2,1]'),
    invalid('findings[0].range: Last line is before the first', { loc: ['findings', 0, 'range'] }),
  ],
  [
    'two ranges backwards',
    submit(['[2,1]', '[1,1]', '[9,4]'].map((range) => findingText(`"range":${range}`)).join()),
    error(
      'VALIDATION_ERROR',
      'Invalid message: findings[0].range: Last line is before the first; findings[2].range: Last line is before the first',
      [{ loc: ['findings', 0, 'range'] }, { loc: ['findings', 2, 'range'] }],
    ),
  ],
  ['no findings', submit(''), invalid('findings: List should have at least 1 item', { type: 'too_short' })],
  [
    'findings where none belong',
    '{"type":"step","data":{"operation":"finalize","findings":[]}}',
    invalid('findings: List should have at least 1 item', { type: 'too_short' }),
  ],
  [
    'a thousand wrong findings',
    submit(Array(1000).fill('1').join()),
    expect.objectContaining({ type: 'error' }),
  ],
]

test.each(table)('%s gets its error, and the session goes on', async (_, frame, reply) => {
  const [spoilt, clean] = [await server.socket(), await server.socket()]
  const start = { type: 'reset', data: { task_id: row.task.id, row: row.number } }
  const agent = oracle.start(row, 0)
  const first = published.turn((await spoilt.ask(start)).data).observation
  await clean.ask(start)
  spoilt.socket.send(frame)
  expect(JSON.parse(await spoilt.next())).toEqual(reply)
  const good = { type: 'step', data: agent(first as Observation) }
  const graded = await spoilt.ask(good)
  expect(published.turn(graded.data).reward).toBeGreaterThan(0)
  expect(graded).toEqual(await clean.ask(good))
  expect(server.errors).toEqual([])
})

test('a step before any reset is refused, and says what to do', async () => {
  const socket = await server.socket()
  expect(await socket.ask({ type: 'step', data: { operation: 'finalize' } })).toEqual(
    error('EXECUTION_ERROR', 'There is no episode yet: send a reset first'),
  )
  expect(await socket.ask({ type: 'reset' })).toMatchObject({ type: 'observation', data: { done: false } })
})

test('28: a reset needs no data', async () => {
  const socket = await server.socket()
  for (const message of [{ type: 'reset' }, { type: 'reset', data: {} }]) {
    const turn = published.turn((await socket.ask(message)).data)
    expect({ ...turn, observation: {} }).toEqual({ observation: {}, reward: null, done: false })
  }
})

test('38: a hundred messages sent at once get a hundred replies in order', async () => {
  const socket = await server.socket()
  const messages = Array.from({ length: 100 }, (_, index) =>
    index % 2 === 0
      ? { type: 'reset', data: { episode_id: `e${index}` } }
      : { type: index % 3 === 0 ? `t${index}` : 'state' },
  )
  for (const message of messages) socket.send(message)
  for (const [index, message] of messages.entries()) {
    const reply = JSON.parse(await socket.next())
    if (message.type === 'reset') expect(reply.type).toBe('observation')
    else if (message.type === 'state') expect(reply.data.episode_id).toBe(`e${index - 1}`)
    else expect(reply).toEqual(unknownType(`t${index}`))
  }
})

test('what waits for a slow reader stays as it was, whatever others are told of the same row', async () => {
  const [slow, other] = [await server.socket(), await server.socket()]
  const reset = (note: string) => ({
    type: 'reset',
    data: { task_id: row.task.id, row: row.number, [note]: 1 },
  })
  const notes = Array.from({ length: 600 }, (_, index) => `slow${index}`)
  const tcp = Reflect.get(slow.socket, '_socket')
  tcp.pause()
  for (const note of notes) slow.send(reset(note))
  for (let index = 0; index < 100; index += 1) await other.ask(reset(`other${index}`))
  tcp.resume()
  for (const note of notes)
    expect(JSON.parse(await slow.next())).toMatchObject({ data: { observation: { ignored: [note] } } })
})

test('39: the server says nothing unasked', async () => {
  const socket = await server.socket()
  const pong = new Promise((resolve) => socket.socket.on('pong', resolve))
  socket.socket.ping()
  await pong
  expect(socket.unread).toEqual([])
  expect(await socket.ask({ type: 'state' })).toMatchObject({ type: 'state' })
  expect(socket.unread).toEqual([])
})
