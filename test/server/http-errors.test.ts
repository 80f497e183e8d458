import { afterAll, beforeAll, expect, test } from 'vitest'
import { compiledCorpus } from '../support/corpus.ts'
import { ask, type Serving, serve } from './serving.ts'

let server: Serving
beforeAll(async () => {
  server = await serve((await compiledCorpus()).bundle)
})
afterAll(() => server.close())

const finding = {
  file: 'src/orders.ts',
  range: [1, 2],
  severity: 'high',
  title: 'A title',
  message: 'Too short',
}
const action = { operation: 'submit_findings', findings: [finding] }
const ge = (loc: unknown[], input: unknown) => ({
  type: 'greater_than_equal',
  loc,
  msg: 'Input should be greater than or equal to 0',
  input,
  ctx: { ge: 0 },
})

/** What is wrong in a body, and the `detail` that says so, by the numbers of the contract's checklist. */
const table: readonly {
  readonly item: string
  readonly request: readonly [method: string, path: string, body?: string]
  readonly answer: { readonly detail: unknown }
}[] = [
  {
    item: '9 a negative seed',
    request: ['POST', '/reset', '{"seed":-1}'],
    answer: { detail: [ge(['body', 'seed'], -1)] },
  },
  {
    item: '10 a seed that is no number',
    request: ['POST', '/reset', '{"seed":"seven"}'],
    answer: {
      detail: [
        {
          type: 'int_type',
          loc: ['body', 'seed'],
          msg: 'Input should be a valid integer',
          input: 'seven',
        },
      ],
    },
  },
  {
    item: '12 a body that is not JSON',
    request: ['POST', '/reset', '{seed: 1}'],
    answer: {
      detail: [
        {
          type: 'json_invalid',
          loc: ['body', 1],
          msg: 'JSON decode error',
          input: {},
          ctx: { error: expect.any(String) },
        },
      ],
    },
  },
  {
    item: '12 a body that is a list',
    request: ['POST', '/reset', '[1]'],
    answer: {
      detail: [{ type: 'dict_type', loc: ['body'], msg: 'Input should be a valid dictionary', input: [1] }],
    },
  },
  {
    item: '13 step without a body',
    request: ['POST', '/step'],
    answer: { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] },
  },
  {
    item: '13 step with null',
    request: ['POST', '/step', 'null'],
    answer: { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] },
  },
  {
    item: '13 step without an action',
    request: ['POST', '/step', '{}'],
    answer: { detail: [{ type: 'missing', loc: ['body', 'action'], msg: 'Field required', input: {} }] },
  },
  {
    item: '13 an action that is a text',
    request: ['POST', '/step', '{"action":"finalize"}'],
    answer: {
      detail: [
        {
          type: 'dict_type',
          loc: ['body', 'action'],
          msg: 'Input should be a valid dictionary',
          input: 'finalize',
        },
      ],
    },
  },
  {
    item: '13 an action that is wrong inside',
    request: ['POST', '/step', JSON.stringify({ action })],
    answer: {
      detail: [
        {
          type: 'string_too_short',
          loc: ['findings', 0, 'message'],
          msg: 'String should have at least 30 characters',
          input: 'Too short',
          ctx: { min_length: 30 },
        },
      ],
    },
  },
  {
    item: '13 an operation that does not exist',
    request: ['POST', '/step', '{"action":{"operation":"submit"}}'],
    answer: {
      detail: [
        {
          type: 'literal_error',
          loc: ['operation'],
          msg: "Input should be 'submit_findings', 'request_hint', 'submit_patch' or 'finalize'",
          input: 'submit',
          ctx: { expected: "'submit_findings', 'request_hint', 'submit_patch' or 'finalize'" },
        },
      ],
    },
  },
  {
    item: '14 an action with an unknown key',
    request: ['POST', '/step', '{"action":{"operation":"finalize","bogus":1}}'],
    answer: {
      detail: [{ type: 'extra_forbidden', loc: ['bogus'], msg: 'Extra inputs are not permitted', input: 1 }],
    },
  },
  {
    item: 'step with a negative time-out',
    request: ['POST', '/step', '{"action":{"operation":"finalize"},"timeout_s":-1}'],
    answer: { detail: [ge(['body', 'timeout_s'], -1)] },
  },
]

test.each(table)('$item', async ({ request, answer }) => {
  const reply = await ask(server.url, ...request)
  expect({ status: reply.status, answer: JSON.parse(reply.text) }).toEqual({ status: 422, answer })
  expect(server.errors).toEqual([])
})
