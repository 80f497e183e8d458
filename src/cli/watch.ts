import type { CorpusChange } from '../author/compile/watched-corpus.ts'
import type { Diagnostic } from '../core/diagnostic.ts'
import { placeOf, plural, summarize } from '../report/pretty.ts'
import { type Host, UsageError } from './host.ts'
import { type FormatOptions, printDiagnostics } from './print-diagnostics.ts'
import { WatchedFiles } from './watched-files.ts'

/** What one check of a corpus gave. */
export interface Round {
  readonly diagnostics: readonly Diagnostic[]
  /** What was made, in words; null where nothing was. */
  readonly result: string | null
  /**
   * Does what nobody has to wait for, and answers what to say of it. It may stop where it is overdue, and answers null
   * then; it is called again if nothing has changed after all.
   */
  readonly finish?: (isOverdue: () => boolean) => Promise<string | null>
}

interface Watched {
  readonly patterns: readonly string[]
  /** `files` is how many there are. */
  check(change: CorpusChange, files: number): Promise<Round>
}

/**
 * Checks and prints everything once; then, whenever a file or the settings have changed, checks again and prints what is
 * new and what is gone. Ends when somebody asks the process to stop.
 */
export async function watch(host: Host, options: FormatOptions, { patterns, check }: Watched): Promise<void> {
  if (options.json || (options.format ?? 'pretty') !== 'pretty')
    throw new UsageError('`--watch` prints for people', 'Leave out `--json` and `--format`, or `--watch`')
  // Until everything is checked once nothing is being watched, and who asks to stop is not to wait for that: the process ends.
  let stopped: Promise<'stopped'> = new Promise(() => {})
  const files = new WatchedFiles(patterns, host)
  let before: readonly Diagnostic[] | null = null
  let finish: Round['finish'] | null = null
  for (;;) {
    const change = await files.next(stopped)
    if (change === 'stopped') break
    if (change !== 'unchanged') {
      const round = await check(change, files.count)
      printChange(before, round.diagnostics, options, host)
      host.print(
        `${round.result ?? plural(files.count, 'file')}${before === null ? ' — watching, Ctrl+C ends it' : ''}\n`,
      )
      if (before === null) stopped = host.stopped().then(() => 'stopped')
      before = round.diagnostics
      finish = round.finish ?? null
    }
    const said = await finish?.(() => files.isOverdue)
    if (said) host.print(`${said}\n`)
    if (said !== null) finish = null
  }
  files.close()
}

function printChange(
  before: readonly Diagnostic[] | null,
  now: readonly Diagnostic[],
  options: FormatOptions,
  host: Host,
): void {
  host.status('')
  if (before === null) {
    printDiagnostics(now, options, host)
    return
  }
  for (const gone of without(before, now))
    host.print(`gone: ${gone.span ? placeOf(gone.span) : gone.path} ${gone.code} ${gone.message}\n`)
  const added = without(now, before)
  printDiagnostics(added, options, host)
  if (now.length > added.length)
    host.print(`${now.length - added.length} as before; in all ${summarize(now)}\n`)
}

/** Those that the others do not have; one that an edit above it has moved is the same. */
function without(all: readonly Diagnostic[], others: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ path, code, message }: Diagnostic) => [path, code, message].join('\0')
  const left = new Map<string, number>()
  for (const one of others) left.set(keyOf(one), (left.get(keyOf(one)) ?? 0) + 1)
  return all.filter((one) => {
    const count = left.get(keyOf(one)) ?? 0
    left.set(keyOf(one), count - 1)
    return count <= 0
  })
}
