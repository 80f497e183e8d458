import type { MiddlewareHandler } from 'hono'
import type { createGuard } from './guard.ts'
import { detail } from './http.ts'
import type { Log } from './log.ts'
import type { Metrics } from './prometheus.ts'
import type { Rate } from './rate.ts'
import { securityHeaders } from './security-headers.ts'

/** What every visitor passes. */
export interface Entrance {
  readonly guard: ReturnType<typeof createGuard>
  readonly rate: Rate
  readonly metrics: Metrics
  readonly log: Log
}

/** What Node's server hands over beside the request. */
export interface HttpBindings {
  readonly incoming?: { readonly socket: { readonly remoteAddress?: string } }
}

export function peerOf(env: HttpBindings | undefined): string {
  return env?.incoming?.socket.remoteAddress ?? ''
}

/** Lets in who may come in, and takes note. `routeOf` names the route of a path, if there is one. */
export function entering(
  { guard, rate, metrics, log }: Entrance,
  routeOf: (pathname: string) => string | null,
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (context, next) => {
    const began = performance.now()
    const { req } = context
    const { pathname } = new URL(req.url)
    const refusal = guard(pathname, (name) => req.header(name))
    const early = refusal === null ? rate.early(peerOf(context.env), began) : 0
    if (refusal !== null) {
      metrics.refused('token')
      context.res = detail(refusal.status, refusal.message, { ...refusal.headers })
    } else if (early > 0) {
      metrics.refused('rate')
      const wait = { 'retry-after': String(Math.ceil(early / 1000)) }
      context.res = detail(429, 'Too many requests: ask again later', wait)
    } else await next()
    for (const [name, value] of Object.entries(securityHeaders))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    const route = routeOf(pathname) ?? 'none'
    const seconds = (performance.now() - began) / 1000
    metrics.request(route, req.method, context.res.status, seconds)
    log.debug({ route, method: req.method, status: context.res.status, seconds }, 'request')
  }
}
