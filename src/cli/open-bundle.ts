import type { OpenBundle } from '../runtime/bundle/opened.ts'
import type { CommonOptions } from './command.ts'
import { compilePatterns } from './compile-patterns.ts'
import { type Host, UsageError } from './host.ts'
import { printDiagnostics } from './print-diagnostics.ts'
import { checkBundle, type ReadBundle, readBundle } from './read-bundle.ts'

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

/** The same, with the bundle as it is written. */
export async function readBundleAt(
  path: string | undefined,
  options: CommonOptions,
  host: Host,
): Promise<ReadBundle | null> {
  if (path !== undefined) return readBundle(path, host)
  const text = await compileDefault(options, host)
  return text === null ? null : checkBundle(text, 'tasks/')
}

/** What nothing has shown to be sound is used only by those who say so. */
export function requireProof({ proof }: OpenBundle, { unproved }: { readonly unproved?: true }): void {
  if (proof === null && !unproved)
    throw new UsageError(
      'This bundle was not proved: nothing has shown that its defects are real',
      'Compile it without `--no-prove`, or take it as it is with `--unproved`',
    )
}

async function compileDefault(options: CommonOptions, host: Host): Promise<string | null> {
  const { value: bundle, diagnostics } = await compilePatterns([], host)
  printDiagnostics(diagnostics, options, host)
  if (bundle === null) return null
  const { bundleText } = await import('../author/compile/emit.ts')
  return bundleText(bundle)
}
