import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { ask, type Serving, serve } from './serving.ts'

let bundle: OpenBundle
let server: Serving
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle)
})
afterAll(() => server.close())

async function answer(method: string, path: string, body?: unknown, { url } = server) {
  const { status, text } = await ask(url, method, path, body === undefined ? undefined : JSON.stringify(body))
  return { status, body: JSON.parse(text) }
}
const post = (path: string, body: unknown) => answer('POST', path, body)

describe('74: OpenEnv’s Task API', () => {
  test('names this environment, and its splits by OpenEnv’s words', async () => {
    expect(await answer('GET', '/list_environments')).toEqual({ status: 200, body: ['reviewgym'] })
    expect(await answer('GET', '/ReviewGym/splits')).toEqual({
      status: 200,
      body: [
        { name: 'train', type: 'train' },
        { name: 'eval', type: 'test' },
      ],
    })
  })

  test('every task that it lists is one that reset takes as it is, and that reset finds by its index', async () => {
    for (const split of ['train', 'eval'] as const) {
      const { body } = await post('/reviewgym/tasks', { split })
      expect(body.env_name).toBe('reviewgym')
      expect(body.tasks.length).toBe(bundle.splits[split].length)
      expect((await post('/reviewgym/num_tasks', { split })).body).toEqual({ num_tasks: body.tasks.length })
      for (const [index, task] of body.tasks.entries()) {
        const named = await post('/reset', task)
        const indexed = await post('/reset', { split, index })
        const { ignored, ...seen } = named.body.observation
        expect(indexed.body.observation).toEqual({ ...seen, ignored: [] })
        expect(seen).toMatchObject({ task_id: task.task_id, row: task.row, title: task.title })
        expect(ignored).toEqual(['title', 'language', 'difficulty', 'tags', 'context'])
      }
    }
  })

  test('gives one task, and ranges as Python slices them', async () => {
    const { tasks } = (await post('/reviewgym/tasks', { split: 'train' })).body
    const range = async (limits: object) =>
      (await post('/reviewgym/task_range', { split: 'train', ...limits })).body.tasks
    expect(await range({ start: 2, stop: 5 })).toEqual(tasks.slice(2, 5))
    expect(await range({ start: -3 })).toEqual(tasks.slice(-3))
    expect(await range({ stop: null })).toEqual(tasks)
    expect(await range({ start: 5, stop: 2 })).toEqual([])
    const one = async (index: unknown) => (await post('/reviewgym/task', { split: 'train', index })).body
    expect(await one(3)).toEqual({ task: tasks[3] })
    expect(await one('3')).toEqual({ task: tasks[3] })
    expect(await one(-1)).toEqual({ task: tasks.at(-1) })
  })

  test.each<[what: string, path: string, body: unknown, status: number, detail: unknown]>([
    ['another environment', '/echo/tasks', { split: 'train' }, 404, "unknown environment 'echo'"],
    ['an index beyond', '/reviewgym/task', { split: 'train', index: 9999 }, 400, 'Invalid task index'],
    [
      'a split that is none',
      '/reviewgym/num_tasks',
      { split: 'validation' },
      422,
      [expect.objectContaining({ loc: ['body', 'split'], type: 'literal_error' })],
    ],
    [
      'no split',
      '/reviewgym/tasks',
      {},
      422,
      [expect.objectContaining({ loc: ['body', 'split'], type: 'missing' })],
    ],
    ['another request', '/reviewgym/images', {}, 404, 'Not Found'],
  ])('is told about %s', async (_, path, body, status, detail) => {
    expect(await post(path, body)).toEqual({ status, body: { detail } })
  })

  test('disturbs nobody', async () => {
    const socket = await server.socket()
    await socket.ask({ type: 'reset', data: { seed: 1 } })
    const before = await socket.ask({ type: 'state' })
    await post('/reviewgym/task', { split: 'eval', index: 0 })
    expect(await socket.ask({ type: 'state' })).toEqual(before)
  })
})

describe('what there is, for people who look', () => {
  test('/tasks lists the tasks, /tasks/{id} tells one; neither tells variants or code', async () => {
    const { body } = await answer('GET', '/tasks')
    expect(body.tasks.map(({ task_id }: { task_id: string }) => task_id)).toEqual([...bundle.tasks.keys()])
    const one = await answer('GET', '/tasks/order-search')
    const [row] = bundle.tasks.get('order-search') ?? []
    expect(one).toEqual({
      status: 200,
      body: {
        ...body.tasks.find(({ task_id }: { task_id: string }) => task_id === 'order-search'),
        rows: bundle.tasks.get('order-search')?.length,
        context: row?.task.context,
        files: row?.files.map(({ path, role }) => ({ path, role })),
        fixtures: row?.task.fixtures,
      },
    })
    expect(await answer('GET', '/tasks/order-serch')).toEqual({
      status: 404,
      body: { detail: 'Unknown task `order-serch`. Did you mean `order-search`?' },
    })
  })

  test('/config tells what the operator has set', async () => {
    expect((await answer('GET', '/config')).body).toEqual({
      version: expect.any(String),
      bundle: bundle.sha256,
      grader: bundle.grader,
      proved: true,
      mode: 'simulation',
      desk: 'agent',
      shows: [],
      policies: {
        train: { feedback: 'coverage', delivery: 'dense', profile: 'learn' },
        eval: { feedback: 'sealed', delivery: 'terminal', profile: 'strict' },
      },
      limits: { findings: 12, batch: 6, hints: 3, patches: 3, steps: 20 },
      max_sessions: 64,
      session_idle_s: 900,
    })
    expect((await answer('POST', '/config', {})).status).toBe(405)
  })

  test('7: /docs is a page that loads nothing', async () => {
    const { status, headers, text } = await ask(server.url, 'GET', '/docs')
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    })
    expect(text).toContain('<code>/reset</code>')
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(|src=|https?:/i)
    expect((await ask(server.url, 'HEAD', '/docs')).status).toBe(200)
  })
})

describe('/review', () => {
  const review = { task_id: 'order-search', variant: 'all', findings: [] }

  test('is not there for agents', async () => {
    expect(await post('/review', review)).toEqual({ status: 404, body: { detail: 'Not Found' } })
  })

  test('grades a whole review at the author’s desk', async () => {
    const desk = await serve(bundle, { desk: 'author' })
    const ask = (body: unknown) => answer('POST', '/review', body, desk)
    expect(await ask(review)).toMatchObject({
      status: 200,
      body: { task_id: 'order-search', variant: 'all', profile: 'learn', findings: [], score: 0 },
    })
    expect((await ask({ ...review, profile: 'strict', variant: 'clean' })).body.score).toBeGreaterThan(0)
    expect((await ask({ ...review, variant: 'al' })).body.detail[0]).toMatchObject({
      loc: ['body', 'variant'],
    })
    expect((await ask({ ...review, findings: [{}] })).body.detail[0].loc).toEqual([
      'body',
      'findings',
      0,
      'file',
    ])
    await desk.close()
  })
})

describe('6: production mode', () => {
  test('has no reset, step and state over HTTP; all else works', async () => {
    const production = await serve(bundle, { mode: 'production' })
    const { paths } = (await answer('GET', '/openapi.json', undefined, production)).body
    expect(Object.keys(paths).sort()).toEqual(['/health', '/mcp', '/metadata', '/schema'])
    for (const [method, path] of [
      ['POST', '/reset'],
      ['POST', '/step'],
      ['GET', '/state'],
    ] as const)
      expect((await answer(method, path, undefined, production)).status).toBe(404)
    for (const path of ['/health', '/schema', '/metadata', '/tasks', '/config', '/list_environments'])
      expect((await answer('GET', path, undefined, production)).status).toBe(200)
    const socket = await production.socket()
    expect(await socket.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
    const tools = { jsonrpc: '2.0', method: 'tools/list', id: 1 }
    expect((await answer('POST', '/mcp', tools, production)).body.result.tools).toHaveLength(5)
    await production.close()
  })
})
