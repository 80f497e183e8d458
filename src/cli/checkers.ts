import { type Command, Option } from 'commander'
import type { NativeCompiler } from '../author/language/language.ts'
import { UsageError } from './host.ts'

/** What checks the types of TypeScript snippets: the one that comes with this tool, and one that is installed apart. */
export const checkerNames: readonly string[] = ['ts-morph', 'native']

/** The option that chooses one. */
export function declareChecker(command: Command): Command {
  return command.addOption(
    new Option('--checker <name>', 'what checks TypeScript: native needs TypeScript 7, and is much faster')
      .choices([...checkerNames])
      .default('ts-morph'),
  )
}

/** The native compiler, where that one is asked for; null where it is not. */
export async function nativeFor(checker: string | undefined): Promise<NativeCompiler | null> {
  if (checker !== 'native') return null
  const { findNative } = await import('../author/language/typescript/native.ts')
  const found = findNative()
  if (found) return found
  throw new UsageError(
    '`--checker native` needs TypeScript 7, and it is not installed here',
    'Run `npm install --save-dev typescript@7`; beside another TypeScript, `npm install --save-dev ts7@npm:typescript@7`',
  )
}
