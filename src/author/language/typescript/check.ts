import { posix } from 'node:path'
import type { StripTypes } from '../../../runtime/sandbox/strip-types.ts'
import type { CheckUnit, TypeFault } from '../language.ts'
import { compiler } from './compiler.ts'
import { programOf } from './program.ts'
import { notErasable, wordsOf } from './words.ts'
import { worldModules } from './world.ts'

/** Tells of each of many units whether a type checker has anything against it; none of them reaches out. */
export type Sift = (units: readonly CheckUnit[]) => Promise<readonly boolean[]>

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
  if (kept.length < 2) return units.map((unit) => checkAlone(unit, strip))
  const sifted = sift(kept)
  // Another process may be at work meanwhile.
  const stripped = new Map(kept.map((unit) => [unit, unstrippable(unit, strip)]))
  const isFaulty = await sifted
  const clean = new Map([...stripped].filter((_, index) => !isFaulty[index]))
  return units.map((unit) => clean.get(unit) ?? checkAlone(unit, strip))
}

/** How many units one program holds: the memory that it takes is theirs, and the engine is slower with each further program. */
const TOGETHER = 250

/** Sifts units by the checker that reports faults. */
export const siftTogether: Sift = async (units) => {
  const isFaulty: boolean[] = []
  for (let start = 0; start < units.length; start += TOGETHER) {
    const batch = units.slice(start, start + TOGETHER)
    const check = programOf(batch)
    isFaulty.push(...batch.map(({ files }, index) => files.some(({ path }) => check(index, path).length > 0)))
  }
  return isFaulty
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
    const {
      importedFiles,
      ambientExternalModules = [],
      ...references
    } = compiler.preProcessFile(code, true, true)
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

function checkAlone(unit: CheckUnit, strip: StripTypes): readonly TypeFault[] {
  const check = programOf([unit])
  const faults = unit.files.flatMap(({ path }) =>
    check(0, path).map(({ start = 0, length = 0, code, messageText }) => ({
      path,
      start,
      end: start + length,
      code: `TS${code}`,
      ...wordsOf(code, compiler.flattenDiagnosticMessageText(messageText, ' ')),
    })),
  )
  return faults.length === 0 ? unstrippable(unit, strip) : faults
}
