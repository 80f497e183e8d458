import { actionShape } from '../../model/action.ts'
import { publishedObservationShape } from '../../model/observation.ts'
import { resetShape } from '../../model/reset.ts'
import { stateShape } from '../../model/state.ts'
import type { Mode } from './mode.ts'

/** What `/openapi.json` answers. */
export interface OpenApi {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary: string }>>>>
  readonly components: object
}

/** The HTTP interface as OpenAPI 3.1. Tools read `info.version` and the paths; people read the rest. */
export function openApiOf(mode: Mode): OpenApi {
  return {
    openapi: '3.1.0',
    info: { title: 'OpenEnv Environment HTTP API', version: '1.0.0' },
    paths: { ...(mode === 'simulation' ? simulationPaths : {}), ...commonPaths },
    components: { schemas },
  }
}

const simulationPaths = {
  '/reset': post(
    'Starts an episode: in the session that X-Session-Id names, or one that ends with this request',
    ref('ResetRequest'),
    ref('Turn'),
  ),
  '/step': post(
    'Plays an action in the session that X-Session-Id names; without one, checks it and grades nothing',
    ref('StepRequest'),
    ref('Turn'),
  ),
  '/state': get('The state of the session that X-Session-Id names, or of a fresh one', ref('State')),
}

const commonPaths = {
  '/metadata': get('What this environment is', { type: 'object' }),
  '/health': get('Whether the server answers', { type: 'object' }),
  '/schema': get('The shapes of action, observation and state', { type: 'object' }),
  '/mcp': post('JSON-RPC 2.0: the Model Context Protocol', { type: 'object' }, { type: 'object' }),
}

const schemas = {
  Action: actionShape,
  Observation: publishedObservationShape,
  State: stateShape,
  ResetRequest: resetShape,
  StepRequest: {
    type: 'object',
    required: ['action'],
    properties: { action: ref('Action'), timeout_s: { type: 'number' }, request_id: { type: 'string' } },
  },
  Turn: {
    type: 'object',
    required: ['observation', 'reward', 'done'],
    properties: {
      observation: ref('Observation'),
      reward: { type: ['number', 'null'] },
      done: { type: 'boolean' },
    },
  },
}

function ref(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` }
}

function json(schema: object) {
  return { 'application/json': { schema } }
}

function get(summary: string, schema: object) {
  return { get: { summary, responses: { 200: { description: 'OK', content: json(schema) } } } }
}

function post(summary: string, body: object, schema: object) {
  const responses = {
    200: { description: 'OK', content: json(schema) },
    422: { description: 'The body is wrong: `detail` says where' },
  }
  return { post: { summary, requestBody: { content: json(body) }, responses } }
}
