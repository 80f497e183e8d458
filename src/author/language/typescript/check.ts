import { posix } from 'node:path'
import type { StripTypes } from '../../../runtime/sandbox/strip-types.ts'
import type { CheckUnit, TypeFault } from '../language.ts'
import { referencesOf } from './references.ts'
import type { Sift } from './sift.ts'
import { notErasable } from './words.ts'
import { worldModules } from './world.ts'

/**
 * Type-checks all units. They are sifted together, so that the fixed cost is paid once. One that has faults, or that could
 * reach others, by its imports or by declaring globals, is checked by itself: wording, suggestions and even codes of the checker depend
 * on what else it has seen, and a task's faults must not.
 */
export async function checkUnits(
  units: readonly CheckUnit[],
  strip: StripTypes,
  sift: Sift,
): Promise<readonly (readonly TypeFault[])[]> {
  const kept = units.filter((unit) => !reachesOut(unit))
  if (kept.length < 2) return Promise.all(units.map((unit) => checkAlone(unit, strip)))
  const sifted = sift(kept)
  // Another process may be at work meanwhile.
  const stripped = new Map(kept.map((unit) => [unit, unstrippable(unit, strip)]))
  const isFaulty = await sifted
  const clean = new Map([...stripped].filter((_, index) => !isFaulty[index]))
  return Promise.all(units.map((unit) => clean.get(unit) ?? checkAlone(unit, strip)))
}

/** What the checker has nothing against, and the sandbox's own stripper does. */
function unstrippable({ files }: CheckUnit, strip: StripTypes): readonly TypeFault[] {
  return files.flatMap(({ path, code }) => {
    const stripped = strip(code)
    return stripped.ok ? [] : { ...stripped.fault, path, code: 'strip', ...notErasable }
  })
}

/** Whether a file could see files of other units, or change what they see. */
function reachesOut({ files }: CheckUnit): boolean {
  return files.some(({ path, code }) => {
    const { importedFiles, ambientExternalModules = [], ...references } = referencesOf(code)
    const { referencedFiles, typeReferenceDirectives, libReferenceDirectives } = references
    const named = [referencedFiles, typeReferenceDirectives, libReferenceDirectives].flat().length
    return (
      ambientExternalModules.length + named > 0 ||
      /\bdeclare\s+(?:global|module|namespace)\b/.test(code) ||
      importedFiles.some(({ fileName }) => leadsOut(path, fileName))
    )
  })
}

function leadsOut(from: string, specifier: string): boolean {
  const target = posix.join(posix.dirname(from), specifier)
  const isInside = specifier.startsWith('.') && target !== '..' && !target.startsWith('../')
  return !isInside && !worldModules.includes(specifier)
}

async function checkAlone(unit: CheckUnit, strip: StripTypes): Promise<readonly TypeFault[]> {
  // Ten megabytes, which are not needed where another compiler has sifted and found nothing.
  const { faultsOf } = await import('./faults.ts')
  const faults = faultsOf(unit)
  return faults.length === 0 ? unstrippable(unit, strip) : faults
}
