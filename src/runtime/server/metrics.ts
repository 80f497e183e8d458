import { Later } from '../../core/later.ts'
import type { Metrics } from './prometheus.ts'

/** Counts from the first request on; what keeps the counts is loaded when it is warmed or asked. */
export function createMetrics(
  sessions: () => number,
  mostSessions: number,
): Metrics & { warm(): Promise<unknown> } {
  const kept = new Later(async () => {
    const { createPrometheus } = await import('./prometheus.ts')
    return createPrometheus(sessions, mostSessions)
  })
  return {
    warm: () => kept.load(),
    request: (...facts) => kept.use((metrics) => metrics.request(...facts)),
    message: (...facts) => kept.use((metrics) => metrics.message(...facts)),
    refused: (reason) => kept.use((metrics) => metrics.refused(reason)),
    snapshot: async () => (await kept.load()).snapshot(),
    tell: async (others) => (await kept.load()).tell(others),
  }
}
