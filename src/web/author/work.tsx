import { useEffect, useRef, useState } from 'preact/hooks'
import type { ShownDiagnostic, ShownTask, WorkState } from '../../model/authors-work.ts'
import { answerOf } from '../catalog.ts'
import { Opening } from '../opening.tsx'
import { counted, withCode } from '../words.tsx'
import { TaskDetail } from './task-detail.tsx'

export interface WorkProps {
  readonly environment: string
  /** The task that is looked at; null for all of them. */
  readonly task: string | null
  /** Called when another bundle is served. */
  readonly renewed: () => void
}

/** How often the server is asked whether anything is new, in milliseconds. */
const PAUSE_MS = 700

/** The tasks while they are edited: what is wrong, what was proved, what cheaters earn. It keeps itself up to date. */
export function Work({ environment, task, renewed }: WorkProps) {
  const { state, problem } = useWork(environment, renewed)
  if (!state) return <Opening problem={problem} />
  const chosen = state.tasks.find(({ id }) => id === task)
  return (
    <main class="page wide">
      <div class="actions list-head">
        <h1>{chosen ? chosen.id : 'Your tasks'}</h1>
        <p role="status" class={`phase ${state.phase}`}>
          {phaseText(state)}
        </p>
      </div>
      {problem !== null && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {state.diagnostics.length > 0 && (
        <section aria-label="Problems">
          <ul class="diagnostics">
            {state.diagnostics.map((one) => (
              <Problem key={`${one.place} ${one.code} ${one.message}`} diagnostic={one} />
            ))}
          </ul>
        </section>
      )}
      {task !== null && !chosen && (
        <p class="note">
          “{task}” is no task that could be proved just now. <a href="#/author">See all tasks</a>
        </p>
      )}
      {chosen ? (
        <TaskDetail
          environment={environment}
          task={chosen}
          served={state.served.sha256}
          attacks={state.attacks}
        />
      ) : (
        state.tasks.length > 0 && <TaskTable tasks={state.tasks} attacks={state.attacks} />
      )}
    </main>
  )
}

function useWork(environment: string, renewed: () => void) {
  const [state, setState] = useState<WorkState | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const served = useRef<string | null>(null)
  useEffect(() => {
    let isShown = true
    let known = 0
    const look = async () => {
      try {
        const answer: WorkState = await answerOf(`${environment}/work?known=${known}`)
        if (!isShown) return
        setProblem(null)
        if (answer.revision !== known) {
          known = answer.revision
          setState(answer)
          if (served.current !== null && served.current !== answer.served.sha256) renewed()
          served.current = answer.served.sha256
        }
      } catch {
        if (isShown) setProblem('The server does not answer; this is what it said last.')
      }
      if (isShown) setTimeout(look, PAUSE_MS)
    }
    void look()
    return () => {
      isShown = false
    }
  }, [environment])
  return { state, problem }
}

function phaseText({ phase, files, served, diagnostics }: WorkState): string {
  const bundle = `${counted(served.tasks, 'task')}, ${counted(served.rows, 'program')}, bundle ${served.sha256.slice(0, 12)}`
  switch (phase) {
    case 'compiling':
      return 'Compiling …'
    case 'sound':
      return `Sound: serving ${bundle}`
    case 'faulty': {
      const errors = diagnostics.filter(({ severity }) => severity === 'error').length
      return `${counted(errors, 'error')} in ${counted(files, 'file')}; still serving ${bundle}`
    }
  }
}

function Problem({ diagnostic }: { readonly diagnostic: ShownDiagnostic }) {
  const { severity, code, message, place, frame, notes, hint } = diagnostic
  return (
    <li class={severity}>
      <p>
        <span class="place">{place}</span> <span class="facts">{code}</span>
      </p>
      <p>
        <strong>{withCode(message)}</strong>
      </p>
      {frame !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        <pre tabIndex={0}>{frame}</pre>
      )}
      {notes.map((note) => (
        <p key={note} class="facts">
          {withCode(note)}
        </p>
      ))}
      {hint !== null && <p>{withCode(hint)}</p>}
    </li>
  )
}

interface TaskTableProps {
  readonly tasks: readonly ShownTask[]
  readonly attacks: WorkState['attacks']
}

function TaskTable({ tasks, attacks }: TaskTableProps) {
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col" class="number spare">
            Variants
          </th>
          <th scope="col" class="number">
            Cases
          </th>
          <th scope="col" class="number spare">
            Tests
          </th>
          <th scope="col">Cheaters</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <tr key={task.id}>
            <th scope="row">
              <a href={`#/author/${task.id}`}>{task.id}</a>
            </th>
            <td class="number spare">{task.variants.length}</td>
            <td class="number">
              {flipped(task)} of {task.items.reduce((sum, { cases }) => sum + cases, 0)}
            </td>
            <td class="number spare">
              {task.testsHold} of {task.tests}
            </td>
            <td>{attackText(task, attacks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Cases that turn right under their own fix. */
function flipped({ items }: ShownTask): number {
  return items.reduce((sum, { id, flips }) => sum + (flips[id] ?? 0), 0)
}

export function attackText({ attacks: found }: ShownTask, attacks: WorkState['attacks']): string {
  if (found) {
    const broken = found.filter(({ verdict }) => verdict === 'broken').length
    return broken === 0 ? 'every bound holds' : `${broken} paid too much`
  }
  return { off: 'not let loose', waiting: 'wait for sound tasks', playing: 'playing …', played: '–' }[attacks]
}
