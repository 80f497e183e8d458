import type { Finding } from '../../model/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { pythonPatterns, type ScanPattern, typescriptPatterns } from './scan-patterns.ts'
import { lineSpotsOf } from './sight.ts'
import { claim } from './write.ts'

const COMMENT = /^\s*(\/\/|\*|\/\*|#)/

/** A finding for every line on which a pattern of its language fires, at most two for each pattern. */
export function scan(observation: Observation): readonly Finding[] {
  const spots = lineSpotsOf(observation)
  const fired = (patterns: readonly ScanPattern[], isPython: boolean) =>
    patterns.flatMap(([pattern, kind, message]) =>
      spots
        .filter(
          ({ file, code }) => file.endsWith('.py') === isPython && pattern.test(code) && !COMMENT.test(code),
        )
        .slice(0, 2)
        .map((place) => claim(place, kind, message)),
    )
  return [...fired(typescriptPatterns, false), ...fired(pythonPatterns, true)]
}
