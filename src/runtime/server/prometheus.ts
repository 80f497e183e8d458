import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the server counts, for Prometheus. No label holds what a stranger has made up. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void
  /** An answer on a socket. */
  message(tongue: string, seconds: number): void
  refused(reason: 'token' | 'rate' | 'capacity'): void
  /** What this process has counted, for another one that tells it all. */
  snapshot(): Promise<Snapshot>
  /** All of it as text, with what other processes have counted. */
  tell(others: readonly Snapshot[]): Promise<{ readonly type: string; readonly text: string }>
}

export type Snapshot = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const seconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15, 45]

/** What the server counts, kept by Prometheus' own client. */
export function createPrometheus(sessions: () => number, mostSessions: number): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'reviewgym_http_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const requestSeconds = new Histogram({
    name: 'reviewgym_http_request_seconds',
    help: 'Time from request to answer.',
    labelNames: ['route'],
    buckets: seconds,
    registers,
  })
  const messageSeconds = new Histogram({
    name: 'reviewgym_message_seconds',
    help: 'Time from a frame to its answer, running included.',
    labelNames: ['socket'],
    buckets: seconds,
    registers,
  })
  const refusals = new Counter({
    name: 'reviewgym_refused_total',
    help: 'Visitors and requests that were not let in.',
    labelNames: ['reason'],
    registers,
  })
  new Gauge({
    name: 'reviewgym_sessions',
    help: 'Sessions that hold a place.',
    registers,
    collect() {
      this.set(sessions())
    },
  })
  new Gauge({
    name: 'reviewgym_sessions_most',
    help: 'Places for sessions.',
    aggregator: 'first',
    registers,
  }).set(mostSessions)
  return {
    request(route, method, status, time) {
      requests.inc({ route, method: methods.has(method) ? method : 'other', status })
      requestSeconds.observe({ route }, time)
    },
    message: (socket, time) => messageSeconds.observe({ socket }, time),
    refused: (reason) => refusals.inc({ reason }),
    snapshot: () => registry.getMetricsAsJSON(),
    async tell(others) {
      const all =
        others.length === 0
          ? registry
          : AggregatorRegistry.aggregate([await registry.getMetricsAsJSON(), ...others])
      return { type: registry.contentType, text: await all.metrics() }
    },
  }
}
