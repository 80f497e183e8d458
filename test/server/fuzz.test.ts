import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compiledCorpus } from '../support/corpus.ts'
import type { Frame } from './connection.ts'
import { type Published, publishedBy } from './published.ts'
import { ask, type Serving, serve } from './serving.ts'

let server: Serving
let published: Published
beforeAll(async () => {
  server = await serve((await compiledCorpus()).bundle)
  published = await publishedBy(server.url)
})
afterAll(() => server.close())

const seed = 20_261_123

const odd = fc.oneof(
  fc.constantFrom(
    null,
    0,
    -1,
    1e308,
    2 ** 53,
    '',
    'NaN',
    'Infinity',
    '1e400',
    '7',
    '\ud800',
    '__proto__',
    true,
  ),
  fc.jsonValue({ maxDepth: 3 }),
)
const either = (...plausible: unknown[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...plausible) }, odd)

/** Nearly an object with these keys: some may be missing, odd, or joined by a key that does not belong. */
const nearly = (keys: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fc.record(keys) }, fc.record(keys, { requiredKeys: [] })),
      fc.dictionary(fc.string({ maxLength: 12 }), odd, { maxKeys: 1 }),
      fc.nat(9),
    )
    .map(([known, strange, die]) => (die === 0 ? { ...known, ...strange } : known))

const finding = nearly({
  file: either('src/orders.ts', 'src/order.ts', ''),
  range: either([1, 3], [3, 1], [1, 9999], ['2', 2]),
  kind: either('sql-injection', null),
  cwe: either(89, null),
  severity: either('high', 'critical'),
  title: either('Title', '\udc00'),
  message: either('The term is concatenated into the text of the statement.'),
  confidence: either(0.5, 1, '0.25', null),
})
const action = nearly({
  operation: either('submit_findings', 'request_hint', 'finalize'),
  findings: fc.oneof({ weight: 9, arbitrary: fc.array(finding, { maxLength: 7 }) }, odd),
  metadata: either({}, null, { request_id: 'a' }),
})
const resetting = nearly({
  seed: either(1, '2', null),
  episode_id: either('mine'),
  task_id: either('order-search', 'order-serch', null),
  row: either(0, 1, null),
  split: either('train', 'eval', null),
  index: either(0, 3, null),
  feedback: either('sealed', 'coverage'),
  reward: either('dense', 'terminal'),
})
const rpc = nearly({
  jsonrpc: either('2.0'),
  method: either('tools/list', 'tools/call', 'openenv/session/close', 'initialize', 'ping', 'x'),
  params: fc.oneof(
    either({ name: 'x' }),
    nearly({
      name: either('view_task', 'finalize', 'request_hint'),
      arguments: either({}, { task_id: 'x' }),
    }),
    nearly({ session_id: either('x'), _meta: either({ request_id: 'a' }) }),
  ),
  id: either(1, 'a', null),
})
const toolAction = nearly({
  type: either('call_tool', 'list_tools'),
  tool_name: either('view_task', 'request_hint', 'x'),
  arguments: either({}, { seed: 1 }),
})
const message = fc.oneof(
  nearly({ type: either('step'), data: toolAction }),
  nearly({ type: either('reset'), data: resetting }),
  nearly({ type: either('step'), data: action }),
  nearly({ type: either('state') }),
  nearly({ type: either('mcp'), data: rpc }),
  fc.jsonValue(),
)
/** A text with one character of it lost, doubled or replaced. */
const damaged = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.nat(), fc.constantFrom('', '"', '\\', '{', ']', '\u0000', '\ud83d'))
    .map(([whole, place, patch]) => {
      const at = place % (whole.length + 1)
      return `${whole.slice(0, at)}${patch}${whole.slice(at + 1)}`
    })
const text = message.map((value) => JSON.stringify(value))
const frame = fc
  .oneof({ weight: 6, arbitrary: text }, damaged(text), fc.string({ unit: 'binary', maxLength: 40 }))
  .filter((one) => !/^\s*\{\s*"type"\s*:\s*"close"\s*\}\s*$/.test(one))

const codes = ['INVALID_JSON', 'UNKNOWN_TYPE', 'VALIDATION_ERROR']

function kindOf({ type, data }: Frame): string {
  if (type === 'error') return String(data.code)
  if (type !== 'observation') return type
  return data.reward === null ? 'reset' : data.reward === 0 ? 'unpaid step' : 'paid step'
}

/** What OpenEnv's actions of tools are answered, which no schema of ours is about. */
function isToolTurn({ observation }: Frame['data']): boolean {
  const keys = Object.keys(Object(observation)).sort().join()
  return keys === 'tools' || keys === 'error,result,tool_name'
}

/** A reply of JSON-RPC: a result or an error, never both, and no error of ours. */
function expectRpc(reply: Frame['data']): void {
  const { jsonrpc, error } = reply
  expect({ jsonrpc, parts: Object.keys(reply).length }).toEqual({ jsonrpc: '2.0', parts: 3 })
  if ('result' in reply) return
  // Data is told with the figures of a server that is full, and with nothing else.
  const data = Reflect.get(Object(error), 'code') === -32000 ? expect.any(Object) : null
  expect(error).toEqual({ code: expect.any(Number), message: expect.any(String), data })
  expect(Reflect.get(Object(error), 'code')).not.toBe(-32603)
}

function expectDocumented({ type, data }: Frame): void {
  if (type === 'observation' && isToolTurn(data))
    expect(Object.keys(data)).toEqual(['observation', 'reward', 'done'])
  else if (type === 'observation') published.turn(data)
  else if (type === 'state') published.state(data)
  else if (type === 'mcp') expectRpc(data)
  else {
    expect({ type, code: data.code }).toEqual({ type: 'error', code: expect.toBeOneOf(codes) })
    expect(data.message).not.toContain('Internal error')
  }
}

test('whatever is sent over /ws, each frame gets one documented reply, in order', async () => {
  const socket = await server.socket()
  await socket.ask({ type: 'reset' })
  let sent = 0
  const kinds = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 25 }), async (frames) => {
      sent += frames.length
      for (const one of frames) socket.socket.send(one)
      const end = JSON.stringify({ type: `end-${sent}` })
      socket.send(end)
      for (const _ of frames) {
        const reply: Frame = JSON.parse(await socket.next())
        expectDocumented(reply)
        kinds.add(kindOf(reply))
      }
      expect(JSON.parse(await socket.next()).data.message).toBe(`Unknown message type: end-${sent}`)
      expect(socket.unread).toEqual([])
      expect(server.errors).toEqual([])
    }),
    { seed, numRuns: 600 },
  )
  expect(sent).toBeGreaterThan(3000)
  expect(kinds).toEqual(new Set([...codes, 'mcp', 'state', 'reset', 'unpaid step', 'paid step']))
})

test('whatever is posted, the answer is documented and never a 500', async () => {
  const posted = fc.oneof(
    fc.tuple(
      fc.constant('/reset'),
      resetting.map((value) => JSON.stringify(value)),
    ),
    fc.tuple(
      fc.constant('/step'),
      nearly({ action }).map((value) => JSON.stringify(value)),
    ),
    fc.tuple(
      fc.constant('/mcp'),
      rpc.map((value) => JSON.stringify(value)),
    ),
    fc.tuple(fc.constantFrom('/reset', '/step', '/mcp'), frame),
  )
  await fc.assert(
    fc.asyncProperty(posted, async ([path, body]) => {
      const { status, text: answer } = await ask(server.url, 'POST', path, body)
      const value = JSON.parse(answer)
      if (path === '/mcp') {
        expect(status).toBe(200)
        expectRpc(value)
      } else if (status === 200) published.turn(value)
      else expect({ status, detail: value.detail }).toEqual({ status: 422, detail: expect.any(Array) })
      expect(server.errors).toEqual([])
    }),
    { seed, numRuns: 600 },
  )
})
