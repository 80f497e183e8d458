import { parseJson } from '../../core/parse-json.ts'
import { version } from '../../core/version.ts'
import { describeFault, formatPath } from '../../model/fault.ts'
import { rpcRequestShape } from '../../model/message.ts'
import { createValidator } from '../../model/validator.ts'
import type { Place, Places } from './places.ts'
import { requestIdOf } from './request-id.ts'
import type { Service } from './service.ts'
import { createSession } from './session.ts'
import { fullMessage } from './slots.ts'
import { callTool, toolProblem, toolResult, tools } from './tools.ts'

export interface RpcReply {
  readonly jsonrpc: '2.0'
  readonly id: string | number | null
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data: unknown }
}

/** Where a request came from. */
export interface Caller {
  /** The session that the socket, or the header of the request, stands for. */
  readonly place: Place | null
  readonly peer: string
  /** Told of the session that `initialize` opened over HTTP. */
  opened?(place: Place): void
}

export interface RpcDesk {
  readonly service: Service
  readonly places: Places
}

const validateRequest = createValidator(rpcRequestShape, 'strict')

/** Newest first; the first one is offered to clients that ask for one that is not here. */
const protocolVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05']

/** Answers a JSON-RPC request; null where none is due, which is after a notification. */
export async function answerRpc(desk: RpcDesk, caller: Caller, request: unknown): Promise<RpcReply | null> {
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    return rpcError(null, -32700, 'Parse error')
  const checked = validateRequest(request)
  if (!checked.ok) {
    const [fault] = checked.faults
    const detail = fault ? `${formatPath(fault.path, 'request')}: ${describeFault(fault)}` : 'unknown'
    return rpcError(null, -32600, `Invalid request: ${detail}`)
  }
  const { method, params = {}, id = null } = checked.value
  if (id === null && method.startsWith('notifications/')) return null
  const handle = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (!handle) return rpcError(id, -32601, `Method not found: ${method.slice(0, 100)}`)
  const answer = await handle(desk, caller, params)
  return 'result' in answer
    ? { jsonrpc: '2.0', id, result: answer.result }
    : rpcError(id, answer.code, answer.message, answer.data)
}

/** Answers the text of a request. `detail` says whether the parser's own words are told. */
export function answerRpcText(
  desk: RpcDesk,
  caller: Caller,
  text: string,
  detail: 'told' | 'kept',
): Promise<RpcReply | null> {
  const parsed = parseJson(text)
  if (parsed.ok) return answerRpc(desk, caller, parsed.value)
  const message = detail === 'told' ? `Parse error: ${parsed.message}` : 'Parse error'
  return Promise.resolve(rpcError(null, -32700, message))
}

type Params = Readonly<Record<string, unknown>>
type RpcAnswer = { readonly result: unknown } | RpcFailure
interface RpcFailure {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

const methods: Readonly<
  Record<string, (desk: RpcDesk, caller: Caller, params: Params) => RpcAnswer | Promise<RpcAnswer>>
> = {
  initialize: async (desk, caller, params) => {
    if (caller.place === null && caller.opened) {
      const place = await openPlace(desk, caller)
      if ('code' in place) return place
      caller.opened(place)
    }
    const asked = params.protocolVersion
    return {
      result: {
        protocolVersion: protocolVersions.find((known) => known === asked) ?? protocolVersions[0],
        capabilities: { tools: {} },
        serverInfo: { name: 'reviewgym', version },
        instructions:
          'Review the code that view_task shows. Report each issue with submit_findings, then call finalize.',
      },
    }
  },
  ping: () => ({ result: {} }),
  'openenv/session/create': async (desk, caller) => {
    if (caller.place) return { result: { session_id: caller.place.id } }
    const place = await openPlace(desk, caller)
    return 'code' in place ? place : { result: { session_id: place.id } }
  },
  'openenv/session/close': async ({ places }, { place: own }, { session_id: id }) => {
    if (typeof id !== 'string' || id === '')
      return { code: -32602, message: "Invalid params - 'session_id' is required" }
    if (own?.kind === 'socket' && own.id === id)
      return { code: -32600, message: 'Cannot close active WebSocket-managed session via MCP method' }
    const place = await places.find(id)
    if (!place) return unknownSession(id)
    return {
      result:
        (await place.end()) === 'ended'
          ? { session_id: id, closed: true }
          : { session_id: id, closed: false, closing: true },
    }
  },
  'tools/list': async (desk, caller, params) => {
    const place = await placeOf(desk, caller, params)
    return place && 'code' in place ? place : { result: { tools } }
  },
  'tools/call': async (desk, caller, params) => {
    const { name, arguments: args = {} } = params
    if (typeof name !== 'string' || name === '') return { code: -32602, message: "Missing 'name' in params" }
    if (typeof args !== 'object' || args === null || Array.isArray(args))
      return { code: -32602, message: "Invalid params - 'arguments' is an object" }
    const place = await placeOf(desk, caller, params)
    if (place && 'code' in place) return place
    place?.touch()
    const answer = await callTool(place?.session ?? createSession(desk.service), {
      name,
      args: args as Params,
      requestId: requestIdOf(params._meta),
      isLasting: place !== null,
    })
    switch (answer.status) {
      case 'unknown':
        return { code: -32602, message: answer.message }
      case 'invalid':
      case 'failed':
        return { result: toolProblem(answer.message) }
      case 'done':
        return { result: toolResult(name, answer.turn) }
    }
  },
}

async function openPlace({ places }: RpcDesk, { peer }: Caller): Promise<Place | RpcFailure> {
  const place = await places.open('named', peer, null)
  if ('session' in place) return place
  const data = { active_sessions: place.active, max_sessions: place.most }
  return { code: -32000, message: fullMessage(place), data }
}

/** The session that a request is for: its socket's, or the one that it names, or none. */
async function placeOf({ places }: RpcDesk, { place }: Caller, { session_id: id }: Params) {
  if (place || id === undefined || id === null || id === '') return place
  return (await places.find(String(id))) ?? unknownSession(String(id))
}

function unknownSession(id: string): RpcFailure {
  return { code: -32602, message: `Unknown session_id: ${id.slice(0, 100)}` }
}

export function rpcError(id: RpcReply['id'], code: number, message: string, data: unknown = null): RpcReply {
  return { jsonrpc: '2.0', id, error: { code, message, data } }
}
