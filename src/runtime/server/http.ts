import { parseJson } from '../../core/parse-json.ts'
import type { Fault } from '../../model/fault.ts'
import { validationErrors } from './problem.ts'
import { securityHeaders } from './security-headers.ts'

/** A request as its handler sees it. */
export interface Asked {
  readonly request: Request
  readonly url: URL
  /** The parts of the path that a route leaves open. */
  readonly parts: readonly string[]
  /** Who asks: the address of the other side. */
  readonly peer: string
}

export type Handler = (asked: Asked) => Response | Promise<Response>

/** A JSON answer; the headers are those of an error that says more than its status. */
export function detail(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ detail: message }, { status, headers })
}

/** The answer to a request whose host and path make no URL, for which there is no route to ask. */
export function noAddress(): Response {
  return detail(400, 'The host and the path make no address', securityHeaders)
}

export function unprocessable(faults: readonly Fault[], prefix: readonly string[] = []): Response {
  return Response.json({ detail: validationErrors(faults, prefix) }, { status: 422 })
}

/** A body read as JSON, whatever its type says; undefined where there is none. Or the answer to one that is not JSON. */
export type Body = { readonly value: unknown } | { readonly response: Response }

export async function readBody(request: Request): Promise<Body> {
  const text = await request.text()
  if (text.trim() === '') return { value: undefined }
  const parsed = parseJson(text)
  if (parsed.ok) return { value: parsed.value }
  const error = {
    type: 'json_invalid',
    loc: ['body', parsed.offset],
    msg: 'JSON decode error',
    input: {},
    ctx: { error: parsed.message },
  }
  return { response: Response.json({ detail: [error] }, { status: 422 }) }
}

export function missingBody(): Response {
  const error = { type: 'missing', loc: ['body'], msg: 'Field required', input: null }
  return Response.json({ detail: [error] }, { status: 422 })
}
