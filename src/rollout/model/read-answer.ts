import { parseJson } from '../../core/parse-json.ts'
import { closest } from '../../core/suggestion.ts'
import { operations } from '../../model/action.ts'
import { describeFault, formatPath } from '../../model/fault.ts'
import { readAction } from '../../runtime/server/session.ts'
import type { AssistantMessage, Completion } from './message.ts'

/** One thing that an answer asks for: an action that can be played, or why it is none. */
export interface Asked {
  /** The tool call that it came by; null for plain text. */
  readonly call: string | null
  readonly action: unknown
  readonly problem: string | null
}

/** What an answer asks for: each of its tool calls, or the one action in its text. */
export function readAnswer({ message, finish }: Completion): readonly Asked[] {
  const calls = message.tool_calls ?? []
  if (calls.length > 0)
    return calls.map(({ id, function: { name, arguments: text } }) => ({
      call: id,
      ...readCall(name, text, finish),
    }))
  return [{ call: null, ...readText(message, finish) }]
}

type Read = Omit<Asked, 'call'>

function readCall(name: string, text: string, finish: string | null): Read {
  if (!operations.some((operation) => operation === name)) {
    const guess = closest(name, operations)
    return none(`There is no tool \`${name}\`${guess === null ? '' : `; did you mean \`${guess}\`?`}`)
  }
  const parsed = parseJson(text.trim() === '' ? '{}' : text)
  if (!parsed.ok) return none(`The arguments of \`${name}\` are not JSON: ${parsed.message}${cutOff(finish)}`)
  if (typeof parsed.value !== 'object' || parsed.value === null)
    return none(`The arguments of \`${name}\` are no object`)
  return checked({ ...parsed.value, operation: name })
}

function readText({ content, refusal }: AssistantMessage, finish: string | null): Read {
  if (refusal) return none('The model refused to answer')
  if (finish === 'content_filter') return none('The answer was held back by a content filter')
  const found = objectsIn(content ?? '').findLast(
    (value) => typeof value === 'object' && value !== null && 'operation' in value,
  )
  return found === undefined ? none(`There is no action in the answer${cutOff(finish)}`) : checked(found)
}

function checked(action: unknown): Read {
  const read = readAction(action)
  if (!('faults' in read)) return { action, problem: null }
  const lines = read.faults
    .slice(0, 5)
    .map((fault) => `${formatPath(fault.path, 'action')}: ${describeFault(fault)}`)
  return none(lines.join('; '))
}

function none(problem: string): Read {
  return { action: null, problem }
}

function cutOff(finish: string | null): string {
  return finish === 'length' ? ' (it was cut off: answer more briefly)' : ''
}

/** The outermost JSON objects of a text, whatever stands around them: prose, code fences. */
function objectsIn(text: string): readonly unknown[] {
  const found: unknown[] = []
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at)) {
    const end = endOfObject(text, at)
    const parsed = end === null ? null : parseJson(text.slice(at, end))
    if (parsed?.ok) found.push(parsed.value)
    at = parsed?.ok && end !== null ? end : at + 1
  }
  return found
}

function endOfObject(text: string, start: number): number | null {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') {
      for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1
    } else if (character === '{') depth += 1
    else if (character === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}
