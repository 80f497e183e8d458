import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Entrance } from './entrance.ts'
import { securityHeaders } from './security-headers.ts'

const HEALTHY = '{"status":"healthy"}'
/** A name or an address of the usual form; any other is looked at by those who read URLs. */
const HOST = /^[a-z\d.-]+(?::\d+)?$/

/**
 * Says that the server is healthy in the bytes in which its route does, before the routes are loaded; false, and nothing
 * is done, where somebody asks for anything else, or in another way than most do.
 */
export function answerHealth(
  { guard, rate, metrics, log }: Entrance,
  { method, url, headers, socket }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const began = performance.now()
  const { host = '' } = headers
  if (method !== 'GET' || url !== '/health' || !HOST.test(host) || !URL.canParse(`http://${host}`))
    return false
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false
  if (guard(url, (name) => headers[name]?.toString()) !== null) return false
  if (rate.early(socket.remoteAddress ?? '', began) > 0) return false
  const told = { ...securityHeaders, 'content-type': 'application/json' }
  const sorted = Object.entries(told).sort(([a], [b]) => (a < b ? -1 : 1))
  response.writeHead(200, [...sorted, ['Content-Length', String(HEALTHY.length)]].flat()).end(HEALTHY)
  const seconds = (performance.now() - began) / 1000
  metrics.request(url, method, 200, seconds)
  log.debug({ route: url, method, status: 200, seconds }, 'request')
  return true
}
