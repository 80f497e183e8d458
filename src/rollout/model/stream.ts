import { createParser } from 'eventsource-parser'
import {
  assistantMessage,
  type Completion,
  listOf,
  MalformedAnswer,
  memberOf,
  type ToolCall,
  textOf,
  usageOf,
} from './message.ts'

/** What has come of an answer so far. */
interface Draft {
  content: string | null
  refusal: string | null
  reasoning: string | null
  finish: string | null
  usage: Completion['usage']
  isOver: boolean
  readonly calls: Map<number, { id: string; name: string; text: string }>
}

/** Puts an answer together that comes as server-sent events. One that breaks off in the middle is malformed. */
export async function readStream(body: AsyncIterable<Uint8Array>): Promise<Completion> {
  const draft: Draft = {
    content: null,
    refusal: null,
    reasoning: null,
    finish: null,
    usage: null,
    isOver: false,
    calls: new Map(),
  }
  const parser = createParser({ onEvent: ({ data }) => take(draft, data) })
  const decoder = new TextDecoder()
  for await (const piece of body) parser.feed(decoder.decode(piece, { stream: true }))
  if (!draft.isOver && draft.finish === null) throw new MalformedAnswer('its stream broke off')
  const calls = [...draft.calls].sort(([a], [b]) => a - b).map(([index, call]) => callOf(call, index))
  const { content, refusal, reasoning, finish, usage } = draft
  return { message: assistantMessage({ content, refusal, reasoning, calls }), finish, usage }
}

function take(draft: Draft, data: string): void {
  if (data === '[DONE]') {
    draft.isOver = true
    return
  }
  const chunk = parse(data)
  const fault = memberOf(chunk, 'error')
  if (fault !== undefined && fault !== null)
    throw new MalformedAnswer(`its stream ended with an error: ${textOf(fault, 'message') ?? 'unknown'}`)
  draft.usage = usageOf(memberOf(chunk, 'usage')) ?? draft.usage
  const choice = listOf(memberOf(chunk, 'choices'))[0]
  draft.finish = textOf(choice, 'finish_reason') ?? draft.finish
  const delta = memberOf(choice, 'delta')
  draft.content = joined(draft.content, textOf(delta, 'content'))
  draft.refusal = joined(draft.refusal, textOf(delta, 'refusal'))
  draft.reasoning = joined(draft.reasoning, textOf(delta, 'reasoning_content') ?? textOf(delta, 'reasoning'))
  for (const call of listOf(memberOf(delta, 'tool_calls'))) takeCall(draft, call)
}

function takeCall({ calls }: Draft, part: unknown): void {
  const stated = memberOf(part, 'index')
  const index = typeof stated === 'number' ? stated : calls.size
  const call = calls.get(index) ?? { id: '', name: '', text: '' }
  call.id = call.id || (textOf(part, 'id') ?? '')
  call.name += textOf(memberOf(part, 'function'), 'name') ?? ''
  call.text += textOf(memberOf(part, 'function'), 'arguments') ?? ''
  calls.set(index, call)
}

function callOf(call: { id: string; name: string; text: string }, index: number): ToolCall {
  if (call.name === '') throw new MalformedAnswer('a tool call has no name')
  return {
    id: call.id || `call_${index}`,
    type: 'function',
    function: { name: call.name, arguments: call.text },
  }
}

function joined(before: string | null, more: string | null): string | null {
  return more === null ? before : (before ?? '') + more
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    throw new MalformedAnswer('a part of its stream is not JSON')
  }
}
