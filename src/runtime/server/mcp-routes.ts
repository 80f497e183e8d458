import { detail, type Handler } from './http.ts'
import type { Place } from './places.ts'
import { SESSION_HEADER } from './play-routes.ts'
import { answerRpcText, type RpcDesk, rpcError } from './rpc.ts'

/** MCP's own name for the header of a session; either is understood. */
const MCP_SESSION_HEADER = 'mcp-session-id'

/**
 * JSON-RPC over HTTP as OpenEnv has it: always 200, also for errors. Beside it, what MCP's own clients need: a session
 * that `initialize` opens and a header names, 202 for notifications, 404 for a session that is no more.
 */
export function createMcpRoutes(desk: RpcDesk): Readonly<Record<'POST' | 'DELETE', Handler>> {
  return {
    async POST({ request, peer }) {
      const id = sessionOf(request)
      const place = id === null ? null : await desk.places.find(id)
      if (id !== null && place === null)
        return Response.json(rpcError(null, -32602, `Unknown session_id: ${id.slice(0, 100)}`), {
          status: 404,
        })
      place?.touch()
      let opened: Place | null = null
      const caller = {
        place,
        peer,
        opened: (one: Place) => {
          opened = one
        },
      }
      const reply = await answerRpcText(desk, caller, await request.text(), 'kept')
      if (reply === null) return new Response(null, { status: 202 })
      return Response.json(reply, { headers: headersOf(opened ?? place) })
    },
    async DELETE({ request }) {
      const id = sessionOf(request)
      const place = id === null ? null : await desk.places.find(id)
      if (place === null) return detail(404, 'There is no such session, or it has ended')
      await place.end()
      return new Response(null, { status: 204 })
    },
  }
}

function headersOf(place: Place | null): Record<string, string> {
  return place === null ? {} : { [MCP_SESSION_HEADER]: place.id, [SESSION_HEADER]: place.id }
}

function sessionOf({ headers }: Request): string | null {
  return headers.get(MCP_SESSION_HEADER) || headers.get(SESSION_HEADER) || null
}
