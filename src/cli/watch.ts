import { createHash } from 'node:crypto'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { Diagnostic } from '../core/diagnostic.ts'
import { placeOf, plural, summarize } from '../report/pretty.ts'
import { type Host, UsageError } from './host.ts'
import { type FormatOptions, printDiagnostics } from './print-diagnostics.ts'
import { readConfig, readCorpus } from './read-corpus.ts'

/** The least time between two looks at the files, in milliseconds; looking takes a tenth of the time at most. */
const PAUSE_MS = 300

/** What one check of a corpus gave. */
export interface Round {
  readonly diagnostics: readonly Diagnostic[]
  /** What was made, in words; null where nothing was. */
  readonly result: string | null
}

interface Watched {
  readonly patterns: readonly string[]
  check(files: readonly TaskFileContent[], config: TaskFileContent | null): Promise<Round>
}

/**
 * Checks and prints everything once; then, whenever a file or the settings have changed, checks again and prints what is
 * new and what is gone. Ends when somebody asks the process to stop.
 */
export async function watch(host: Host, options: FormatOptions, { patterns, check }: Watched): Promise<void> {
  if (options.json || (options.format ?? 'pretty') !== 'pretty')
    throw new UsageError('`--watch` prints for people', 'Leave out `--json` and `--format`, or `--watch`')
  const stopped = host.stopped().then(() => 'stopped' as const)
  let before: readonly Diagnostic[] | null = null
  let seen: string | null = null
  for (;;) {
    const start = host.clock.now()
    const files = await readOrNothing(patterns, host)
    const config = await readConfig(host)
    const pause = Math.max(PAUSE_MS, (host.clock.now() - start) * 9)
    const content = fingerprint([...files, ...(config ? [config] : [])])
    if (content !== seen && files.length > 0) {
      const { diagnostics, result } = await check(files, config)
      printChange(before, diagnostics, options, host)
      host.print(
        `${result ?? plural(files.length, 'file')}${before === null ? ' — watching, Ctrl+C ends it' : ''}\n`,
      )
      before = diagnostics
    }
    seen = content
    if ((await Promise.race([stopped, host.clock.wait(pause)])) === 'stopped') return
  }
}

/** While files are renamed or written there may be none. */
async function readOrNothing(patterns: readonly string[], host: Host): Promise<readonly TaskFileContent[]> {
  try {
    return await readCorpus(patterns, host)
  } catch (cause) {
    if (cause instanceof UsageError) return []
    throw cause
  }
}

function fingerprint(files: readonly TaskFileContent[]): string {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${file.path}\0`)
      .update('bytes' in file ? file.bytes : file.unreadable)
      .update('\0')
  return hash.digest('hex')
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
  const left = others.map(keyOf)
  return all.filter((one) => {
    const at = left.indexOf(keyOf(one))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}
