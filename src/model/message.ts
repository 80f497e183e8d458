import {
  either,
  integer,
  json,
  literal,
  nullable,
  number,
  object,
  openObject,
  optional,
  record,
  string,
} from './shape.ts'

const anything = record('Keys and values.', json('A value.'))

/** What a client sends over `/ws`, by `type`. No other keys are allowed. */
export const messageShapes = {
  reset: object('Starts an episode.', { type: literal('reset', 'Says which.'), data: optional(anything) }),
  step: object('Plays an action.', { type: literal('step', 'Says which.'), data: anything }),
  state: object('Asks for the state.', { type: literal('state', 'Says which.') }),
  close: object('Ends the session.', { type: literal('close', 'Says which.') }),
  mcp: object('Carries a JSON-RPC request.', { type: literal('mcp', 'Says which.'), data: anything }),
} as const

export type MessageType = keyof typeof messageShapes

/** The body of `POST /step`. */
export const stepRequestShape = openObject('A step over HTTP.', {
  action: anything,
  timeout_s: optional(nullable(number('Accepted for compatibility.', { minimum: 0 }))),
  request_id: optional(nullable(string('Accepted for compatibility.', { maxLength: 255 }))),
})

/** A JSON-RPC 2.0 request. */
export const rpcRequestShape = object('A JSON-RPC request.', {
  jsonrpc: literal('2.0', 'The version.'),
  method: string('What to do.'),
  params: optional(anything),
  id: optional(either('Echoed in the reply.', [nullable(string('A text.')), integer('A number.')])),
})

/** OpenEnv's action that asks which tools there are. */
export const listToolsActionShape = object('Lists the tools.', {
  type: literal('list_tools', 'Says which.'),
  metadata: optional(nullable(anything)),
})

/** OpenEnv's action that calls a tool. */
export const callToolActionShape = object('Calls a tool.', {
  type: literal('call_tool', 'Says which.'),
  tool_name: string('The tool.', { maxLength: 200 }),
  arguments: optional(nullable(anything)),
  metadata: optional(nullable(anything)),
})
