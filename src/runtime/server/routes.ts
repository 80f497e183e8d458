import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { parseJson } from '../../core/parse-json.ts'
import { actionShape } from '../../model/action.ts'
import type { Fault } from '../../model/fault.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import { stepRequestShape } from '../../model/message.ts'
import { publishedObservationShape } from '../../model/observation.ts'
import { stateShape } from '../../model/state.ts'
import { createValidator } from '../../model/validator.ts'
import { openApi } from './openapi.ts'
import { validationErrors } from './problem.ts'
import { answerRpcText } from './rpc.ts'
import { createSession, type Reply, readAction, type Service } from './session.ts'
import { statelessTurn } from './stateless.ts'

/** What `GET /metadata` answers. */
export interface Metadata {
  readonly name: string
  readonly description: string
  readonly readme_content: string | null
  readonly version: string | null
  readonly author: string | null
  readonly documentation_url: string | null
}

/** Larger bodies are refused before they are read to the end. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024

type Handler = (request: Request) => Response | Promise<Response>

const validateStep = createValidator(stepRequestShape, 'lax')

/** OpenEnv's HTTP routes as a function from request to response. `/reset` and `/step` are stateless, as OpenEnv's are. */
export function createRoutes(service: Service, metadata: Metadata): Hono {
  const action = { ...actionShape, 'x-kinds': kinds }
  const schema = { action, observation: publishedObservationShape, state: stateShape }
  const table: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    '/health': { GET: () => Response.json({ status: 'healthy' }) },
    '/metadata': { GET: () => Response.json(metadata) },
    '/schema': { GET: () => Response.json(schema) },
    '/openapi.json': { GET: () => Response.json(openApi) },
    '/state': { GET: () => Response.json(createSession(service).state()) },
    '/reset': { POST: async (request) => answerReset(service, await readBody(request)) },
    '/step': { POST: async (request) => answerStep(await readBody(request)) },
    '/mcp': { POST: async (request) => Response.json(answerRpcText(await request.text())) },
  }
  const app = new Hono()
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => detail(413, `A body has at most ${MAX_BODY_BYTES} bytes`),
    }),
  )
  app.all('*', async ({ req }) => {
    const { pathname, search } = new URL(req.url)
    if (pathname.length > 1 && pathname.endsWith('/') && table[pathname.slice(0, -1)])
      return new Response(null, { status: 307, headers: { location: `${pathname.slice(0, -1)}${search}` } })
    const route = Object.hasOwn(table, pathname) ? table[pathname] : undefined
    if (!route) return detail(404, 'Not Found')
    const handler = Object.hasOwn(route, req.method) ? route[req.method] : undefined
    if (!handler) return detail(405, 'Method Not Allowed', { allow: Object.keys(route).join(', ') })
    return handler(req.raw)
  })
  app.onError((error, { req }) => {
    if (!req.raw.signal.aborted) service.report(error)
    return detail(500, 'Internal error')
  })
  return app
}

type Body = { readonly value: unknown } | { readonly response: Response }

async function readBody(request: Request): Promise<Body> {
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

/** Plays the reset of a session that nobody can name afterwards. */
function answerReset(service: Service, body: Body): Response {
  if ('response' in body) return body.response
  return turnResponse(createSession(service).reset(body.value ?? {}), ['body'])
}

/** A step without a session is checked like any other, and never graded. */
function answerStep(body: Body): Response {
  if ('response' in body) return body.response
  if (body.value == null)
    return Response.json(
      { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] },
      { status: 422 },
    )
  const request = validateStep(body.value)
  if (!request.ok) return unprocessable(request.faults, ['body'])
  const action = readAction(request.value.action)
  return 'faults' in action ? unprocessable(action.faults) : Response.json(statelessTurn())
}

function turnResponse(reply: Reply, prefix: readonly string[]): Response {
  switch (reply.status) {
    case 'ok':
      return Response.json(reply.turn)
    case 'invalid':
      return unprocessable(reply.faults, prefix)
    case 'failed':
      return detail(500, reply.message)
  }
}

function unprocessable(faults: readonly Fault[], prefix: readonly string[] = []): Response {
  return Response.json({ detail: validationErrors(faults, prefix) }, { status: 422 })
}

function detail(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ detail: message }, { status, headers })
}
