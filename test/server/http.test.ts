import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compiledCorpus } from '../support/corpus.ts'
import { ask, metadata, type Serving, serve } from './serving.ts'

let server: Serving
beforeAll(async () => {
  const { bundle } = await compiledCorpus()
  server = await serve(bundle)
})
afterAll(() => server.close())

const finding = {
  file: 'src/orders.ts',
  range: [1, 2],
  severity: 'high',
  title: 'A title',
  message: 'A message that is long enough to be one.',
}
const submit = (changes: object) =>
  JSON.stringify({ action: { operation: 'submit_findings', findings: [{ ...finding, ...changes }] } })

const turn = {
  observation: expect.objectContaining({ step: 0, score: null }),
  reward: null,
  done: false,
}
const ungraded = {
  observation: expect.objectContaining({
    task_id: '',
    problem: expect.stringContaining('was not graded'),
    score: null,
  }),
  reward: 0,
  done: true,
}
/** The contract's statements about HTTP, by their numbers in its checklist. */
const table: readonly {
  readonly item: string
  readonly request: readonly [method: string, path: string, body?: string, headers?: Record<string, string>]
  readonly status?: number
  readonly answer: unknown
}[] = [
  { item: '1 health', request: ['GET', '/health'], answer: { status: 'healthy' } },
  { item: '2 metadata', request: ['GET', '/metadata'], answer: metadata },
  {
    item: '5 openapi',
    request: ['GET', '/openapi.json'],
    answer: expect.objectContaining({
      openapi: '3.1.0',
      info: { title: 'OpenEnv Environment HTTP API', version: '1.0.0' },
    }),
  },
  { item: '8 reset without a body', request: ['POST', '/reset'], answer: turn },
  { item: '8 reset with {}', request: ['POST', '/reset', '{}'], answer: turn },
  { item: '8 reset with null', request: ['POST', '/reset', 'null'], answer: turn },
  {
    item: '8 reset as curl -d sends it',
    request: ['POST', '/reset', '{}', { 'content-type': 'application/x-www-form-urlencoded' }],
    answer: turn,
  },
  { item: '10 a seed as text', request: ['POST', '/reset', '{"seed":"7"}'], answer: turn },
  { item: '10 a seed as 1.0', request: ['POST', '/reset', '{"seed":1.0}'], answer: turn },
  {
    item: '11 a key that changes the episode',
    request: ['POST', '/reset', '{"task_id":"order-search","row":1,"feedback":"sealed"}'],
    answer: {
      ...turn,
      observation: expect.objectContaining({ task_id: 'order-search', row: 1, feedback: 'sealed' }),
    },
  },
  {
    item: '15 a good action in no session is not graded',
    request: ['POST', '/step', submit({ range: ['1', 2.0], confidence: '0.5' })],
    answer: ungraded,
  },
  {
    item: 'step with the keys beside the action that OpenEnv knows, and others',
    request: [
      'POST',
      '/step',
      '{"action":{"operation":"finalize"},"timeout_s":30.0,"request_id":"abc","trace":1}',
    ],
    answer: ungraded,
  },
  {
    item: '16 an unknown path',
    request: ['GET', '/no/such/page'],
    status: 404,
    answer: { detail: 'Not Found' },
  },
  { item: '16 / itself', request: ['GET', '/'], status: 404, answer: { detail: 'Not Found' } },
  {
    item: '16 a path that names a part of every object',
    request: ['GET', '/constructor'],
    status: 404,
    answer: { detail: 'Not Found' },
  },
  {
    item: 'the address of the socket, without an upgrade',
    request: ['GET', '/ws'],
    status: 404,
    answer: { detail: 'Not Found' },
  },
  {
    item: '18 state',
    request: ['GET', '/state'],
    answer: {
      episode_id: null,
      step_count: 0,
      task_id: null,
      row: null,
      split: null,
      seed: null,
      policy: null,
      done: false,
      score: null,
    },
  },
]

describe('HTTP', () => {
  test.each(table)('$item', async ({ request, status = 200, answer }) => {
    const [method, path, body, headers] = request
    const reply = await ask(server.url, method, path, body, headers)
    expect({ status: reply.status, answer: JSON.parse(reply.text) }).toEqual({ status, answer })
    expect(reply.headers.get('content-type')).toBe('application/json')
    expect(server.errors).toEqual([])
  })

  test('3 and 4: the schemas are small, uncompressed when so asked, and refer to nothing outside', async () => {
    const reply = await ask(server.url, 'GET', '/schema', undefined, { 'accept-encoding': 'identity' })
    expect(reply.headers.get('content-encoding')).toBeNull()
    expect(reply.text.length).toBeLessThan(2 ** 20)
    const refs = [...reply.text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref)
    expect(refs.filter((ref) => !ref.startsWith('#'))).toEqual([])
    const schema = JSON.parse(reply.text)
    expect(Object.keys(schema)).toEqual(['action', 'observation', 'state'])
    expect(Object.values<{ type: string }>(schema).map(({ type }) => type)).toEqual([
      'object',
      'object',
      'object',
    ])
  })

  test('5: openapi names the routes of simulation and no other', async () => {
    const { paths } = JSON.parse((await ask(server.url, 'GET', '/openapi.json')).text)
    expect(Object.keys(paths).sort()).toEqual([
      '/health',
      '/mcp',
      '/metadata',
      '/reset',
      '/schema',
      '/state',
      '/step',
    ])
  })

  test.each([
    ['POST', '/health', 'GET'],
    ['HEAD', '/health', 'GET'],
    ['OPTIONS', '/reset', 'POST'],
    ['GET', '/reset', 'POST'],
    ['DELETE', '/state', 'GET'],
    ['GET', '/mcp', 'POST, DELETE'],
  ])('16: %s %s is answered 405 with what is allowed', async (method, path, allow) => {
    const reply = await ask(server.url, method, path)
    expect({ status: reply.status, allow: reply.headers.get('allow') }).toEqual({ status: 405, allow })
    if (method !== 'HEAD') expect(JSON.parse(reply.text)).toEqual({ detail: 'Method Not Allowed' })
  })

  test('16: a slash at the end leads to the path without it', async () => {
    const reply = await ask(server.url, 'POST', '/reset/?a=b', '{}')
    expect({ status: reply.status, to: reply.headers.get('location') }).toEqual({
      status: 307,
      to: '/reset?a=b',
    })
  })
})
