import { type EpisodePage, type EpisodeQuery, episodeKeys } from '../../model/recorded-runs.ts'
import type { Trajectory } from '../../model/trajectory.ts'
import { detail, type Handler } from './http.ts'

/** Recorded episodes, for people to look at. They hold rubrics and what models wrote. */
export interface RecordedRuns {
  list(query: EpisodeQuery): Promise<EpisodePage>
  /** The episode of a number; null where there is none. */
  read(number: number): Promise<Trajectory | null>
}

/** `/runs` and the episodes below it. */
export function createRunRoutes(runs: RecordedRuns): Readonly<Record<'list' | 'one', Handler>> {
  return {
    async list({ url }) {
      const from = numberOf(url.searchParams.get('from') ?? '0')
      if (from === null) return detail(422, '`from` is a whole number from 0')
      const chosen = episodeKeys.flatMap((key) => {
        const word = url.searchParams.get(key) ?? ''
        return word === '' ? [] : [[key, word] as const]
      })
      return Response.json(await runs.list({ ...Object.fromEntries(chosen), from }))
    },
    async one({ parts: [part = ''] }) {
      const number = numberOf(part)
      const trajectory = number === null ? null : await runs.read(number)
      return trajectory ? Response.json(trajectory) : detail(404, `There is no episode ${part.slice(0, 20)}`)
    },
  }
}

function numberOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
