import type { Observation } from '../model/observation.ts'
import { counted } from './words.tsx'

interface PatchPanelProps {
  readonly observation: Observation
  /** Paths whose text differs from the served one. */
  readonly changed: readonly string[]
  readonly isEditing: boolean
  readonly isBusy: boolean
  readonly edit: (isEditing: boolean) => void
  readonly revert: () => void
  readonly submit: () => void
}

/** The code mended in place: begin to edit, hand it in, or take it back. */
export function PatchPanel(props: PatchPanelProps) {
  const { observation, changed, isEditing, isBusy, edit, revert, submit } = props
  const { patches, patches_left, score } = observation
  return (
    <>
      {score === null && (
        <div class="actions">
          <button type="button" aria-pressed={isEditing} onClick={() => edit(!isEditing)}>
            {isEditing ? 'Show the served code' : 'Edit the code'}
          </button>
          <button type="button" disabled={changed.length === 0} onClick={revert}>
            Take all changes back
          </button>
          <button
            type="button"
            class="main"
            disabled={isBusy || changed.length === 0 || patches_left === 0}
            onClick={submit}
          >
            Submit patch
          </button>
        </div>
      )}
      <p role="status">
        {changed.length === 0 ? 'Nothing is changed.' : `Changed: ${changed.join(', ')}.`}{' '}
        {counted(patches_left, 'patch', 'patches')} left.
      </p>
      {patches.length > 0 && (
        <ol class="findings">
          {patches.map(({ index, status, problem }) => (
            <li key={index}>
              <span class={`status ${status}`}>{status}</span>
              {problem !== null && <span>{problem}</span>}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
