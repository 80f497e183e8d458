import type { EpisodeLine } from '../../model/recorded-runs.ts'
import type { EventOf, Trajectory } from '../../model/trajectory.ts'
import { type PlacedEvent, readEvents, readTrajectories, UnreadableTrajectories } from './read.ts'

/** Reads a part of a file: from a byte to the one before another, or to the end. */
export type ReadRange = (start: number, end: number | null) => AsyncIterable<Uint8Array>

type Range = readonly [start: number, end: number]

/** A finished episode of a file: what a list says of it, and where its lines are. */
export interface IndexedEpisode {
  readonly line: Omit<EpisodeLine, 'number' | 'run'>
  readonly episode: string
  /** The lines that it refers to, and those from its first to its last, among which are others’ too. */
  readonly ranges: readonly Range[]
}

interface Open {
  readonly start: EventOf<'start'>
  readonly from: number
  steps: number
  findings: number
}

/** Where the episodes of one file are. It can be read further when the file has grown. */
export class TrajectoryIndex {
  readonly #read: ReadRange
  readonly #scenes = new Map<string, Range>()
  readonly #prompts = new Map<string, Range>()
  readonly #open = new Map<string, Open>()
  readonly #notes = new Map<number, string>()
  #head: Range | null = null
  #end = 0
  #line = 0
  #isRefused = false

  constructor(read: ReadRange) {
    this.#read = read
  }

  /** What could not be read, each with `:line: ` before it. */
  get notes(): readonly string[] {
    return [...this.#notes.values()]
  }

  /** The episodes that have ended since the last time. */
  async *grow(): AsyncGenerator<IndexedEpisode> {
    if (this.#isRefused) return
    // What was no whole line may have become one.
    for (const line of this.#notes.keys()) if (line > this.#line) this.#notes.delete(line)
    const base = this.#end
    const note = ({ line, message }: { readonly line: number; readonly message: string }) =>
      void this.#notes.set(line, `:${line}: ${message}`)
    try {
      for await (const placed of readEvents(this.#read(base, null), { note, linesBefore: this.#line })) {
        const found = this.#take(placed.event, [base + placed.start, base + placed.end])
        this.#end = base + placed.end
        this.#line = placed.line
        if (found) yield found
      }
    } catch (cause) {
      if (!(cause instanceof UnreadableTrajectories)) throw cause
      this.#isRefused = true
      this.#notes.set(0, `: ${cause.message}`)
    }
  }

  #take(event: PlacedEvent['event'], range: Range): IndexedEpisode | null {
    switch (event.event) {
      case 'file':
        this.#head ??= range
        return null
      case 'scene':
        this.#scenes.set(event.scene, range)
        return null
      case 'prompt':
        this.#prompts.set(event.prompt, range)
        return null
      case 'start':
        this.#open.set(event.episode, { start: event, from: range[0], steps: 0, findings: 0 })
        return null
      case 'step': {
        const open = this.#open.get(event.episode)
        if (!open) return null
        open.steps += 1
        open.findings += (event.graded ?? []).filter(({ entry }) => entry === 'finding').length
        return null
      }
      case 'answer':
      case 'broken':
        return null
      case 'left':
        this.#open.delete(event.episode)
        return null
      case 'end': {
        const open = this.#open.get(event.episode)
        this.#open.delete(event.episode)
        return open ? this.#finished(open, event, range[1]) : null
      }
    }
  }

  #finished(open: Open, { outcome, score }: EventOf<'end'>, end: number): IndexedEpisode {
    const { start, from, steps, findings } = open
    const { episode, player, task_id, row, maximum, seed, epoch } = start
    const referred = [this.#head, this.#scenes.get(start.scene), this.#prompts.get(start.prompt ?? '')]
    return {
      line: {
        player: player.name,
        task: task_id,
        row,
        outcome,
        score,
        maximum,
        steps,
        findings,
        seed,
        epoch,
      },
      episode,
      ranges: [...referred.filter((range) => range != null), [from, end]],
    }
  }
}

/** One episode, read from its place; null where the file is not what it was. */
export async function readEpisode(
  read: ReadRange,
  { episode, ranges }: IndexedEpisode,
): Promise<Trajectory | null> {
  const pieces = async function* () {
    for (const [start, end] of ranges) yield* read(start, end)
  }
  for await (const trajectory of readTrajectories(pieces(), { note: () => undefined }))
    if (trajectory.start.episode === episode) return trajectory
  return null
}
