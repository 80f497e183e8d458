import { EPISODES_A_PAGE, type EpisodeLine, episodeKeys } from '../../model/recorded-runs.ts'
import type { Trajectory } from '../../model/trajectory.ts'
import type { RecordedRuns } from '../../runtime/server/recorded-runs.ts'
import { type IndexedEpisode, type ReadRange, readEpisode, TrajectoryIndex } from './file-index.ts'

/** Where recorded files are found and read. */
export interface ShelfFiles {
  /** The files of trajectories there are now, in order, each with the name of its run. */
  list(): Promise<readonly { readonly path: string; readonly run: string }[]>
  /** A part of a file: from a byte to the one before another, or to the end. */
  read(path: string, start: number, end: number | null): AsyncIterable<Uint8Array>
}

interface Indexed {
  readonly path: string
  readonly run: string
  readonly index: TrajectoryIndex
}

/** More complaints than these help nobody. */
const MOST_NOTES = 20

/**
 * The episodes of all files, of which only a line each is held. Files that have grown since the last time are read from
 * where they ended, so that what a server is recording can be watched.
 */
export function openShelf(files: ShelfFiles): RecordedRuns {
  const known = new Map<string, Indexed>()
  const episodes: { readonly line: EpisodeLine; readonly place: IndexedEpisode; readonly path: string }[] = []
  const readerOf =
    (path: string): ReadRange =>
    (start, end) =>
      files.read(path, start, end)
  let last: Promise<void> = Promise.resolve()

  async function refresh(): Promise<void> {
    for (const { path, run } of await files.list()) {
      const file = known.get(path) ?? { path, run, index: new TrajectoryIndex(readerOf(path)) }
      known.set(path, file)
      for await (const place of file.index.grow())
        episodes.push({ line: { number: episodes.length, run, ...place.line }, place, path })
    }
  }

  /** Two that ask at once must not read the same lines. */
  function refreshed(): Promise<void> {
    last = last.catch(() => undefined).then(refresh)
    return last
  }

  return {
    async list({ from, ...chosen }) {
      await refreshed()
      const lines = episodes.map(({ line }) => line)
      const found = lines.filter((line) =>
        episodeKeys.every((key) => chosen[key] === undefined || chosen[key] === line[key]),
      )
      const wordsOf = (key: (typeof episodeKeys)[number]) =>
        [...new Set(lines.map((line) => line[key]))].sort()
      return {
        total: lines.length,
        found: found.length,
        from,
        episodes: found.slice(from, from + EPISODES_A_PAGE),
        words: {
          run: wordsOf('run'),
          player: wordsOf('player'),
          task: wordsOf('task'),
          outcome: wordsOf('outcome'),
        },
        notes: [...known.values()]
          .flatMap(({ path, index }) => index.notes.map((note) => `${path}${note}`))
          .slice(0, MOST_NOTES),
      }
    },
    async read(number): Promise<Trajectory | null> {
      if (!episodes[number]) await refreshed()
      const episode = episodes[number]
      return episode ? readEpisode(readerOf(episode.path), episode.place) : null
    },
  }
}
