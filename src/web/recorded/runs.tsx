import { useEffect, useState } from 'preact/hooks'
import type { Trajectory } from '../../model/trajectory.ts'
import { answerOf } from '../catalog.ts'
import { Opening } from '../opening.tsx'
import type { Place } from '../place.ts'
import { Comparison } from './comparison.tsx'
import { EpisodeView } from './episode-view.tsx'
import { RunList } from './run-list.tsx'

export interface RunsProps {
  readonly environment: string
  readonly place: Extract<Place, { readonly at: 'runs' | 'episode' | 'comparison' }>
}

/** Recorded runs: the list of their episodes, one of them, or two side by side. */
export function Runs({ environment, place }: RunsProps) {
  switch (place.at) {
    case 'runs':
      return <RunList environment={environment} />
    case 'episode':
      return <Loaded environment={environment} numbers={[place.number]} />
    case 'comparison':
      return <Loaded environment={environment} numbers={place.numbers} />
  }
}

interface LoadedProps {
  readonly environment: string
  readonly numbers: readonly number[]
}

/** The episodes of these numbers, once they are there. */
function Loaded({ environment, numbers }: LoadedProps) {
  const [found, setFound] = useState<readonly Trajectory[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const key = numbers.join('/')
  useEffect(() => {
    let isShown = true
    setFound([])
    setProblem(null)
    const asked = numbers.map((number): Promise<Trajectory> => answerOf(`${environment}/runs/${number}`))
    Promise.all(asked).then(
      (all) => isShown && setFound(all),
      (error) => isShown && setProblem(String(error.message)),
    )
    return () => {
      isShown = false
    }
  }, [environment, key])
  const [one, other] = found
  const [first = 0, second = 0] = numbers
  if (one && other) return <Comparison numbers={[first, second]} episodes={[one, other]} />
  if (one) return <EpisodeView key={key} trajectory={one} />
  return (
    <Opening problem={problem}>
      <p>
        <a href="#/runs">See all episodes</a>
      </p>
    </Opening>
  )
}
