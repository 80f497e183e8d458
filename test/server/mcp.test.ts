import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { WebSocketClientTransport } from '@modelcontextprotocol/sdk/client/websocket.js'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { operations } from '../../src/model/action.ts'
import type { Observation } from '../../src/model/observation.ts'
import { oracle } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { rowOf } from '../support/running.ts'
import { publishedBy, type Turn } from './published.ts'
import { ask, type Serving, serve, until } from './serving.ts'

let bundle: OpenBundle
let server: Serving
let row: Row
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  row = rowOf(bundle.tasks.get('rate-quotes') ?? [], 'all')
  server = await serve(bundle)
  // The client of the SDK takes the browser's sockets, which Node 20 has not.
  vi.stubGlobal('WebSocket', WebSocket)
})
afterAll(() => server.close())

const transports = {
  http: (url: string) => new StreamableHTTPClientTransport(new URL(`${url}/mcp`)),
  websocket: (url: string) => new WebSocketClientTransport(new URL(`${url.replace('http', 'ws')}/mcp`)),
}

/** The official client over one of its transports. */
async function officialClient(transport: keyof typeof transports, url = server.url): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' })
  // The SDK's own transports are not written for `exactOptionalPropertyTypes`.
  await client.connect(transports[transport](url) as Parameters<Client['connect']>[0])
  onTestFinished(() => client.close())
  return client
}

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const result = await client.callTool({ name, arguments: args })
  return {
    turn: result.structuredContent as unknown as Turn,
    text: (result.content as { text: string }[])[0]?.text ?? '',
    isError: result.isError,
  }
}

/** Plays an episode with the oracle; answers all turns. */
async function playOracle(step: (name: string, args: Record<string, unknown>) => Promise<Turn>) {
  const agent = oracle.start(row, 0)
  const turns = [await step('view_task', { task_id: row.task.id, row: row.number, episode_id: 'one' })]
  while (turns.at(-1)?.done === false) {
    const { operation, ...args } = agent(turns.at(-1)?.observation as unknown as Observation)
    turns.push(await step(operation, args))
  }
  return turns
}

describe.each(Object.keys(transports) as (keyof typeof transports)[])(
  'the official client over %s',
  (way) => {
    test('22: connects, is told what this is, and lists tools that are none of OpenEnv’s operations', async () => {
      const client = await officialClient(way)
      expect(client.getServerVersion()).toEqual({ name: 'reviewgym', version: expect.any(String) })
      expect(client.getInstructions()).toContain('view_task')
      expect(await client.ping()).toEqual({})
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).toEqual(['view_task', ...operations])
      for (const { name, description, inputSchema } of tools) {
        expect(['reset', 'step', 'state', 'close']).not.toContain(name)
        expect(description).not.toBe('')
        expect(inputSchema.type).toBe('object')
      }
      expect(server.errors).toEqual([])
    })

    test('a whole episode gives the turns that /ws gives', async () => {
      const client = await officialClient(way)
      const published = await publishedBy(server.url)
      const heard = await playOracle(async (name, args) => {
        const { turn, isError } = await call(client, name, args)
        expect(isError).toBe(false)
        return published.turn(turn)
      })
      const socket = await server.socket()
      const expected = await playOracle(async (name, args) => {
        const message =
          name === 'view_task'
            ? { type: 'reset', data: args }
            : { type: 'step', data: { operation: name, ...args } }
        return (await socket.ask(message)).data as unknown as Turn
      })
      expect(heard).toEqual(expected)
      expect(heard.at(-1)?.observation.score).toBeGreaterThan(0.9)
    })

    test('the text is for reading: all of the task once, then what changes', async () => {
      const client = await officialClient(way)
      const seen = await call(client, 'view_task', { task_id: row.task.id, row: row.number })
      expect(JSON.parse(seen.text)).toEqual(seen.turn)
      const hinted = await call(client, 'request_hint')
      const told = JSON.parse(hinted.text)
      expect(hinted.turn).toMatchObject(told)
      expect(told.observation).toMatchObject({ hints: [row.task.hints[0]], hints_left: 2 })
      expect(told.observation).not.toHaveProperty('snippets')
    })

    test('an episode is chosen once, and looking at it is no step', async () => {
      const client = await officialClient(way)
      await call(client, 'view_task', { task_id: row.task.id, row: row.number })
      await call(client, 'request_hint')
      expect((await call(client, 'view_task')).turn).toMatchObject({
        observation: { task_id: row.task.id, step: 1, hints_left: 2 },
        reward: null,
        done: false,
      })
      expect(await call(client, 'view_task', { task_id: 'order-search' })).toMatchObject({
        isError: true,
        text: expect.stringContaining('There is an episode already'),
      })
    })

    test.each<[what: string, name: string, args: Record<string, unknown>, problem: string]>([
      ['before an episode', 'finalize', {}, 'There is no episode yet: send a reset first'],
      [
        'with a misspelt task',
        'view_task',
        { task_id: 'order-serch' },
        'Invalid arguments: task_id: Unknown task `order-serch`. Did you mean `order-search`?',
      ],
      [
        'with a finding that has no place',
        'submit_findings',
        { findings: [{ severity: 'low', title: 'T', message: 'A message of more than thirty characters.' }] },
        'Invalid arguments: findings[0].file: Field required; findings[0].range: Field required',
      ],
      [
        'that names another operation',
        'finalize',
        { operation: 'request_hint' },
        'Invalid arguments: operation: Extra inputs are not permitted',
      ],
      [
        'with an argument of another tool',
        'finalize',
        { findings: [] },
        'Invalid arguments: findings: List should have at least 1 item',
      ],
    ])('a call %s says what is wrong, and has no effect', async (_, name, args, problem) => {
      const client = await officialClient(way)
      expect(await call(client, name, args)).toEqual({ turn: undefined, text: problem, isError: true })
      expect((await call(client, 'view_task')).turn.observation).toMatchObject({ step: 0 })
    })

    test('an unknown tool is an error of the protocol that names it', async () => {
      const client = await officialClient(way)
      await expect(client.callTool({ name: 'step', arguments: {} })).rejects.toThrow('Tool not found: step')
    })
  },
)

const post = async (request: object, headers: Record<string, string> = {}, { url } = server) => {
  const answer = await ask(url, 'POST', '/mcp', JSON.stringify({ jsonrpc: '2.0', ...request }), headers)
  return { ...answer, reply: answer.text === '' ? null : JSON.parse(answer.text) }
}

describe('sessions over POST /mcp', () => {
  test('23: a created session keeps its episode, and is closed once', async () => {
    const created = await post({ method: 'openenv/session/create', id: 1 })
    const { session_id } = created.reply.result
    expect(session_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const use = (name: string) =>
      post({ method: 'tools/call', params: { name, arguments: {}, session_id }, id: 2 })
    await use('view_task')
    await use('request_hint')
    const seen = await use('view_task')
    expect(seen.reply.result.data.observation).toMatchObject({ step: 1, hints_left: 2 })
    const close = { method: 'openenv/session/close', params: { session_id }, id: 3 }
    expect((await post(close)).reply.result).toEqual({ session_id, closed: true })
    expect((await post(close)).reply.error).toMatchObject({
      code: -32602,
      message: `Unknown session_id: ${session_id}`,
    })
    expect((await use('view_task')).reply.error.code).toBe(-32602)
  })

  test('22: tools work without a session: each call shows how an episode begins, and none is graded', async () => {
    const called = async (name: string) =>
      (await post({ method: 'tools/call', params: { name }, id: 1 })).reply.result.data
    expect(await called('view_task')).toMatchObject({ observation: { step: 0 }, reward: null, done: false })
    expect(await called('finalize')).toMatchObject({
      observation: { problem: expect.stringContaining('was not graded'), score: null },
      reward: 0,
      done: true,
    })
  })

  test('24: beyond capacity a session is refused with the figures', async () => {
    const small = await serve(bundle, { maxSessions: 1 })
    const request = JSON.stringify({ jsonrpc: '2.0', method: 'openenv/session/create', id: 1 })
    const replies = [
      await ask(small.url, 'POST', '/mcp', request),
      await ask(small.url, 'POST', '/mcp', request),
    ]
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    expect(JSON.parse(replies[1]?.text ?? '').error).toEqual({
      code: -32000,
      message: 'Server at capacity: 1/1 sessions active. Cannot accept new connections.',
      data: { active_sessions: 1, max_sessions: 1 },
    })
    await small.close()
  })

  test('a notification gets no body, and a session that is no more is a 404, so that clients begin anew', async () => {
    const noted = await post({ method: 'notifications/initialized' })
    expect([noted.status, noted.text]).toEqual([202, ''])
    const gone = await post({ method: 'ping', id: 1 }, { 'mcp-session-id': 'gone' })
    expect([gone.status, gone.reply.error.message]).toEqual([404, 'Unknown session_id: gone'])
  })

  test('DELETE ends the session that initialize opened', async () => {
    const own = await serve(bundle)
    const { headers } = await post({ method: 'initialize', params: {}, id: 1 }, {}, own)
    const id = headers.get('mcp-session-id') ?? ''
    expect(own.sessions()).toBe(1)
    const statuses = []
    for (let time = 0; time < 2; time += 1)
      statuses.push((await ask(own.url, 'DELETE', '/mcp', undefined, { 'mcp-session-id': id })).status)
    expect(statuses).toEqual([204, 404])
    expect(own.sessions()).toBe(0)
    await own.close()
  })
})

describe('25: /mcp as a socket', () => {
  test('answers what POST /mcp answers, owns a session, and frees it', async () => {
    const own = await serve(bundle)
    const socket = await own.socket('/mcp')
    const say = async (request: object) => {
      socket.send({ jsonrpc: '2.0', ...request })
      return JSON.parse(await socket.next())
    }
    await until(() => own.sessions() === 1)
    const listing = { method: 'tools/list', id: 'a' }
    expect(await say(listing)).toEqual((await post(listing)).reply)
    const { session_id } = (await say({ method: 'openenv/session/create', id: 1 })).result
    expect(await say({ method: 'openenv/session/close', params: { session_id }, id: 2 })).toMatchObject({
      error: {
        code: -32600,
        message: 'Cannot close active WebSocket-managed session via MCP method',
      },
    })
    socket.send('{"jsonrpc":')
    expect(JSON.parse(await socket.next()).error).toMatchObject({
      code: -32700,
      message: expect.stringMatching(/^Parse error: /),
    })
    socket.send({ jsonrpc: '2.0', method: 'notifications/cancelled' })
    expect(await say({ method: 'ping', id: 3 })).toEqual({ jsonrpc: '2.0', id: 3, result: {} })
    expect(socket.unread).toEqual([])
    await socket.leave()
    await until(() => own.sessions() === 0)
    await own.close()
  })

  test('24: beyond capacity it says so and closes once the client has spoken', async () => {
    const small = await serve(bundle, { maxSessions: 1 })
    await small.socket('/mcp')
    const second = await small.socket('/mcp')
    expect(JSON.parse(await second.next())).toMatchObject({
      id: null,
      error: { code: -32000, data: { active_sessions: 1, max_sessions: 1 } },
    })
    second.send({ jsonrpc: '2.0', method: 'ping', id: 1 })
    expect(await second.closed).toBe(1000)
    await small.close()
  })
})

describe('tools as actions of /ws, as MCPToolClient of OpenEnv sends them without a session', () => {
  test('60: list, call, and what is wrong with a call', async () => {
    const socket = await server.socket()
    const step = async (data: object) => (await socket.ask({ type: 'step', data })).data
    const { observation } = await step({ type: 'list_tools' })
    expect((observation as { tools: { name: string; input_schema: object }[] }).tools).toEqual(
      ['view_task', ...operations].map((name) =>
        expect.objectContaining({ name, input_schema: expect.objectContaining({ type: 'object' }) }),
      ),
    )
    const calling = (tool_name: string, args: object) =>
      step({ type: 'call_tool', tool_name, arguments: args, metadata: {} })
    expect(await calling('finalize', {})).toMatchObject({
      observation: { tool_name: 'finalize', result: null, error: { error_type: 'execution_error' } },
      reward: null,
    })
    await calling('view_task', { task_id: row.task.id, row: row.number })
    expect(await calling('request_hint', {})).toMatchObject({
      observation: { tool_name: 'request_hint', error: null, result: { data: { done: false } } },
      reward: expect.any(Number),
      done: false,
    })
    expect((await calling('nope', {})).observation).toEqual({
      tool_name: 'nope',
      result: null,
      error: { error_type: 'tool_not_found', message: 'Tool not found: nope' },
    })
    expect((await calling('submit_findings', {})).observation).toMatchObject({
      error: { error_type: 'invalid_args', message: 'Invalid arguments: findings: Field required' },
    })
  })
})
