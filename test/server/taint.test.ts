import { beforeAll, expect, test } from 'vitest'
import { createLog } from '../../src/cli/log.ts'
import { actionShape } from '../../src/model/action.ts'
import { kinds } from '../../src/model/kinds/kinds.ts'
import { publishedObservationShape } from '../../src/model/observation.ts'
import { defaultPolicies } from '../../src/model/policy.ts'
import { resetShape } from '../../src/model/reset.ts'
import { stateShape } from '../../src/model/state.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { guideTo } from '../../src/runtime/environment/guide.ts'
import { createMetrics } from '../../src/runtime/server/metrics.ts'
import { openApiOf } from '../../src/runtime/server/openapi.ts'
import { tools } from '../../src/runtime/server/tools.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { rowOf, vagueFinding } from '../support/running.ts'
import { ask, serve } from './serving.ts'

/** English that the schemas speak too, of the score. */
const COMMON = 'a part of the'
/** So many words in a row are nobody's by accident. */
const WINDOW = 4

let bundle: OpenBundle
/** Runs of words that stand in the private half of the bundle and nowhere in the public one. */
const shapes = [resetShape, publishedObservationShape, actionShape, stateShape]

let secrets: ReadonlySet<string>
beforeAll(async () => {
  const corpus = await compiledCorpus()
  bundle = corpus.bundle
  const { private: hidden, public: shown } = JSON.parse(corpus.text)
  const figures = await createMetrics(() => 0, 0).tell([])
  // What every agent reads whatever the task: words for defects, the shapes of what is said, how to write a witness.
  const guides = [...bundle.tasks.values()].flatMap(([row]) => guideTo(row?.task.language ?? '', 'change'))
  const routes = (['simulation', 'production'] as const).map(openApiOf)
  const known = new Set(
    [...stringsIn([shown, kinds, shapes, tools, routes]), figures.text, ...guides].flatMap(windows),
  )
  secrets = new Set(
    stringsIn(hidden)
      .flatMap(windows)
      .filter((run) => !known.has(run) && run !== COMMON && !isCount(run)),
  )
})

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inside]) => [key, ...stringsIn(inside)])
}

function windows(text: string): string[] {
  const words = text.toLowerCase().match(/\w+/g) ?? []
  return words.slice(0, 1 - WINDOW || undefined).map((_, at) => words.slice(at, at + WINDOW).join(' '))
}

/** Whether a run counts on by one: so does every page of numbered lines. */
function isCount(run: string): boolean {
  const numbers = run.split(' ').map(Number)
  return numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1)
}

/** The runs of words of this text that nobody should have heard. */
function leaked(text: string): readonly string[] {
  const strings = text.startsWith('{') || text.startsWith('[') ? stringsIn(JSON.parse(text)) : [text]
  return strings.flatMap((one) => windows(one).filter((run) => secrets.has(run)))
}

test('the private half has what could be told, and the test would notice', () => {
  const [row] = bundle.tasks.get('order-search') ?? []
  const why = rowOf(bundle.tasks.get('order-search') ?? [], 'all').rubric.items[0]?.source.why ?? ''
  expect(secrets.size).toBeGreaterThan(10_000)
  expect(leaked(JSON.stringify({ problem: why }))).not.toEqual([])
  expect(leaked(JSON.stringify(row?.task))).toEqual([])
})

test('before the end nothing private is told: by no answer, error, header, page, schema or log', async () => {
  const lines: string[] = []
  const full = { feedback: 'full', delivery: 'dense', profile: 'learn' } as const
  const server = await serve(bundle, {
    policies: { train: full, eval: { ...defaultPolicies.eval, feedback: 'coach', delivery: 'dense' } },
    log: createLog('debug', (line) => void lines.push(line)),
  })
  const socket = await server.socket()
  const say = async (message: unknown) => {
    socket.send(message)
    const frame = await socket.next()
    // A client may hear its own words again.
    const own = new Set(stringsIn(message).flatMap(windows))
    expect([message, leaked(frame).filter((run) => !own.has(run))]).toEqual([message, []])
    return JSON.parse(frame)
  }
  for (const rows of bundle.tasks.values()) {
    const whole = rowOf(rows, 'all')
    for (const row of rows) await say({ type: 'reset', data: { task_id: row.task.id, row: row.number } })
    await say({ type: 'reset', data: { task_id: whole.task.id, row: whole.number } })
    const path = whole.files[0]?.path ?? ''
    const wrong = { file: path, range: [1, 1], severity: 'low', title: 'T', message: 'x'.repeat(40) }
    for (const action of [
      { operation: 'request_hint' },
      ...whole.rubric.items.map((item) => ({ operation: 'submit_findings', findings: [vagueFinding(item)] })),
      { operation: 'submit_findings', findings: [wrong] },
      { operation: 'submit_findings', findings: [{ ...wrong, range: [1, 99_999] }] },
      { operation: 'submit_patch', patch: { files: [{ path, code: 'export {' }] } },
      { operation: 'submit_patch', patch: { edits: [{ path, find: 'nowhere', replace: '' }] } },
      { operation: 'submit_findings', findings: [{}] },
      { operation: 'request_hint' },
    ]) {
      const { type, data } = await say({ type: 'step', data: action })
      if (type === 'observation') expect(data.done).toBe(false)
    }
    await say({ type: 'state' })
    for (const item of whole.rubric.items) {
      await say({ type: 'reset', data: { task_id: whole.task.id, variant: `only:${item.id}` } })
      await say({ type: 'reset', data: { task_id: `${whole.task.id}-${item.id}` } })
    }
    await say({
      type: 'mcp',
      data: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'view_task' } },
    })
  }
  const headers = { 'x-session-id': socket.session }
  for (const [method, path, body] of [
    ['GET', '/schema'],
    ['GET', '/openapi.json'],
    ['GET', '/metadata'],
    ['GET', '/config'],
    ['GET', '/tasks'],
    ...[...bundle.tasks.keys()].map((id) => ['GET', `/tasks/${id}`] as const),
    ['GET', '/history'],
    ['GET', '/state'],
    ['GET', '/docs'],
    ['GET', '/metrics'],
    ['GET', '/none'],
    ['POST', '/step', '{"action":{"operation":"finalize"}}'],
    ['POST', '/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'],
    ['POST', '/reviewgym/tasks', '{"split":"train"}'],
    ['POST', '/reviewgym/tasks', '{"split":"eval"}'],
  ] as const) {
    const isStep = path === '/step'
    const reply = await ask(server.url, method, path, body, isStep ? {} : headers)
    expect([path, leaked(reply.text)]).toEqual([path, []])
    for (const [name, value] of reply.headers) expect([name, leaked(value)]).toEqual([name, []])
  }
  expect(lines.flatMap(leaked)).toEqual([])
  expect(server.errors).toEqual([])
  await server.close()
})
