import { useEffect, useState } from 'preact/hooks'
import type { ShownAttack, ShownRubric, ShownTask, WorkState } from '../../model/authors-work.ts'
import { answerOf } from '../catalog.ts'
import { signed } from '../waterfall.tsx'
import { ItemProof } from './rubric-item.tsx'

interface TaskDetailProps {
  readonly environment: string
  readonly task: ShownTask
  /** Which bundle is served: another one may have another rubric. */
  readonly served: string
  readonly attacks: WorkState['attacks']
}

/** One task: its programs, its witness matrix, its rubric with fixes and witnesses, and what cheaters earn of it. */
export function TaskDetail({ environment, task, served, attacks }: TaskDetailProps) {
  const rubric = useRubric(environment, task.id, served)
  return (
    <>
      <p>
        <a href="#/author">All tasks</a>
      </p>
      {rubric && (
        <section aria-label="Programs">
          <h2>Served programs</h2>
          <ul class="chips">
            {rubric.variants.map((variant, number) => (
              <li key={variant}>
                <a href={`#${task.id}/${number}`}>
                  {number} <span class="facts">{variant}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <MatrixTable task={task} />
      {rubric && (
        <section aria-label="Rubric">
          <h2>Rubric</h2>
          <ul class="findings">
            {rubric.items.map((item) => (
              <li key={item.id}>
                <strong>{item.id}</strong>
                <span class="facts">
                  {item.kind} · {item.severity}
                </span>
                <p>{item.why}</p>
                <ItemProof item={item} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <AttackTable found={task.attacks} attacks={attacks} />
    </>
  )
}

function useRubric(environment: string, task: string, served: string): ShownRubric | null {
  const [rubric, setRubric] = useState<ShownRubric | null>(null)
  useEffect(() => {
    let isShown = true
    // A task that is proved but not served yet has no rubric here.
    answerOf(`${environment}/rubrics/${task}`).then(
      (answer) => isShown && setRubric(answer),
      () => isShown && setRubric(null),
    )
    return () => {
      isShown = false
    }
  }, [environment, task, served])
  return rubric
}

/** How many cases of an item turn right under each fix: full on the diagonal, empty elsewhere. */
function MatrixTable({ task: { items, tests, testsHold, variants } }: { readonly task: ShownTask }) {
  return (
    <section aria-label="Witnesses">
      <table class="list matrix">
        <caption>
          Witness matrix: {testsHold} of {tests} tests hold on {variants.length} variants
        </caption>
        <thead>
          <tr>
            <th scope="col">Item</th>
            {items.map(({ id }, number) => (
              <th key={id} scope="col" title={id} class="number">
                fix {number + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, kind, cases, flips }, number) => (
            <tr key={id}>
              <th scope="row">
                {number + 1} {id} <span class="facts">{kind}</span>
              </th>
              {items.map((fix) => {
                const count = flips[fix.id] ?? 0
                const isRight = fix.id === id ? count === cases : count === 0
                return (
                  <td key={fix.id} class={`number ${isRight ? '' : 'loss-text'}`}>
                    {count === 0 && fix.id !== id ? '·' : `${count}/${cases}`}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface AttackTableProps {
  readonly found: readonly ShownAttack[] | null
  readonly attacks: WorkState['attacks']
}

function AttackTable({ found, attacks }: AttackTableProps) {
  if (!found)
    return (
      <p class="note">
        {attacks === 'off'
          ? 'No cheaters are let loose: start the server with --attacks.'
          : 'Cheaters have not played this task yet.'}
      </p>
    )
  return (
    <section aria-label="Cheaters">
      <table class="list">
        <caption>What cheaters earn, where they come closest to their bound</caption>
        <thead>
          <tr>
            <th scope="col">Cheater</th>
            <th scope="col" class="spare">
              Rows
            </th>
            <th scope="col" class="spare">
              Prices
            </th>
            <th scope="col" class="number">
              Mean
            </th>
            <th scope="col" class="number">
              Bound
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ exploit, rows, profile, mean, bound, verdict }) => (
            <tr key={exploit}>
              <th scope="row">{exploit}</th>
              <td class="spare">{rows}</td>
              <td class="spare">{profile}</td>
              <td class="number">{signed(mean)}</td>
              <td class="number">{bound === null ? '–' : signed(bound)}</td>
              <td class={verdict === 'broken' ? 'loss-text' : ''}>{verdict}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
