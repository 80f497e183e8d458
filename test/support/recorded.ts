import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createRealHost } from '../../src/cli/real-host.ts'
import { recordedFiles } from '../../src/cli/run-folder.ts'
import { openShelf } from '../../src/rollout/trajectory/shelf.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { TrajectoryRecord } from '../../src/runtime/recording/record.ts'
import type { Recording } from '../../src/runtime/recording/session-recording.ts'
import type { Sink } from '../../src/runtime/recording/sink.ts'
import type { RecordedRuns } from '../../src/runtime/server/recorded-runs.ts'
import { built } from './built.ts'

const host = createRealHost(built)

/** The runs in a folder, as `serve --runs` shows them. */
export function shelfOf(folder: string): RecordedRuns {
  return openShelf({
    list: () => recordedFiles(folder, host),
    read: (path, start, end) => host.readPieces(path, start, end),
  })
}

/** Records what a server plays, as `serve --record` does, under episode names that count up. */
export function recordingInto(folder: string, file: string, { sha256, grader }: OpenBundle): Recording {
  const path = join(folder, file)
  const sink: Sink = {
    append: async (content) => appendFileSync(path, content),
    sync: async () => undefined,
    close: async () => undefined,
  }
  let count = 0
  return {
    bundle: sha256,
    grader,
    record: new TrajectoryRecord(sink, { shown: new Set(), begins: !existsSync(path) }),
    newId: () => {
      count += 1
      return `episode-${count}`
    },
    now: () => 0,
  }
}
