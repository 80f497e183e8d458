import type { TrajectoryEvent } from '../../model/trajectory.ts'
import { fileEvent } from '../../runtime/recording/events.ts'
import type { Sink } from '../../runtime/recording/sink.ts'

/** Writes episodes into the file of a run, each whole; those that end together are made durable together. */
export class RunRecord {
  readonly #sink: Sink
  readonly #shown: Set<string>
  #waiting: string[] = []
  #last: Promise<void> = Promise.resolve()

  /** `shown` are the scenes and prompts that the file holds already; `begins` says whether it holds nothing at all. */
  constructor(
    sink: Sink,
    { shown, begins }: { readonly shown: ReadonlySet<string>; readonly begins: boolean },
  ) {
    this.#sink = sink
    this.#shown = new Set(shown)
    if (begins) this.#waiting.push(lineOf(fileEvent))
  }

  /** Resolves once the episode is durable. */
  write(episode: readonly TrajectoryEvent[]): Promise<void> {
    for (const event of episode) {
      const shown = event.event === 'scene' ? event.scene : event.event === 'prompt' ? event.prompt : null
      if (shown !== null && this.#shown.has(shown)) continue
      if (shown !== null) this.#shown.add(shown)
      this.#waiting.push(lineOf(event))
    }
    return this.#flush()
  }

  async close(): Promise<void> {
    await this.#flush()
    await this.#sink.close()
  }

  #flush(): Promise<void> {
    this.#last = this.#last.then(async () => {
      const text = this.#waiting.join('')
      this.#waiting = []
      if (text === '') return
      await this.#sink.append(text)
      await this.#sink.sync()
    })
    return this.#last
  }
}

export function lineOf(event: TrajectoryEvent): string {
  return `${JSON.stringify(event)}\n`
}
