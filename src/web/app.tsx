import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Catalog, readCatalog } from './catalog.ts'
import { Connection, environmentUrl, socketUrl } from './connection.ts'
import type { DeskProps } from './desk.tsx'
import { TaskList } from './task-list.tsx'

const environment = environmentUrl(location)

/** Which episode the address of the page names: `#order-search` or `#order-search/3`; null for the list. */
interface Place {
  readonly task: string
  readonly row: number | null
}

function placeOf(hash: string): Place | null {
  const [task = '', row] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
  if (task === '') return null
  return { task, row: row === undefined || !/^\d+$/.test(row) ? null : Number(row) }
}

/** The whole page: the list of tasks, or one of them on the desk. */
export function App() {
  const [catalog, setCatalog] = useState<Catalog | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [place, setPlace] = useState(() => placeOf(location.hash))
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash))
    addEventListener('hashchange', follow)
    readCatalog(environment).then(setCatalog, (error) => setProblem(String(error.message)))
    return () => removeEventListener('hashchange', follow)
  }, [])
  const Desk = useDesk(place !== null)
  const task = catalog?.tasks.find(({ task_id }) => task_id === place?.task)
  return (
    <>
      <header class="bar">
        <a class="brand" href="#/">
          reviewgym
        </a>
        {task && <h1 class="crumb">{task.title}</h1>}
      </header>
      {problem !== null && (
        <p class="problem" role="alert">
          The tasks cannot be read: {problem}
        </p>
      )}
      {catalog && !place && <TaskList tasks={catalog.tasks} />}
      {catalog && place && !task && (
        <main class="page">
          <p class="problem">There is no task “{place.task}” here.</p>
          <p>
            <a href="#/">See all tasks</a>
          </p>
        </main>
      )}
      {catalog && place && task && Desk && (
        <Desk
          key={`${place.task}/${place.row}`}
          task={task}
          row={place.row}
          kinds={catalog.kinds}
          connect={(gone) => new Connection(socketUrl(environment), gone)}
        />
      )}
    </>
  )
}

/** The desk, which brings the code editor, once it is needed. */
function useDesk(isNeeded: boolean): FunctionComponent<DeskProps> | null {
  const [desk, setDesk] = useState<{ readonly Desk: FunctionComponent<DeskProps> } | null>(null)
  useEffect(() => {
    if (isNeeded && desk === null) void import('./desk.tsx').then(setDesk)
  }, [isNeeded, desk])
  return desk?.Desk ?? null
}
