/** Messages of the chat completions protocol, as far as they are sent or read here. */

export interface ToolCall {
  readonly id: string
  readonly type: 'function'
  readonly function: { readonly name: string; readonly arguments: string }
}

export interface AssistantMessage {
  readonly role: 'assistant'
  readonly content: string | null
  readonly tool_calls?: readonly ToolCall[]
  readonly refusal?: string | null
  readonly reasoning_content?: string
}

export type Message =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string }
  | AssistantMessage

/** A whole answer. */
export interface Completion {
  readonly message: AssistantMessage
  /** `stop`, `length`, `tool_calls` …; null where the endpoint does not say. */
  readonly finish: string | null
  readonly usage: { readonly input: number; readonly output: number } | null
}

/** An answer that is none: what came is not of the protocol. */
export class MalformedAnswer extends Error {}

/** Reads the body of an answer that came in one piece. */
export function readCompletion(body: unknown): Completion {
  const choice = memberOf(listOf(memberOf(body, 'choices'))[0], null)
  const message = memberOf(choice, 'message')
  if (typeof message !== 'object' || message === null) throw new MalformedAnswer('it has no message')
  return {
    message: assistantMessage({
      content: textOf(message, 'content'),
      refusal: textOf(message, 'refusal'),
      reasoning: textOf(message, 'reasoning_content') ?? textOf(message, 'reasoning'),
      calls: listOf(memberOf(message, 'tool_calls')).map(callOf),
    }),
    finish: textOf(choice, 'finish_reason'),
    usage: usageOf(memberOf(body, 'usage')),
  }
}

interface Parts {
  readonly content: string | null
  readonly refusal: string | null
  readonly reasoning: string | null
  readonly calls: readonly ToolCall[]
}

/** A message without the keys that it does not use, so that it can be sent back to any endpoint. */
export function assistantMessage({ content, refusal, reasoning, calls }: Parts): AssistantMessage {
  return {
    role: 'assistant',
    content,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(refusal !== null && { refusal }),
    ...(reasoning !== null && { reasoning_content: reasoning }),
  }
}

function callOf(call: unknown, index: number): ToolCall {
  const name = textOf(memberOf(call, 'function'), 'name')
  if (name === null) throw new MalformedAnswer('a tool call has no name')
  const given = memberOf(memberOf(call, 'function'), 'arguments')
  // Some endpoints answer the arguments as an object; the protocol has a text.
  const text = typeof given === 'string' ? given : JSON.stringify(given ?? {})
  return { id: textOf(call, 'id') ?? `call_${index}`, type: 'function', function: { name, arguments: text } }
}

export function usageOf(usage: unknown): Completion['usage'] {
  const count = (key: string) => {
    const value = memberOf(usage, key)
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
  }
  const [input, output] = [count('prompt_tokens'), count('completion_tokens')]
  return input === null || output === null ? null : { input, output }
}

export function textOf(value: unknown, key: string): string | null {
  const text = memberOf(value, key)
  return typeof text === 'string' ? text : null
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A member of what may be no object; with `null` the value itself where it is one. */
export function memberOf(value: unknown, key: string | null): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return key === null ? value : Reflect.get(value, key)
}
