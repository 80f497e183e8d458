import { useEffect, useState } from 'preact/hooks'
import type { WorkProps } from './author/work.tsx'
import { type Catalog, readCatalog } from './catalog.ts'
import { Connection, environmentUrl, socketUrl } from './connection.ts'
import type { DeskProps } from './desk.tsx'
import { useLazy } from './lazy.ts'
import { type Place, placeOf } from './place.ts'
import type { RunsProps } from './recorded/runs.tsx'
import { TaskList } from './task-list.tsx'

const environment = environmentUrl(location)

/** The whole page: one of its sections, and the way to the others. */
export function App() {
  const [catalog, setCatalog] = useState<Catalog | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [place, setPlace] = useState(() => placeOf(location.hash))
  const read = () => {
    readCatalog(environment).then(setCatalog, (error) => setProblem(String(error.message)))
  }
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash))
    addEventListener('hashchange', follow)
    read()
    return () => removeEventListener('hashchange', follow)
  }, [])
  return (
    <>
      <header class="bar">
        <a class="brand" href="#/">
          reviewgym
        </a>
        {catalog && catalog.sections.length > 0 && (
          <nav class="sections" aria-label="Sections">
            <Section name="Tasks" href="#/" isHere={place.at === 'tasks' || place.at === 'task'} />
            {catalog.sections.includes('work') && (
              <Section name="Author" href="#/author" isHere={place.at === 'author'} />
            )}
            {catalog.sections.includes('runs') && (
              <Section
                name="Runs"
                href="#/runs"
                isHere={place.at === 'runs' || place.at === 'episode' || place.at === 'comparison'}
              />
            )}
          </nav>
        )}
      </header>
      {problem !== null && (
        <p class="problem" role="alert">
          The tasks cannot be read: {problem}
        </p>
      )}
      {catalog && <Content catalog={catalog} place={place} renewed={read} />}
    </>
  )
}

interface SectionProps {
  readonly name: string
  readonly href: string
  readonly isHere: boolean
}

function Section({ name, href, isHere }: SectionProps) {
  return (
    <a href={href} aria-current={isHere ? 'page' : undefined}>
      {name}
    </a>
  )
}

interface ContentProps {
  readonly catalog: Catalog
  readonly place: Place
  /** Called when another bundle is served. */
  readonly renewed: () => void
}

/** What the address names. The desk, which brings the code editor, and the rest come once they are needed. */
function Content({ catalog, place, renewed }: ContentProps) {
  const Desk = useLazy<DeskProps>(place.at === 'task', async () => (await import('./desk.tsx')).Desk)
  const isAuthor = place.at === 'author'
  const Author = useLazy<WorkProps>(isAuthor, async () => (await import('./author/work.tsx')).Work)
  const isRuns = place.at === 'runs' || place.at === 'episode' || place.at === 'comparison'
  const Runs = useLazy<RunsProps>(isRuns, async () => (await import('./recorded/runs.tsx')).Runs)
  switch (place.at) {
    case 'tasks':
      return <TaskList tasks={catalog.tasks} />
    case 'task': {
      const task = catalog.tasks.find(({ task_id }) => task_id === place.task)
      if (!task) return <NoTask name={place.task} />
      return (
        Desk && (
          <Desk
            key={`${place.task}/${place.row}`}
            task={task}
            row={place.row}
            kinds={catalog.kinds}
            environment={catalog.isAuthors ? environment : null}
            connect={(gone) => new Connection(socketUrl(environment), gone)}
          />
        )
      )
    }
    case 'author':
      return Author && <Author environment={environment} task={place.task} renewed={renewed} />
    case 'runs':
    case 'episode':
    case 'comparison':
      return Runs && <Runs environment={environment} place={place} />
  }
}

function NoTask({ name }: { readonly name: string }) {
  return (
    <main class="page">
      <p class="problem">There is no task “{name}” here.</p>
      <p>
        <a href="#/">See all tasks</a>
      </p>
    </main>
  )
}
