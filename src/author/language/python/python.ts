import { dependencies, version } from '../../../core/version.ts'
import { keepingOutlines } from '../kept-outlines.ts'
import type { SnippetLanguage } from '../language.ts'
import { importFaults } from './imports.ts'
import { outline } from './outline.ts'
import { refusePath } from './paths.ts'

export const python: SnippetLanguage = {
  name: 'python',
  checker: `reviewgym ${version}, pyright ${dependencies.pyright}`,
  extension: '.py',
  refusePath,
  outline: keepingOutlines(outline),
  importFaults,
  async check(units) {
    const { checkUnits } = await import('./check.ts')
    return checkUnits(units)
  },
  withNative: () => python,
}
