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
  const { method, params, id = null } = checked.value
  if (method === 'tools/call' && !params?.name) return rpcError(id, -32602, "Missing 'name' in params")
  return method === 'tools/call' || method === 'tools/list'
    ? rpcError(id, -32603, 'Environment does not support MCP')
    : rpcError(id, -32601, `Method not found: ${method.slice(0, 100)}`)
}

/** Answers the body of `POST /mcp`. */
export function answerRpcText(text: string): RpcReply {
  const parsed = parseJson(text)
  return parsed.ok ? answerRpc(parsed.value) : rpcError(null, -32700, 'Parse error')
}

function rpcError(id: RpcReply['id'], code: number, message: string): RpcReply {
  return { jsonrpc: '2.0', id, error: { code, message, data: null } }
}
