import { createRequire } from 'node:module'
import type { NeededPackage } from '../agents/agent.ts'
import type { Linter } from './linter.ts'

/** A language's linter, which is loaded when it is opened. */
interface LinterEntry {
  /** Packages that it needs, with their major versions; those that do not come with this one may be missing. */
  readonly packages: Readonly<Record<string, string>>
  open(): Promise<Linter>
}

/** The linter of each language. */
export const linters: Readonly<Record<string, LinterEntry>> = {
  typescript: {
    packages: {
      eslint: '10',
      'typescript-eslint': '8',
      'eslint-plugin-security': '4',
      'eslint-plugin-sonarjs': '4',
      typescript: '6',
      '@types/node': '20',
    },
    open: async () => (await import('./eslint.ts')).openEslint(),
  },
  python: {
    packages: { '@astral-sh/ruff-wasm-nodejs': '0' },
    open: async () => (await import('./ruff.ts')).openRuff(),
  },
}

/** What the linters of these languages need. */
export function packagesOf(languages: readonly string[]): readonly NeededPackage[] {
  return languages
    .flatMap((language) => Object.entries(linters[language]?.packages ?? {}))
    .map(([name, major]) => ({ name, major, installed: installedVersion(name) }))
}

function installedVersion(name: string): string | null {
  const load = createRequire(import.meta.url)
  try {
    return (load(`${name}/package.json`) as { readonly version: string }).version
  } catch {
    return null
  }
}
