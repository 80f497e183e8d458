import { useEffect, useRef, useState } from 'preact/hooks'
import type { Action } from '../model/action.ts'
import type { Beginning, Connection, Turn } from './connection.ts'

/** An episode as the page knows it. */
export interface Episode {
  /** The last answer; null until the first one is there. */
  readonly turn: Turn | null
  /** What all steps have earned so far. */
  readonly total: number
  readonly isBusy: boolean
  /** Why the last move was refused, or that the connection is gone. */
  readonly problem: string | null
  /** Plays a move. Answers whether the environment took it. */
  act(action: Action): Promise<boolean>
  /** Begins anew. */
  restart(): void
}

const FRESH = { turn: null, total: 0, isBusy: true, problem: null }

/** Opens a session of its own for as long as the page is shown, and plays in it. */
export function useEpisode(connect: (gone: () => void) => Connection, beginning: Beginning): Episode {
  const [state, setState] = useState<Pick<Episode, 'turn' | 'total' | 'isBusy' | 'problem'>>(FRESH)
  const [round, setRound] = useState(0)
  const connection = useRef<Connection | null>(null)
  useEffect(() => {
    let isShown = true
    const lost = () =>
      isShown && setState((before) => ({ ...before, isBusy: false, problem: 'The connection was lost.' }))
    const own = connect(lost)
    connection.current = own
    setState(FRESH)
    own.reset(beginning).then(
      (turn) => isShown && setState({ turn, total: 0, isBusy: false, problem: null }),
      ({ message }) => isShown && setState({ ...FRESH, isBusy: false, problem: message }),
    )
    return () => {
      isShown = false
      own.close()
    }
  }, [round])
  return {
    ...state,
    restart: () => setRound(round + 1),
    async act(action) {
      setState((before) => ({ ...before, isBusy: true, problem: null }))
      try {
        const turn = await connection.current?.step(action)
        if (!turn) return false
        const { problem } = turn.observation
        setState(({ total }) => ({ turn, total: total + (turn.reward ?? 0), isBusy: false, problem }))
        return problem === null
      } catch (error) {
        setState((before) => ({ ...before, isBusy: false, problem: (error as Error).message }))
        return false
      }
    },
  }
}
