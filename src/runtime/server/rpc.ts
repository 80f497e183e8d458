import { parseJson } from '../../core/parse-json.ts'
import { describeFault, formatPath } from '../../model/fault.ts'
import { rpcRequestShape } from '../../model/message.ts'
import { createValidator } from '../../model/validator.ts'

export interface RpcReply {
  readonly jsonrpc: '2.0'
  readonly id: string | number | null
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data: unknown }
}

const validateRequest = createValidator(rpcRequestShape, 'strict')

const TOOL_METHODS: ReadonlySet<string> = new Set(['tools/list', 'tools/call'])

/** Answers a JSON-RPC request as an environment without MCP tools does. */
export function answerRpc(request: unknown): RpcReply {
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    return rpcError(null, -32700, 'Parse error')
  const checked = validateRequest(request)
  if (!checked.ok) {
    const [fault] = checked.faults
    const detail = fault ? `${formatPath(fault.path, 'request')}: ${describeFault(fault)}` : 'unknown'
    return rpcError(null, -32600, `Invalid request: ${detail}`)
  }
  const { method } = checked.value
  const id = requestId(checked.value.id)
  return TOOL_METHODS.has(method)
    ? rpcError(id, -32603, 'Environment does not support MCP')
    : rpcError(id, -32601, `Method not found: ${method}`)
}

/** Answers the body of `POST /mcp`. */
export function answerRpcText(text: string): RpcReply {
  const parsed = parseJson(text)
  return parsed.ok ? answerRpc(parsed.value) : rpcError(null, -32700, 'Parse error')
}

function requestId(id: unknown): RpcReply['id'] {
  return typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id)) ? id : null
}

function rpcError(id: RpcReply['id'], code: number, message: string): RpcReply {
  return { jsonrpc: '2.0', id, error: { code, message, data: null } }
}
