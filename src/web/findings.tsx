import type { Observation } from '../model/observation.ts'
import type { Lines } from './code-view.tsx'

interface FindingsProps {
  readonly observation: Observation
  readonly go: (path: string, lines: Lines) => void
}

/** What has been reported, with what became of it as far as that is told. */
export function Findings({ observation: { findings }, go }: FindingsProps) {
  if (findings.length === 0) return <p class="note">No finding yet. Select lines in the code to begin.</p>
  return (
    <ol class="findings">
      {findings.map(({ index, file, range: [first, last], kind, severity, title, status, has_witness }) => (
        <li key={index}>
          <button type="button" class="link" onClick={() => go(file, [first, last])}>
            {file}:{first === last ? first : `${first}–${last}`}
          </button>
          <strong>{title}</strong>
          <span class="facts">
            {[kind, severity, has_witness ? 'with a witness' : null].filter(Boolean).join(' · ')}
          </span>
          {status !== null && <span class={`status ${status}`}>{status}</span>}
        </li>
      ))}
    </ol>
  )
}
