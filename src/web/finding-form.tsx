import { useState } from 'preact/hooks'
import type { Finding } from '../model/finding.ts'
import type { ListedKind } from './catalog.ts'
import type { Lines } from './code-view.tsx'

/** From worst to mildest, as the environment has them. */
const severities = ['critical', 'high', 'medium', 'low'] as const

interface FindingFormProps {
  readonly paths: readonly string[]
  readonly file: string
  readonly lines: Lines
  readonly kinds: readonly ListedKind[]
  readonly isBusy: boolean
  readonly choose: (file: string, lines: Lines) => void
  /** Answers whether the finding was taken. */
  readonly submit: (finding: Finding) => Promise<boolean>
}

const EMPTY = {
  kind: '',
  severity: 'medium' as Finding['severity'],
  title: '',
  message: '',
  recommendation: '',
  confidence: 0.5,
  witness: '',
}

/** Where a finding is written. Lines come from the selection in the code, or are typed. */
export function FindingForm({ paths, file, lines, kinds, isBusy, choose, submit }: FindingFormProps) {
  const [draft, setDraft] = useState(EMPTY)
  const [fault, setFault] = useState<string | null>(null)
  const set = (change: Partial<typeof EMPTY>) => setDraft({ ...draft, ...change })
  const summary = kinds.find(({ id }) => id === draft.kind)?.summary
  const send = async (event: Event) => {
    event.preventDefault()
    const finding = findingOf(draft, file, lines)
    if (typeof finding === 'string') return setFault(finding)
    setFault(null)
    if (await submit(finding)) setDraft(EMPTY)
  }
  return (
    <form class="finding" onSubmit={send}>
      <fieldset class="where">
        <legend>Where</legend>
        <label>
          File
          <select value={file} onChange={({ currentTarget }) => choose(currentTarget.value, [1, 1])}>
            {paths.map((path) => (
              <option key={path}>{path}</option>
            ))}
          </select>
        </label>
        {([0, 1] as const).map((end) => (
          <label key={end}>
            {end === 0 ? 'From line' : 'To line'}
            <input
              type="number"
              min={1}
              required
              value={lines[end]}
              onChange={({ currentTarget: { valueAsNumber: line } }) =>
                choose(file, end === 0 ? [line, Math.max(line, lines[1])] : [Math.min(line, lines[0]), line])
              }
            />
          </label>
        ))}
      </fieldset>
      <label>
        Kind
        <input
          list="kinds"
          required
          value={draft.kind}
          aria-describedby="kind-summary"
          onInput={({ currentTarget }) => set({ kind: currentTarget.value })}
        />
        <datalist id="kinds">
          {kinds.map(({ id, category }) => (
            <option key={id} value={id}>
              {category}
            </option>
          ))}
        </datalist>
      </label>
      <p class="note" id="kind-summary">
        {summary ?? 'One word of the list; type to search it.'}
      </p>
      <label>
        Severity
        <select
          value={draft.severity}
          onChange={({ currentTarget }) => set({ severity: currentTarget.value as Finding['severity'] })}
        >
          {severities.map((word) => (
            <option key={word}>{word}</option>
          ))}
        </select>
      </label>
      <label>
        Title
        <input
          required
          maxLength={120}
          value={draft.title}
          onInput={({ currentTarget }) => set({ title: currentTarget.value })}
        />
      </label>
      <label>
        Cause and consequence
        <textarea
          required
          minLength={30}
          maxLength={800}
          rows={4}
          value={draft.message}
          onInput={({ currentTarget }) => set({ message: currentTarget.value })}
        />
      </label>
      <label>
        What to do about it
        <textarea
          maxLength={600}
          rows={2}
          value={draft.recommendation}
          onInput={({ currentTarget }) => set({ recommendation: currentTarget.value })}
        />
      </label>
      <label>
        How sure: {Math.round(draft.confidence * 100)} %
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={draft.confidence}
          onInput={({ currentTarget }) => set({ confidence: currentTarget.valueAsNumber })}
        />
      </label>
      <details>
        <summary>Witness</summary>
        <label>
          Calls, what happens, what should happen, as JSON
          <textarea
            rows={5}
            spellcheck={false}
            value={draft.witness}
            placeholder='{"calls": […], "actual": […], "expected": […]}'
            onInput={({ currentTarget }) => set({ witness: currentTarget.value })}
          />
        </label>
      </details>
      {fault !== null && (
        <p class="problem" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="main" disabled={isBusy}>
        Submit finding
      </button>
    </form>
  )
}

/** The finding that a draft stands for, or why there is none. */
function findingOf(draft: typeof EMPTY, file: string, lines: Lines): Finding | string {
  let witness: unknown = null
  try {
    if (draft.witness.trim() !== '') witness = JSON.parse(draft.witness)
  } catch (error) {
    return `The witness is no JSON: ${(error as Error).message}`
  }
  return {
    file,
    range: [...lines],
    // Whether it is one of the words is for the environment to say.
    kind: draft.kind as NonNullable<Finding['kind']>,
    severity: draft.severity,
    title: draft.title,
    message: draft.message,
    ...(draft.recommendation === '' ? {} : { recommendation: draft.recommendation }),
    confidence: draft.confidence,
    ...(witness === null ? {} : { witness: witness as NonNullable<Finding['witness']> }),
  }
}
