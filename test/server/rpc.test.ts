import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compiledCorpus } from '../support/corpus.ts'
import { ask, type Serving, serve } from './serving.ts'

let server: Serving
beforeAll(async () => {
  server = await serve((await compiledCorpus()).bundle)
})
afterAll(() => server.close())

/** Every way in: from the text of a JSON-RPC request to its reply. */
const doors: Readonly<Record<string, (request: string) => Promise<unknown>>> = {
  async 'POST /mcp'(request) {
    const reply = await ask(server.url, 'POST', '/mcp', request)
    expect(reply.status).toBe(200)
    return JSON.parse(reply.text)
  },
  async '/ws'(request) {
    const { type, data } = await (await server.socket()).ask(`{"type":"mcp","data":${request}}`)
    expect(type).toBe('mcp')
    return data
  },
}

const refusal = (id: unknown, code: number, message: unknown) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message, data: null },
})
const invalid = expect.stringMatching(/^Invalid request: /)

/** Items 19 to 21 and 37 of the contract's checklist. */
const table: readonly (readonly [what: string, request: string, reply: unknown])[] = [
  ['an empty request', '{}', refusal(null, -32600, invalid)],
  ['another version', '{"jsonrpc":"1.0","method":"tools/list","id":1}', refusal(null, -32600, invalid)],
  ['params in a list', '{"jsonrpc":"2.0","method":"x","params":[],"id":1}', refusal(null, -32600, invalid)],
  ['params of null', '{"jsonrpc":"2.0","method":"x","params":null,"id":1}', refusal(null, -32600, invalid)],
  ['an unknown key', '{"jsonrpc":"2.0","method":"x","extra":1,"id":1}', refusal(null, -32600, invalid)],
  ['an id that is an object', '{"jsonrpc":"2.0","method":"x","id":{}}', refusal(null, -32600, invalid)],
  ['an id that is a fraction', '{"jsonrpc":"2.0","method":"x","id":1.5}', refusal(null, -32600, invalid)],
  ['an unknown method', '{"jsonrpc":"2.0","method":"x","id":7}', refusal(7, -32601, 'Method not found: x')],
  [
    'an id that is a text',
    '{"jsonrpc":"2.0","method":"x","id":"7"}',
    refusal('7', -32601, expect.anything()),
  ],
  ['an id of 0', '{"jsonrpc":"2.0","method":"x","id":0}', refusal(0, -32601, expect.anything())],
  ['no id', '{"jsonrpc":"2.0","method":"x"}', refusal(null, -32601, expect.anything())],
  ['ping', '{"jsonrpc":"2.0","method":"ping","id":1}', { jsonrpc: '2.0', id: 1, result: {} }],
  [
    'a session that nobody knows',
    '{"jsonrpc":"2.0","method":"openenv/session/close","params":{"session_id":"x"},"id":1}',
    refusal(1, -32602, 'Unknown session_id: x'),
  ],
  [
    'closing no session',
    '{"jsonrpc":"2.0","method":"openenv/session/close","id":1}',
    refusal(1, -32602, "Invalid params - 'session_id' is required"),
  ],
  [
    'a tool that does not exist',
    '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"reset"},"id":1}',
    refusal(1, -32602, 'Tool not found: reset'),
  ],
  [
    'arguments in a list',
    '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"finalize","arguments":[]},"id":1}',
    refusal(1, -32602, "Invalid params - 'arguments' is an object"),
  ],
  [
    'tools/call without a name',
    '{"jsonrpc":"2.0","method":"tools/call","id":1}',
    refusal(1, -32602, "Missing 'name' in params"),
  ],
]

describe.each(Object.entries(doors))('19 to 21 and 37: JSON-RPC over %s', (_, door) => {
  test.each(table)('%s', async (_what, request, reply) => {
    expect(await door(request)).toEqual(reply)
  })
})

test.each(['not JSON', '', '[]', 'null', '5', '"tools/list"'])(
  'POST /mcp with the body `%s` is answered as unreadable',
  async (body) => {
    const reply = await ask(server.url, 'POST', '/mcp', body)
    expect({ status: reply.status, reply: JSON.parse(reply.text) }).toEqual({
      status: 200,
      reply: refusal(null, -32700, 'Parse error'),
    })
  },
)

test('the name of an unknown method comes back shortened', async () => {
  const request = JSON.stringify({ jsonrpc: '2.0', method: 'x'.repeat(1000), id: 1 })
  const { text } = await ask(server.url, 'POST', '/mcp', request)
  expect(JSON.parse(text)).toEqual(refusal(1, -32601, `Method not found: ${'x'.repeat(100)}`))
})
