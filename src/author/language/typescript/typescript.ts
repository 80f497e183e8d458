import { sha256 } from '../../../core/canonical-json.ts'
import { dependencies, version } from '../../../core/version.ts'
import type { SnippetLanguage } from '../language.ts'
import { outline } from './outline.ts'
import { worldDeclarations, worldModules } from './world.ts'

export const typescript: SnippetLanguage = {
  name: 'typescript',
  checker: `reviewgym ${version}, ts-morph ${dependencies['ts-morph']}, world ${sha256(worldDeclarations)}`,
  modules: worldModules,
  extensions: ['.ts'],
  outline,
  async check(units) {
    const { checkUnits } = await import('./check.ts')
    return checkUnits(units)
  },
}
