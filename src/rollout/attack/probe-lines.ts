import type { Observation } from '../../model/observation.ts'
import type { Cheat, Draw } from './exploit.ts'
import { probe, wasPaid } from './moves.ts'
import { generic, popularKinds } from './phrases.ts'
import type { Spot } from './sight.ts'
import { claim, pick, shuffle } from './write.ts'

const MOST_MISSES = 4

/** Claims popular kinds at one line after another, with texts that say nothing, until too many in a row are not paid. */
export function probeLines(draw: Draw, linesIn: (observation: Observation) => readonly Spot[]): Cheat {
  let places: readonly Spot[] | null = null
  let shots = 0
  let misses = 0
  return probe((reply) => {
    places ??= linesIn(reply.observation)
    if (shots > 0) misses = wasPaid(reply) ? 0 : misses + 1
    const place = places[shots % Math.max(1, places.length)]
    shots += 1
    if (!place || misses >= MOST_MISSES) return null
    const kind = shuffle(draw, 'kinds', popularKinds)[shots % popularKinds.length] ?? null
    return claim(place, kind, pick(draw, `text ${shots}`, generic))
  })
}
