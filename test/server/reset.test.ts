import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { type Connection, connect } from './connection.ts'
import { ask, type Serving, serve } from './serving.ts'

let bundle: OpenBundle
let server: Serving
let socket: Connection
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle, { drawSeed: () => 4 })
  socket = await connect(`${server.url.replace('http', 'ws')}/ws`)
})
afterAll(() => server.close())

interface Refusal {
  readonly loc: readonly unknown[]
  readonly msg: string
}

/** A reset through one of the doors: its first observation, or what was wrong with it. */
type Reset = (data: object) => Promise<Record<string, unknown> | readonly Refusal[]>

const doors: Readonly<Record<string, Reset>> = {
  async 'POST /reset'(data) {
    const { status, text } = await ask(server.url, 'POST', '/reset', JSON.stringify(data))
    const answer = JSON.parse(text)
    if (status === 200) return answer.observation
    expect(status).toBe(422)
    return answer.detail.map(({ loc: [body, ...loc], msg }: Refusal) => {
      expect(body).toBe('body')
      return { loc, msg }
    })
  },
  async '/ws'(data) {
    const { type, data: answer } = await socket.ask({ type: 'reset', data })
    if (type === 'observation') return answer.observation as Record<string, unknown>
    expect(answer).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringMatching(/^Invalid message: /),
    })
    return (answer.errors as Refusal[]).map(({ loc, msg }) => ({ loc, msg }))
  },
}

const long = (length: number) => 'x'.repeat(length)

const refused: readonly (readonly [msg: string, data: object, loc: readonly unknown[]])[] = [
  ['Unknown task `order-serch`. Did you mean `order-search`?', { task_id: 'order-serch' }, ['task_id']],
  ['Unknown task `poetry`.', { task_id: 'poetry' }, ['task_id']],
  ['String should have at most 200 characters', { task_id: long(201) }, ['task_id']],
  ['An index goes with a split; with `task_id` use `row`', { task_id: 'order-search', index: 0 }, ['index']],
  ['Task `order-search` is in the split `train`', { task_id: 'order-search', split: 'eval' }, ['split']],
  ['A row goes with `task_id`', { row: 1 }, ['row']],
  ['A row goes with `task_id`', { row: 1, index: 1 }, ['row']],
  ['Input should be greater than or equal to 0', { index: -1 }, ['index']],
  ["Input should be 'train' or 'eval'", { split: 'test' }, ['split']],
  ['Unknown key `taskid`. Did you mean `task_id`?', { taskid: 'order-search' }, ['taskid']],
  ['Unknown key `task-id`. Did you mean `task_id`?', { 'task-id': 'order-search' }, ['task-id']],
  ['Unknown key `sede`. Did you mean `seed`?', { sede: 1 }, ['sede']],
  ['Unknown key `Index`. Did you mean `index`?', { Index: 1 }, ['Index']],
  ['Input should be a valid integer', { seed: 1.5 }, ['seed']],
  ['Input should be less than or equal to 9007199254740991', { seed: 2 ** 53 }, ['seed']],
  ['Input should be a valid integer', { seed: 'Infinity' }, ['seed']],
  ['Input should be a valid integer', { index: '1e400' }, ['index']],
  ['String should have at most 255 characters', { episode_id: long(256) }, ['episode_id']],
  ['The operator allows at most `sealed` here', { split: 'eval', feedback: 'coverage' }, ['feedback']],
  ['The operator allows at most `terminal` here', { split: 'eval', reward: 'dense' }, ['reward']],
  ['A reset has at most 64 keys of at most 100 characters', { [long(101)]: 1 }, []],
  [
    'A reset has at most 64 keys of at most 100 characters',
    Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`column ${index}`, index])),
    [],
  ],
]

describe.each(Object.entries(doors))('reset over %s', (_, reset) => {
  test('a task and a row choose the row, whatever the seed', async () => {
    for (const [task_id, rows] of bundle.tasks) {
      for (const row of rows.keys())
        expect(await reset({ task_id, row, seed: 9 })).toMatchObject({ task_id, row })
      const beyond = [{ loc: ['row'], msg: `Task \`${task_id}\` has the rows 0 to ${rows.length - 1}` }]
      expect(await reset({ task_id, row: rows.length })).toEqual(beyond)
    }
  })

  test('an index chooses in the split, `train` unless another is named, whatever the seed', async () => {
    for (const [split, rows] of Object.entries(bundle.splits)) {
      const named = split === 'train' ? {} : { split }
      for (const [index, { task, number }] of rows.entries()) {
        const place = { task_id: task.id, row: number }
        expect(await reset({ ...named, index, seed: 9, task_id: null })).toMatchObject(place)
        expect(await reset({ split, index: String(index) })).toMatchObject(place)
      }
      const msg = `The split \`${split}\` has the indexes 0 to ${rows.length - 1}`
      expect(await reset({ split, index: rows.length })).toEqual([{ loc: ['index'], msg }])
    }
  })

  test.each(refused)('%s', async (msg, data, loc) => {
    expect(await reset(data)).toEqual([{ loc, msg }])
  })

  test('a seed draws the same row of the split whatever its spelling, and seeds reach every row', async () => {
    expect(await reset({ seed: 7 })).toEqual(await reset({ seed: '7' }))
    expect(await reset({ seed: 7 })).toEqual(await reset({ seed: 7.0, split: 'train' }))
    expect(await reset({})).toEqual(await reset({ seed: 4 }))
    const drawn = new Set<string>()
    for (let seed = 0; seed < 2000; seed += 1) {
      const { task_id, row } = (await reset({ seed })) as Record<string, unknown>
      drawn.add(`${task_id} ${row}`)
    }
    expect(drawn.size).toBe(bundle.splits.train.length)
  })

  test('a seed draws among the rows of a task that is named', async () => {
    expect(await reset({ task_id: 'upload-store', seed: 3 })).toMatchObject({ task_id: 'upload-store' })
  })

  test('columns of a data set are no slips of keys', async () => {
    const columns = ['record', 'raw', 'id', 'target', 'inputs', 'task', 'answer']
    const line = Object.fromEntries(columns.map((name) => [name, name]))
    expect(await reset({ ...line, seed: 1 })).toMatchObject({ ignored: columns })
  })

  test('keys that mean nothing here come back as ignored, whatever they are called', async () => {
    const data = JSON.parse('{"prompt":"hello","__proto__":{"seed":1},"constructor":1,"toString":[]}')
    expect(await reset(data)).toMatchObject({ ignored: ['prompt', '__proto__', 'constructor', 'toString'] })
  })

  test('an episode may ask for less than the operator allows', async () => {
    expect(await reset({ feedback: 'count' })).toMatchObject({ feedback: 'count', delivery: 'terminal' })
    expect(await reset({ reward: 'terminal' })).toMatchObject({ feedback: 'coverage', delivery: 'terminal' })
  })
})

test.each(Object.entries(doors))('%s tells how fixtures are used', async (_, reset) => {
  const observation = await reset({ task_id: 'order-search' })
  const { db } = Reflect.get(observation, 'fixtures') as Record<string, { use: string; signature: string }>
  expect(db).toMatchObject({ use: 'sql', schema: expect.stringContaining('CREATE TABLE') })
  expect(db?.signature.split('\n')).toEqual([
    'query(sql: string, params?: readonly unknown[]): Promise<Record<string, unknown>[]>',
    'run(sql: string, params?: readonly unknown[]): Promise<{ changes: number }>',
    'readonly statements: string[]',
  ])
})
