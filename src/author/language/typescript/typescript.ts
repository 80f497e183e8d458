import type { SnippetLanguage } from '../language.ts'
import { outline } from './outline.ts'
import { worldModules } from './world.ts'

export const typescript: SnippetLanguage = {
  name: 'typescript',
  modules: worldModules,
  extensions: ['.ts'],
  outline,
  async check(units) {
    const { checkUnits } = await import('./check.ts')
    return checkUnits(units)
  },
}
