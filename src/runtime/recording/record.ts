import type { TrajectoryEvent } from '../../model/trajectory.ts'
import { fileEvent } from './events.ts'
import type { Sink } from './sink.ts'

/** How sure it must be that events are kept: outliving this process, or the machine. */
export type Keeping = 'written' | 'durable'

/** A file of trajectories that grows. What comes at the same time is written, and made durable, together. */
export class TrajectoryRecord {
  readonly #sink: Sink
  readonly #shown: Set<string>
  #waiting: string[] = []
  #mustSync = false
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

  /** Adds events, in this order and behind all that came before; scenes and prompts once a file. */
  write(events: readonly TrajectoryEvent[], keeping: Keeping): Promise<void> {
    for (const event of events) {
      const shown = event.event === 'scene' ? event.scene : event.event === 'prompt' ? event.prompt : null
      if (shown !== null && this.#shown.has(shown)) continue
      if (shown !== null) this.#shown.add(shown)
      this.#waiting.push(lineOf(event))
    }
    if (keeping === 'durable') this.#mustSync = true
    return this.#flush()
  }

  async close(): Promise<void> {
    this.#mustSync = true
    await this.#flush()
    await this.#sink.close()
  }

  #flush(): Promise<void> {
    this.#last = this.#last.then(async () => {
      const text = this.#waiting.join('')
      const mustSync = this.#mustSync
      this.#waiting = []
      this.#mustSync = false
      if (text !== '') await this.#sink.append(text)
      if (mustSync) await this.#sink.sync()
    })
    return this.#last
  }
}

export function lineOf(event: TrajectoryEvent): string {
  return `${JSON.stringify(event)}\n`
}
