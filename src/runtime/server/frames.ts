import { parseJson } from '../../core/parse-json.ts'
import type { Fault } from '../../model/fault.ts'
import { type MessageType, messageShapes } from '../../model/message.ts'
import type { State } from '../../model/state.ts'
import { createValidator, type Validation } from '../../model/validator.ts'
import { answerToolAction, isToolAction } from './mcp-actions.ts'
import type { Place } from './places.ts'
import { faultSummary, validationErrors } from './problem.ts'
import { requestIdOf } from './request-id.ts'
import { answerRpc, type Caller, type RpcDesk, type RpcReply } from './rpc.ts'
import type { Reply } from './service.ts'
import { type LateFrame, turnFrame } from './turn-frame.ts'

/** The answer to one frame: one frame back, or none where none is due, or the end of the session. */
export type FrameReply = { readonly frame: string | LateFrame } | 'none' | 'close'

/** A socket with its session. */
export type SocketCaller = Caller & { readonly place: Place }

type Envelope = { readonly type: string; readonly data?: Record<string, unknown> }

const validators: Readonly<Record<MessageType, (value: unknown) => Validation<Envelope>>> = {
  reset: createValidator(messageShapes.reset, 'strict'),
  step: createValidator(messageShapes.step, 'strict'),
  state: createValidator(messageShapes.state, 'strict'),
  close: createValidator(messageShapes.close, 'strict'),
  mcp: createValidator(messageShapes.mcp, 'strict'),
}

/**
 * Answers one text frame of `/ws`: exactly one reply a frame, whatever the frame holds. At once, but for a step that
 * something must be run for; the next frame is not answered before this one.
 */
export function answerFrame(
  desk: RpcDesk,
  caller: SocketCaller,
  text: string,
): FrameReply | Promise<FrameReply> {
  const parsed = parseJson(text)
  if (!parsed.ok) return errorFrame('INVALID_JSON', `Invalid JSON: ${parsed.message}`)
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
    return invalid([{ path: [], input: parsed.value, kind: 'wrong-type', expected: ['object'] }])
  const type: unknown = Reflect.get(parsed.value, 'type')
  if (!isMessageType(type))
    return errorFrame(
      'UNKNOWN_TYPE',
      `Unknown message type: ${typeof type === 'string' ? type.slice(0, 100) : ''}`,
    )
  const message = validators[type](parsed.value)
  if (!message.ok) return invalid(message.faults)
  return answerMessage(desk, caller, type, message.value.data ?? {})
}

function answerMessage(
  desk: RpcDesk,
  caller: SocketCaller,
  type: MessageType,
  data: Record<string, unknown>,
): FrameReply | Promise<FrameReply> {
  const { session } = caller.place
  switch (type) {
    case 'reset':
      return turnFrameOf(session.reset(data, requestIdOf(data)))
    case 'step':
      return isToolAction(data)
        ? answerToolAction(session, data).then(frameOfToolAction)
        : turnFrameOf(session.step(data, requestIdOf(data.metadata)))
    case 'state':
      return stateFrame(session.state())
    case 'mcp':
      return answerRpc(desk, caller, data).then((reply) => frame('mcp', reply ?? noted))
    case 'close':
      return 'close'
  }
}

/** A frame of `/ws` is answered even where a notification is in it: its clients take the next frame for the answer. */
const noted: RpcReply = { jsonrpc: '2.0', id: null, result: {} }

function stateFrame(state: State | Promise<State>): FrameReply | Promise<FrameReply> {
  return state instanceof Promise ? state.then((known) => frame('state', known)) : frame('state', state)
}

function turnFrameOf(reply: Reply | Promise<Reply>): FrameReply | Promise<FrameReply> {
  return reply instanceof Promise ? reply.then(replyFrame) : replyFrame(reply)
}

function replyFrame(reply: Reply): FrameReply {
  switch (reply.status) {
    case 'ok':
      return { frame: turnFrame(reply.turn) }
    case 'invalid':
      return invalid(reply.faults)
    case 'failed':
      return errorFrame('EXECUTION_ERROR', reply.message)
  }
}

function frameOfToolAction(answer: Awaited<ReturnType<typeof answerToolAction>>): FrameReply {
  return 'faults' in answer ? invalid(answer.faults) : frame('observation', answer)
}

function invalid(faults: readonly Fault[]): FrameReply {
  return errorFrame('VALIDATION_ERROR', faultSummary(faults), { errors: validationErrors(faults) })
}

/** An error as clients read it: they show nothing but the message, so it says all. */
export function errorFrame(
  code: string,
  message: string,
  extras: Record<string, unknown> = {},
): { readonly frame: string } {
  return frame('error', { message, code, ...extras })
}

function frame(type: string, data: unknown): { readonly frame: string } {
  return { frame: JSON.stringify({ type, data }) }
}

function isMessageType(type: unknown): type is MessageType {
  return typeof type === 'string' && Object.hasOwn(messageShapes, type)
}
