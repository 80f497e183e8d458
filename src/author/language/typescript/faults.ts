import type { CheckUnit, TypeFault } from '../language.ts'
import { compiler } from './compiler.ts'
import { type CheckFile, programOf } from './program.ts'
import type { Sift } from './sift.ts'
import { wordsOf } from './words.ts'

/** How many units one program holds: the memory that two programs take is theirs. */
const TOGETHER = 40

/**
 * The last program that was sifted. V8 forgets what it has compiled of a function with the last closure that runs it, and a
 * checker is made of closures: were the one before it gone, much of each program's would be compiled anew.
 */
const alive: CheckFile[] = []

/** Sifts units by the checker that reports faults. */
export const siftTogether: Sift = async (units) => {
  const isFaulty: boolean[] = []
  for (let start = 0; start < units.length; start += TOGETHER) {
    const batch = units.slice(start, start + TOGETHER)
    const check = programOf(batch)
    isFaulty.push(...batch.map(({ files }, index) => files.some(({ path }) => check(index, path).length > 0)))
    alive[0] = check
  }
  return isFaulty
}

/** What the checker has against a unit that it sees by itself. */
export function faultsOf(unit: CheckUnit): readonly TypeFault[] {
  const check = programOf([unit])
  return unit.files.flatMap(({ path }) =>
    check(0, path).map(({ start = 0, length = 0, code, messageText }) => ({
      path,
      start,
      end: start + length,
      code: `TS${code}`,
      ...wordsOf(code, compiler.flattenDiagnosticMessageText(messageText, ' ')),
    })),
  )
}
