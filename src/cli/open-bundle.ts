import type { Bundle } from '../model/bundle.ts'
import type { OpenBundle } from '../runtime/bundle/opened.ts'
import type { CommonOptions } from './command.ts'
import { compilePatterns } from './compile-patterns.ts'
import { type Host, UsageError } from './host.ts'
import { printDiagnostics } from './print-diagnostics.ts'
import { reasonOf } from './read-corpus.ts'

/**
 * The bundle at a path, or the one that `tasks/` compiles to when no path is given. Null when the tasks have errors,
 * which have then been printed.
 */
export async function openBundleAt(
  path: string | undefined,
  options: CommonOptions,
  host: Host,
): Promise<OpenBundle | null> {
  return (await readBundleAt(path, options, host))?.opened ?? null
}

export interface ReadBundle {
  readonly opened: OpenBundle
  readonly bundle: Bundle
  /** As it is written. */
  readonly text: string
}

/** The same, with the bundle as it is written. */
export async function readBundleAt(
  path: string | undefined,
  options: CommonOptions,
  host: Host,
): Promise<ReadBundle | null> {
  const text = path === undefined ? await compileDefault(options, host) : await readText(path, host)
  if (text === null) return null
  const { openBundle } = await import('../runtime/bundle/open.ts')
  const opened = openBundle(text)
  if (opened.status === 'refused')
    throw new UsageError(`\`${path}\` cannot be used: ${opened.reason}`, opened.hint)
  return { opened: opened.bundle, bundle: JSON.parse(text) as Bundle, text }
}

async function compileDefault(options: CommonOptions, host: Host): Promise<string | null> {
  const { value: bundle, diagnostics } = await compilePatterns([], host)
  printDiagnostics(diagnostics, options, host)
  if (bundle === null) return null
  const { bundleText } = await import('../author/compile/emit.ts')
  return bundleText(bundle)
}

async function readText(path: string, host: Host): Promise<string> {
  try {
    return new TextDecoder().decode(await host.readFile(path))
  } catch (cause) {
    throw new UsageError(
      `\`${path}\` cannot be read (${reasonOf(cause)})`,
      'Name a file that `reviewgym compile` wrote',
    )
  }
}
