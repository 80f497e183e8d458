import { drawIndex } from '../../core/draw.ts'
import type { Clock } from '../eval/clock.ts'
import {
  type Completion,
  MalformedAnswer,
  type Message,
  memberOf,
  readCompletion,
  textOf,
} from './message.ts'
import type { Pace } from './pace.ts'
import { readStream } from './stream.ts'

/** How answers are drawn; null leaves it to the endpoint. */
export interface Sampling {
  readonly temperature: number | null
  readonly top_p: number | null
  readonly max_tokens: number | null
}

export interface ChatOptions {
  /** Of the API: `https://host/v1`. */
  readonly url: string
  readonly key: string | null
  readonly model: string
  readonly sampling: Sampling
  readonly delivery: 'whole' | 'stream'
  /** For one answer, in milliseconds. */
  readonly timeout: number
  /** Requests after the first one, for one answer. */
  readonly retries: number
  readonly pace: Pace
  readonly clock: Clock
}

export interface ChatRequest {
  readonly messages: readonly Message[]
  readonly tools: readonly unknown[] | null
  readonly seed: number
}

export type ChatResult =
  | (Completion & { readonly status: 'answered'; readonly tries: number; readonly seconds: number })
  /** No answer could be had: `unscored` where the endpoint failed, `error` where it refuses this very request. */
  | { readonly status: 'lost'; readonly outcome: 'unscored' | 'error'; readonly reason: string }
  /** The endpoint knows no tools, or this model does not. */
  | { readonly status: 'no-tools' }

/** The endpoint will answer nothing, whatever is asked: the run stops. */
export class EndpointRefusal extends Error {}

/** Waits are no longer than this, unless the endpoint asks for it. */
const LONGEST_BACK_OFF_MS = 60_000
/** Who is asked to come back later than this gives up. */
const LONGEST_WAIT_MS = 600_000
const MAX_REASON = 300

/** Asks for one answer; what may pass is tried again, with growing pauses or those that the endpoint asks for. */
export async function chat(options: ChatOptions, request: ChatRequest): Promise<ChatResult> {
  const { pace, clock, retries } = options
  for (let tries = 1; ; tries += 1) {
    await pace.turn()
    const started = clock.now()
    const got = await ask(options, request)
    const seconds = Math.round(clock.now() - started) / 1000
    if (got.status === 'answered') return { ...got, tries, seconds }
    if (got.status !== 'again') return got
    const pause = got.after ?? backOff(request.seed, tries)
    if (tries > retries || pause > LONGEST_WAIT_MS)
      return { status: 'lost', outcome: 'unscored', reason: got.reason }
    if (got.after !== null) pace.hold(pause)
    await clock.wait(pause)
  }
}

/** One, two, four … seconds, and up to half of that more or less, so that not all come back at once. */
function backOff(seed: number, tries: number): number {
  const middle = Math.min(LONGEST_BACK_OFF_MS, 1000 * 2 ** (tries - 1))
  return middle * (0.5 + drawIndex(`reviewgym/back-off/${seed}/${tries}`, 1001) / 1000)
}

type Got =
  | (Completion & { readonly status: 'answered' })
  | Exclude<ChatResult, { readonly status: 'answered' }>
  | { readonly status: 'again'; readonly reason: string; readonly after: number | null }

async function ask(options: ChatOptions, request: ChatRequest): Promise<Got> {
  const { url, key, delivery, timeout } = options
  const signal = AbortSignal.timeout(timeout)
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key !== null && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(bodyOf(options, request)),
      signal,
    })
    if (!response.ok) return failed(response.status, response.headers, await response.text(), request)
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') ?? false
    if (delivery === 'stream' && isStream && response.body)
      return { status: 'answered', ...(await readStream(response.body)) }
    return { status: 'answered', ...readCompletion(parse(await response.text())) }
  } catch (cause) {
    return { status: 'again', reason: failureOf(cause, signal), after: null }
  }
}

function bodyOf({ model, sampling, delivery }: ChatOptions, { messages, tools, seed }: ChatRequest) {
  const stated = Object.fromEntries(Object.entries(sampling).filter(([, value]) => value !== null))
  return {
    model,
    messages,
    ...stated,
    seed,
    ...(tools !== null && { tools }),
    ...(delivery === 'stream' && { stream: true, stream_options: { include_usage: true } }),
  }
}

const passing: ReadonlySet<number> = new Set([408, 409, 425, 429])

function failed(status: number, headers: Headers, text: string, { tools }: ChatRequest): Got {
  const fault = memberOf(parseOr(text), 'error')
  const said = textOf(fault, 'message') ?? (typeof fault === 'string' ? fault : text)
  const reason = `The endpoint answers ${status}: ${short(said)}`
  const isSpent = textOf(fault, 'code') === 'insufficient_quota'
  if (status === 401 || status === 402 || status === 403 || isSpent) throw new EndpointRefusal(reason)
  if (passing.has(status) || status >= 500) return { status: 'again', reason, after: pauseAsked(headers) }
  if (tools !== null && /\btools?\b|function.call/i.test(said)) return { status: 'no-tools' }
  if (status === 404) throw new EndpointRefusal(reason)
  return { status: 'lost', outcome: 'error', reason }
}

/** `Retry-After` in seconds or as a date, or the finer `retry-after-ms`; in milliseconds. */
function pauseAsked(headers: Headers): number | null {
  const fine = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (fine >= 0) return fine
  const text = headers.get('retry-after')
  if (text === null) return null
  const seconds = Number(text)
  if (seconds >= 0) return seconds * 1000
  const [until, now] = [Date.parse(text), Date.parse(headers.get('date') ?? '')]
  return Number.isNaN(until) || Number.isNaN(now) ? null : Math.max(0, until - now)
}

function failureOf(cause: unknown, signal: AbortSignal): string {
  if (cause instanceof EndpointRefusal) throw cause
  if (signal.aborted) return 'The endpoint did not answer in time'
  if (cause instanceof MalformedAnswer) return `The endpoint’s answer cannot be read: ${cause.message}`
  if (!(cause instanceof Error) || cause.cause === undefined) throw cause
  const code: unknown = memberOf(cause.cause, 'code')
  return `The endpoint cannot be reached${typeof code === 'string' ? ` (${code})` : ''}`
}

function parse(text: string): unknown {
  const value = parseOr(text)
  if (value === undefined) throw new MalformedAnswer('it is not JSON')
  return value
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON - 1)}…` : line
}
