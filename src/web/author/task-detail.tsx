import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ShownAttack, ShownRubric, ShownTask, WorkState } from '../../model/authors-work.ts'
import { answerOf } from '../catalog.ts'
import type { Mark } from '../code-marks.ts'
import { MarkedCode } from '../marked-code.tsx'
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
  const [rubric, choose] = useRubric(environment, task.id, served)
  return (
    <>
      <p>
        <a href="#/author">All tasks</a>
      </p>
      {rubric && <Program task={task.id} rubric={rubric} choose={choose} />}
      <MatrixTable task={task} />
      {rubric && (
        <section aria-label="Rubric">
          <h2>Rubric</h2>
          {rubric.items.length === 0 && <p class="note">This program has no planted defect.</p>}
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

interface ProgramProps {
  readonly task: string
  readonly rubric: ShownRubric
  readonly choose: (row: number) => void
}

/** One program as it is served, with the places of the rubric and of decoys. */
function Program({ task, rubric, choose }: ProgramProps) {
  const { variant, variants, language, files } = rubric
  const row = variants.indexOf(variant)
  const reviewed = files.find(({ role }) => role === 'review')?.path ?? ''
  const [chosen, setFile] = useState(reviewed)
  // The file may have been given another name meanwhile.
  const file = files.some(({ path }) => path === chosen) ? chosen : reviewed
  const marks = useMemo(() => marksOf(rubric).filter(({ path }) => path === file), [rubric, file])
  return (
    <section aria-label="Programs">
      <div class="actions list-head">
        <label class="beside">
          Program
          <select value={row} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
            {variants.map((name, number) => (
              <option key={name} value={number}>
                {number} {name}
              </option>
            ))}
          </select>
        </label>
        <a href={`#${task}/${row}`}>Review it</a>
      </div>
      <div class="sources tall">
        <MarkedCode snippets={files} language={language} file={file} choose={setFile} marks={marks} />
      </div>
    </section>
  )
}

function marksOf({ items, decoys }: ShownRubric): readonly Mark[] {
  return [
    ...items.flatMap(({ id, kind, severity, why, places }) =>
      places.map(({ path, lines }, index): Mark => {
        const head = `${id} · ${kind} · ${severity}`
        const mark = { path, lines, about: 'item', label: head } as const
        return index === 0 ? { ...mark, note: { tone: 'bad', head, text: why } } : mark
      }),
    ),
    ...decoys.map(({ id, kinds, at: { path, lines } }): Mark => {
      const head = `decoy: ${id}`
      return {
        path,
        lines,
        about: 'decoy',
        label: head,
        note: { tone: 'fair', head, text: kinds.join(', ') },
      }
    }),
  ]
}

/** The rubric of a row, and what chooses another one; null while there is none. It begins with the row of all items. */
function useRubric(environment: string, task: string, served: string) {
  const [row, setRow] = useState<number | null>(null)
  const [rubric, setRubric] = useState<ShownRubric | null>(null)
  useEffect(() => {
    let isShown = true
    answerOf(`${environment}/rubrics/${task}${row === null ? '' : `?row=${row}`}`).then(
      (answer) => isShown && setRubric(answer),
      () => {
        if (!isShown) return
        // A row may be served no more. A task that is proved but not served yet has no rubric at all.
        if (row === null) setRubric(null)
        else setRow(null)
      },
    )
    return () => {
      isShown = false
    }
  }, [environment, task, row, served])
  return [rubric, setRow] as const
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
