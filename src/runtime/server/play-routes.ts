import { stepRequestShape } from '../../model/message.ts'
import { createValidator } from '../../model/validator.ts'
import { type Asked, detail, type Handler, missingBody, readBody, unprocessable } from './http.ts'
import type { Place } from './places.ts'
import { requestIdOf } from './request-id.ts'
import type { RpcDesk } from './rpc.ts'
import type { Reply } from './service.ts'
import { createSession, readAction } from './session.ts'
import { fullMessage } from './slots.ts'
import { statelessTurn } from './stateless.ts'
import { wireTurn } from './turn-reply.ts'

/** Names a session: `new` asks for one, its id comes back in the same header of the answer. */
export const SESSION_HEADER = 'x-session-id'

const validateStep = createValidator(stepRequestShape, 'lax')

/** Playing over plain HTTP. Requests that name no session are stateless, as OpenEnv's are. */
export function createPlayRoutes(desk: RpcDesk): Readonly<Record<'reset' | 'step' | 'state', Handler>> {
  const { service } = desk
  return {
    async reset(asked) {
      const body = await readBody(asked.request)
      if ('response' in body) return body.response
      const data = body.value ?? {}
      const named = await placeFor(desk, asked)
      if (named instanceof Response) return named
      const session = named?.place.session ?? createSession(service)
      const reply = await session.reset(data, requestIdOf(data))
      if (named?.isNew && reply.status !== 'ok') await named.place.end()
      return turnResponse(reply, ['body'], named?.place ?? null)
    },
    async step(asked) {
      const body = await readBody(asked.request)
      if ('response' in body) return body.response
      if (body.value == null) return missingBody()
      const request = validateStep(body.value)
      if (!request.ok) return unprocessable(request.faults, ['body'])
      const named = await existingPlace(desk, asked)
      if (named instanceof Response) return named
      if (named === null) {
        const action = readAction(request.value.action)
        return 'faults' in action ? unprocessable(action.faults) : Response.json(statelessTurn())
      }
      const { action, request_id: name } = request.value
      const reply = await named.session.step(action, name || requestIdOf(action.metadata))
      return turnResponse(reply, [], named)
    },
    async state(asked) {
      const named = await existingPlace(desk, asked)
      if (named instanceof Response) return named
      return Response.json(await (named?.session ?? createSession(service)).state(), {
        headers: headersOf(named),
      })
    },
  }
}

/** What a session has played so far; `episode_id` chooses among its last episodes. */
export function createHistoryRoute(desk: RpcDesk): Handler {
  return async (asked) => {
    const named = await existingPlace(desk, asked)
    if (named instanceof Response) return named
    if (named === null) return detail(400, 'A history is that of a session: name it by X-Session-Id')
    const episodes = await named.session.history(asked.url.searchParams.get('episode_id'))
    return Response.json({ episodes }, { headers: headersOf(named) })
  }
}

/** The session that the header names, opened if it asks for a new one. */
async function placeFor(
  desk: RpcDesk,
  asked: Asked,
): Promise<{ readonly place: Place; readonly isNew: boolean } | Response | null> {
  if (asked.request.headers.get(SESSION_HEADER) !== 'new') {
    const place = await existingPlace(desk, asked)
    return place === null || place instanceof Response ? place : { place, isNew: false }
  }
  const place = await desk.places.open('named', asked.peer, null)
  if ('session' in place) return { place, isNew: true }
  const { active, most } = place
  const body = { detail: fullMessage(place), active_sessions: active, max_sessions: most }
  return Response.json(body, { status: 503, headers: { 'retry-after': '5' } })
}

async function existingPlace({ places }: RpcDesk, { request }: Asked): Promise<Place | Response | null> {
  const id = request.headers.get(SESSION_HEADER)
  if (id === null || id === '') return null
  const place = await places.find(id)
  place?.touch()
  return (
    place ??
    detail(404, 'There is no such session, or it has ended: POST /reset with `X-Session-Id: new` opens one')
  )
}

function headersOf(place: Place | null): Record<string, string> {
  return place === null ? {} : { [SESSION_HEADER]: place.id }
}

function turnResponse(reply: Reply, prefix: readonly string[], place: Place | null): Response {
  const headers = headersOf(place)
  switch (reply.status) {
    case 'ok':
      return Response.json(wireTurn(reply.turn), { headers })
    case 'invalid':
      return unprocessable(reply.faults, prefix)
    case 'failed':
      return detail(failures[reply.reason], reply.message, headers)
  }
}

const failures = { early: 409, run: 503, crowded: 429 } as const
