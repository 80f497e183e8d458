import type { PastAction } from '../../model/observation.ts'
import type { State } from '../../model/state.ts'
import { type Playing, stateOf } from './start.ts'

/** A step as `/history` tells it: what the agent was told at the time. */
interface PastStep extends PastAction {
  readonly reward: number
}

export interface PastEpisode extends State {
  readonly steps: readonly PastStep[]
}

/** How many episodes of a session can be looked back at. */
const KEPT = 16

/** The episodes of one session, the latest last. */
export class Chronicle {
  readonly #episodes: { playing: Playing; readonly rewards: number[] }[] = []

  started(playing: Playing): void {
    this.#episodes.push({ playing, rewards: [] })
    if (this.#episodes.length > KEPT) this.#episodes.shift()
  }

  stepped(playing: Playing, reward: number): void {
    const latest = this.#episodes.at(-1)
    // A step after the end adds nothing to the history of its episode.
    if (!latest || playing.episode.history.length === latest.rewards.length) return
    latest.playing = playing
    latest.rewards.push(reward)
  }

  tell(episodeId: string | null): readonly PastEpisode[] {
    return this.#episodes
      .filter(({ playing }) => episodeId === null || playing.episodeId === episodeId)
      .map(({ playing, rewards }) => ({
        ...stateOf(playing),
        steps: playing.episode.history.map((action, index) => ({ ...action, reward: rewards[index] ?? 0 })),
      }))
  }
}
