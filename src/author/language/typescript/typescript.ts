import type { SnippetLanguage } from '../language.ts'
import { importFaults } from './imports.ts'
import { outline } from './outline.ts'

export const typescript: SnippetLanguage = {
  name: 'typescript',
  extension: '.ts',
  refusePath: (path) =>
    path.endsWith('.ts')
      ? null
      : { message: 'A TypeScript snippet needs a path that ends in `.ts`', hint: null },
  outline,
  importFaults,
  async check(units) {
    const { checkUnits } = await import('./check.ts')
    return checkUnits(units)
  },
}
