import type { Fault } from '../../model/fault.ts'
import { callToolActionShape, listToolsActionShape } from '../../model/message.ts'
import { createValidator } from '../../model/validator.ts'
import { requestIdOf } from './request-id.ts'
import type { AskedSession } from './session.ts'
import { callTool, type ToolAnswer, toolResult, tools } from './tools.ts'

/** OpenEnv's actions for environments of tools, which any environment takes in place of its own. */
const shapes = {
  list_tools: createValidator(listToolsActionShape, 'lax'),
  call_tool: createValidator(callToolActionShape, 'lax'),
}

interface ToolTurn {
  readonly observation: Readonly<Record<string, unknown>>
  readonly reward: number | null
  readonly done: boolean
}

export function isToolAction(data: Record<string, unknown>): boolean {
  return data.operation === undefined && typeof data.type === 'string' && Object.hasOwn(shapes, data.type)
}

/** Plays such an action for a session that lasts. */
export async function answerToolAction(
  session: AskedSession,
  data: Record<string, unknown>,
): Promise<ToolTurn | { readonly faults: readonly Fault[] }> {
  if (data.type === 'list_tools') {
    const read = shapes.list_tools(data)
    if (!read.ok) return { faults: read.faults }
    const listed = tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      input_schema: inputSchema,
    }))
    return { observation: { tools: listed }, reward: null, done: false }
  }
  const read = shapes.call_tool(data)
  if (!read.ok) return { faults: read.faults }
  const { tool_name: name, arguments: args, metadata } = read.value
  const call = { name, args: args ?? {}, requestId: requestIdOf(metadata), isLasting: true }
  return observed(name, await callTool(session, call))
}

const errorTypes: Readonly<Record<Exclude<ToolAnswer['status'], 'done'>, string>> = {
  unknown: 'tool_not_found',
  invalid: 'invalid_args',
  failed: 'execution_error',
}

function observed(name: string, answer: ToolAnswer): ToolTurn {
  if (answer.status === 'done') {
    const { reward, done } = answer.turn
    const result = toolResult(name, answer.turn)
    return { observation: { tool_name: name, result, error: null }, reward, done }
  }
  const error = { error_type: errorTypes[answer.status], message: answer.message }
  return { observation: { tool_name: name, result: null, error }, reward: null, done: false }
}
