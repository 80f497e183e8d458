import type { Observation } from '../model/observation.ts'
import { withCode } from './words.tsx'

interface BriefProps {
  readonly observation: Observation
  readonly isBusy: boolean
  readonly takeHint: () => void
}

/** What a reviewer is told, and the hints. */
export function Brief({ observation, isBusy, takeHint }: BriefProps) {
  const { context, fixtures, hints, hints_left, guide, score } = observation
  const names = Object.keys(fixtures)
  return (
    <>
      <h2>About this code</h2>
      <p class="prose">{withCode(context)}</p>
      {names.length > 0 && (
        <>
          <h2>What it runs with</h2>
          {names.map((name) => (
            <details key={name}>
              <summary>
                <code>{name}</code>
              </summary>
              <pre>{signatureOf(fixtures[name])}</pre>
            </details>
          ))}
        </>
      )}
      <h2>Hints</h2>
      {hints.length > 0 && (
        <ol>
          {hints.map((hint) => (
            <li key={hint}>{withCode(hint)}</li>
          ))}
        </ol>
      )}
      {score === null && hints_left > 0 && (
        <button type="button" disabled={isBusy} onClick={takeHint}>
          Take a hint ({hints_left} left; each costs more)
        </button>
      )}
      <details>
        <summary>Witnesses and patches</summary>
        <pre>{guide}</pre>
      </details>
    </>
  )
}

/** A fixture written as code shows itself. */
function signatureOf(fixture: Observation['fixtures'][string] | undefined): string {
  return fixture?.signature ?? String(Reflect.get(fixture ?? {}, 'code') ?? '')
}
