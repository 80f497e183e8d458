import type { RecordedRuns } from '../runtime/server/recorded-runs.ts'
import { type Host, UsageError } from './host.ts'
import { recordedFiles } from './run-folder.ts'

interface RunOptions {
  readonly author?: true
  readonly runs?: string
  readonly record?: string
}

/** The runs that a server shows; null for none. They hold rubrics, so agents must not be served beside them. */
export async function openRuns(
  { author, runs, record }: RunOptions,
  host: Host,
): Promise<RecordedRuns | null> {
  if (!author && runs !== undefined)
    throw new UsageError(
      '`--runs` shows the rubrics of recorded episodes, which agents must not see',
      'Add `--author`, and serve agents elsewhere',
    )
  const folder = author && (runs ?? record)
  if (folder === undefined) return null
  if (folder !== record && (await host.entryAt(folder)) === 'nothing')
    throw new UsageError(
      `There is no run \`${folder}\``,
      'Name a folder that `reviewgym eval` or `serve --record` wrote, or one of such folders',
    )
  const { openShelf } = await import('../rollout/trajectory/shelf.ts')
  return openShelf({
    list: () => recordedFiles(folder, host),
    read: (path, start, end) => host.readPieces(path, start, end),
  })
}
