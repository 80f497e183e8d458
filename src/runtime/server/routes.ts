import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { version } from '../../core/version.ts'
import { actionShape } from '../../model/action.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import { limits } from '../../model/limits.ts'
import { publishedObservationShape } from '../../model/observation.ts'
import { stateShape } from '../../model/state.ts'
import type { OpenBundle } from '../bundle/opened.ts'
import { type AuthorsWork, createRubricRoute, createWorkRoute } from './author-routes.ts'
import { docsPage } from './docs-page.ts'
import { type Entrance, entering, type HttpBindings, peerOf } from './entrance.ts'
import { type Asked, detail, type Handler, noAddress } from './http.ts'
import { createMcpRoutes } from './mcp-routes.ts'
import type { Mode } from './mode.ts'
import { openApiOf } from './openapi.ts'
import { createHistoryRoute, createPlayRoutes } from './play-routes.ts'
import type { Snapshot } from './prometheus.ts'
import { createRunRoutes, type RecordedRuns } from './recorded-runs.ts'
import { createReviewRoute } from './review-route.ts'
import type { RpcDesk } from './rpc.ts'
import type { Capacity } from './slots.ts'
import { createCatalog, createTaskApi, ENVIRONMENT, ofEnvironment } from './task-api.ts'
import { createWebRoute, type WebFiles } from './web-route.ts'

/** What `GET /metadata` answers. */
export interface Metadata {
  readonly name: string
  readonly description: string
  readonly readme_content: string | null
  readonly version: string | null
  readonly author: string | null
  readonly documentation_url: string | null
}

export interface RouteOptions extends Entrance {
  metadata(bundle: OpenBundle): Metadata
  readonly mode: Mode
  readonly capacity: Capacity
  /** How long a session that was opened over HTTP or MCP may be silent, in milliseconds. */
  readonly idle: number
  /** The page for people; null where there is none. */
  readonly web: WebFiles | null
  /** Recorded runs to look at, which only an author's desk shows; null where there are none. */
  readonly runs: RecordedRuns | null
  /** The tasks that somebody is working on, likewise; null where nobody is. */
  readonly work: AuthorsWork | null
  /** What the other processes have counted that serve with this one. */
  otherMetrics(): Promise<readonly Snapshot[]>
}

/** Larger bodies are refused before they are read to the end. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024

/** What is large and asked for seldom is packed for those who can unpack it; what is asked for at every step is not worth the time. */
const LARGE = ['/schema', '/openapi.json', '/tasks', '/docs']

type Route = Readonly<Record<string, Handler>>

/** OpenEnv's HTTP routes, and ours, as a function from request to response. */
export function createRoutes(desk: RpcDesk, options: RouteOptions): Hono<{ Bindings: HttpBindings }> {
  const { service } = desk
  const table = createTable(desk, options)
  const find = (pathname: string) => findRoute(table, pathname)
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(entering(options, (pathname) => find(pathname)?.pattern ?? null))
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => detail(413, `A body has at most ${MAX_BODY_BYTES} bytes`),
    }),
  )
  for (const path of LARGE) app.use(path, compress())
  app.all('*', async ({ req, env }) => {
    const url = new URL(req.url)
    const { pathname, search } = url
    if (pathname.length > 1 && pathname.endsWith('/') && find(pathname.slice(0, -1)))
      return new Response(null, { status: 307, headers: { location: `${pathname.slice(0, -1)}${search}` } })
    const found = find(pathname)
    if (!found) return detail(404, 'Not Found')
    const { route, parts } = found
    const handler = Object.hasOwn(route, req.method) ? route[req.method] : undefined
    if (!handler) return detail(405, 'Method Not Allowed', { allow: Object.keys(route).join(', ') })
    return handler({ request: req.raw, url, parts, peer: peerOf(env) })
  })
  app.onError((error, { req }) => {
    // Node's adapter takes hosts unread that look as most do, and 1.2.3.999 is one of them.
    if (!URL.canParse(req.url)) return noAddress()
    const id = service.newId()
    if (!req.raw.signal.aborted) service.report(error, id)
    return Response.json({ detail: 'Internal error', id }, { status: 500 })
  })
  return app
}

function createTable(desk: RpcDesk, options: RouteOptions): Readonly<Record<string, Route>> {
  const { service } = desk
  const action = { ...actionShape, 'x-kinds': kinds }
  const schema = { action, observation: publishedObservationShape, state: stateShape }
  const play = createPlayRoutes(desk)
  const catalog = createCatalog(service)
  const openApi = openApiOf(options.mode)
  const simulation: Record<string, Route> = {
    '/state': { GET: play.state },
    '/reset': { POST: play.reset },
    '/step': { POST: play.step },
  }
  const author: Record<string, Route> = {
    '/review': { POST: createReviewRoute(service) },
    '/rubrics/*': { GET: createRubricRoute(service) },
    ...(options.work ? { '/work': { GET: createWorkRoute(options.work) } } : {}),
    ...(options.runs ? runRoutes(options.runs) : {}),
  }
  const taskApi = Object.entries(createTaskApi(service)).map(([name, route]) => [
    `/*/${name}`,
    Object.fromEntries(Object.entries(route).map(([method, handler]) => [method, ofEnvironment(handler)])),
  ])
  return {
    '/health': { GET: () => Response.json({ status: 'healthy' }) },
    '/metadata': { GET: () => Response.json(options.metadata(service.bundle)) },
    '/schema': { GET: () => Response.json(schema) },
    '/openapi.json': { GET: () => Response.json(openApi) },
    '/docs': { GET: () => docsPage(openApi), HEAD: () => docsPage(openApi) },
    '/mcp': createMcpRoutes(desk),
    ...(options.mode === 'simulation' ? simulation : {}),
    ...(service.desk === 'author' ? author : {}),
    ...(options.web ? webRoutes(options.web) : {}),
    '/history': { GET: createHistoryRoute(desk) },
    '/tasks': { GET: catalog.list },
    '/tasks/*': { GET: catalog.one },
    '/metrics': { GET: () => tellMetrics(options) },
    '/config': { GET: () => Response.json(configOf(desk, options)) },
    '/list_environments': { GET: () => Response.json([ENVIRONMENT]) },
    ...Object.fromEntries(taskApi),
  }
}

function webRoutes(files: WebFiles): Readonly<Record<string, Route>> {
  const { page, file } = createWebRoute(files)
  return { '/web': { GET: page, HEAD: page }, '/web/*': { GET: file, HEAD: file } }
}

function runRoutes(runs: RecordedRuns): Readonly<Record<string, Route>> {
  const { list, one } = createRunRoutes(runs)
  return { '/runs': { GET: list }, '/runs/*': { GET: one } }
}

/** What the operator has set, for those who play here. */
function configOf({ service }: RpcDesk, { mode, capacity, idle, runs, work }: RouteOptions) {
  const isAuthors = service.desk === 'author'
  return {
    version,
    bundle: service.bundle.sha256,
    grader: service.bundle.grader,
    proved: service.bundle.proof !== null,
    mode,
    desk: service.desk,
    shows: [...(isAuthors && runs ? ['runs'] : []), ...(isAuthors && work ? ['work'] : [])],
    policies: service.policies,
    limits,
    max_sessions: capacity.sessions,
    session_idle_s: idle / 1000,
  }
}

/** The route of a path: its own, or one that leaves a part of the path open. */
function findRoute(
  table: Readonly<Record<string, Route>>,
  pathname: string,
): { readonly route: Route; readonly parts: Asked['parts']; readonly pattern: string } | null {
  const own = Object.hasOwn(table, pathname) ? table[pathname] : undefined
  if (own) return { route: own, parts: [], pattern: pathname }
  const [, first = '', second = '', ...others] = pathname.split('/')
  if (first === '' || second === '' || others.length > 0) return null
  for (const [pattern, open] of [
    [`/${first}/*`, second],
    [`/*/${second}`, first],
  ] as const)
    if (Object.hasOwn(table, pattern) && table[pattern])
      return { route: table[pattern], parts: [decodePart(open)], pattern }
  return null
}

async function tellMetrics({ metrics, otherMetrics }: RouteOptions): Promise<Response> {
  const { type, text } = await metrics.tell(await otherMetrics())
  return new Response(text, { headers: { 'content-type': type } })
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
