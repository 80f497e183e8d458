import { useEffect, useState } from 'preact/hooks'
import type { ShownRubric } from '../model/authors-work.ts'
import { ItemProof } from './author/rubric-item.tsx'
import { answerOf } from './catalog.ts'
import type { Lines } from './code-view.tsx'
import type { Turn } from './connection.ts'
import { signed, Waterfall } from './waterfall.tsx'
import { counted } from './words.tsx'

interface ResultProps {
  readonly turn: Turn
  readonly go: (path: string, lines: Lines) => void
  /** Where fixes and witnesses can be asked for; null where they are not told. */
  readonly environment: string | null
}

/** What the review has earned, why, and the rubric where it is told. */
export function Result({ turn: { observation, reward }, go, environment }: ResultProps) {
  const { task_id, row } = observation
  const isTold = environment !== null && observation.answer !== null
  const [rubric, setRubric] = useState<ShownRubric | null>(null)
  useEffect(() => {
    if (isTold) answerOf(`${environment}/rubrics/${task_id}?row=${row}`).then(setRubric, () => undefined)
  }, [isTold, environment, task_id, row])
  const { reward_components, score, matched_categories, credited, coaching, answer, history } = observation
  return (
    <>
      <Waterfall components={reward_components} score={score} />
      {reward !== null && score === null && <p>The last step earned {signed(reward)}.</p>}
      {credited !== null && <p>{counted(credited, 'finding')} credited.</p>}
      {matched_categories.length > 0 && <p>Found so far: {matched_categories.join(', ')}.</p>}
      {coaching && (
        <p>
          {Math.round(coaching.covered * 100)} % of the weight is covered
          {coaching.uncovered_categories.length > 0 &&
            `; still open: ${coaching.uncovered_categories.join(', ')}`}
          .
        </p>
      )}
      {answer && (
        <>
          <h2>The rubric ({answer.variant})</h2>
          {answer.items.length === 0 && <p>This program has no planted defect.</p>}
          <ul class="findings">
            {answer.items.map(({ id, kind, severity, why, file, lines: [first, last], claimed }) => (
              <li key={id}>
                <button type="button" class="link" onClick={() => go(file, [first, last])}>
                  {file}:{first}
                </button>
                <strong>{id}</strong>
                <span class="facts">
                  {kind} · {severity}
                </span>
                <span class={`status ${claimed ? 'credited' : 'missed'}`}>
                  {claimed ? 'found' : 'missed'}
                </span>
                <p>{why}</p>
                {rubric?.items
                  .filter((item) => item.id === id)
                  .map((item) => (
                    <ItemProof key={id} item={item} />
                  ))}
              </li>
            ))}
          </ul>
        </>
      )}
      {history.length > 0 && (
        <details>
          <summary>Steps ({history.length})</summary>
          <ol>
            {history.map(({ step, operation, findings, problem }) => (
              <li key={step}>
                {operation}
                {findings > 0 && ` (${findings})`}
                {problem !== null && `: ${problem}`}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  )
}
