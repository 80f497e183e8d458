import type { Trajectory } from '../../model/trajectory.ts'
import type { Sink } from '../../runtime/recording/sink.ts'

/** What a run is written as for somebody else. Holds a bounded part of the run at a time. */
export interface Exporter {
  readonly name: string
  /** What comes out, in one sentence. */
  readonly summary: string
  /** The end of the file’s name; with `card` a page about the data is written beside it. */
  readonly file: string
  /** Writes what the trajectories give; answers how many rows that were. */
  write(trajectories: AsyncIterable<Trajectory>, sink: Sink): Promise<number>
  /** A page that describes the data, for the hub that it is put on; null where the format needs none. */
  card(rows: number): string | null
}
