import { sha256 } from '../../../core/canonical-json.ts'
import { keepingLast } from '../../../core/keeping-last.ts'
import { dependencies, version } from '../../../core/version.ts'
import { loadStripTypes } from '../../../runtime/sandbox/strip-types.ts'
import { keepingOutlines } from '../kept-outlines.ts'
import type { Outline, SnippetLanguage } from '../language.ts'
import { loadUnoptimized, unoptimized } from '../unoptimized.ts'
import { importFaults } from './imports.ts'
import { outline } from './outline.ts'
import { notErasable } from './words.ts'
import { worldDeclarations } from './world.ts'

/** The files of a task, fixed and not: those of its next variant are nearly the same. */
const MOST = 32

/** The sandbox's own: what it refuses can never run. */
const strip = keepingLast(MOST, await loadUnoptimized(loadStripTypes), (code) => code)

const checker = `reviewgym ${version}, ts-morph ${dependencies['ts-morph']}, world ${sha256(worldDeclarations)}`

export const typescript: SnippetLanguage = {
  name: 'typescript',
  checker,
  extension: '.ts',
  refusePath: (path) =>
    path.endsWith('.ts')
      ? null
      : { message: 'A TypeScript snippet needs a path that ends in `.ts`', hint: null },
  outline: keepingOutlines(outlineWithoutTypes),
  importFaults,
  async check(units) {
    // Also where there are none: by that a thread is made ready.
    const [{ checkUnits }, { siftTogether }] = await Promise.all([
      import('./check.ts'),
      import('./faults.ts'),
    ])
    return checkUnits(units, strip, siftTogether)
  },
  withNative: (compiler) => ({
    checker: `${checker}, native ${compiler.version}`,
    async check(units) {
      const [{ checkUnits }, { siftBy }] = await Promise.all([import('./check.ts'), import('./native.ts')])
      return checkUnits(units, strip, siftBy(compiler))
    },
  }),
}

/** The outline of a file; where its types cannot be taken away, that is a fault as well. */
function outlineWithoutTypes(path: string, code: string): Outline {
  const found = outline(path, code)
  if (found.faults.length > 0) return found
  const stripped = unoptimized(() => strip(code))
  if (stripped.ok) return found
  const { start, end } = stripped.fault
  return { ...found, faults: [{ start, end, ...notErasable }] }
}
