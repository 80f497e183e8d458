import type { CheckUnit, TypeFault } from '../language.ts'
import { parsePython } from './grammar.ts'
import { exportedNames, identifiers } from './names.ts'
import { pyrightSettings } from './pyright-settings.ts'
import { type LineAndCharacter, type PyrightFinding, runPyright } from './run-pyright.ts'
import { wordsOf } from './words.ts'

/**
 * Type-checks all units in one process, each in a folder of its own that is the root of its imports. No file of a unit
 * can name one of another, and what all share, the standard library, is declared and not inferred.
 */
export async function checkUnits(units: readonly CheckUnit[]): Promise<readonly (readonly TypeFault[])[]> {
  const files = new Map(
    units.flatMap((unit, index) => unit.files.map(({ path, code }) => [`${folderOf(index)}/${path}`, code])),
  )
  if (files.size === 0) return units.map(() => [])
  const findings = await runPyright(files, pyrightSettings(units.map((_, index) => folderOf(index))))
  const byPath = new Map<string, PyrightFinding[]>()
  for (const finding of findings)
    if (finding.severity === 'error') byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding])
  return units.map((unit, index) => {
    const folder = folderOf(index)
    return faultsOf(unit, (path) => (byPath.get(`${folder}/${path}`) ?? []).map(withoutFolder(folder)))
  })
}

/** No name that an import could have. */
function folderOf(index: number): string {
  return `reviewgym-unit-${index}`
}

/** Types of the same name are told apart by their modules, which are named from above the unit's folder. */
function withoutFolder(folder: string): (finding: PyrightFinding) => PyrightFinding {
  return (finding) => ({ ...finding, message: finding.message.replaceAll(`${folder}.`, '') })
}

function faultsOf(
  { files }: CheckUnit,
  findingsIn: (path: string) => readonly PyrightFinding[],
): readonly TypeFault[] {
  const found = files.flatMap(({ path, code }) =>
    findingsIn(path).map((finding) => ({ path, code, finding })),
  )
  if (found.length === 0) return []
  const parsed = files.map(({ code }) => ({ code, nodes: parsePython(code) }))
  const names = {
    all: new Set(parsed.flatMap(({ code, nodes }) => identifiers(code, nodes))),
    exported: new Set(parsed.flatMap(({ code, nodes }) => exportedNames(code, nodes))),
  }
  return found
    .map(({ path, code, finding: { rule, message, ...finding } }) => {
      const [start, end] = [offsetOf(code, finding.start), offsetOf(code, finding.end)]
      const words = wordsOf(rule, message, code.slice(start, end), names)
      return { path, start, end, code: rule ?? 'pyright', ...words }
    })
    .sort(
      (a, b) =>
        compare(a.path, b.path) || a.start - b.start || a.end - b.end || compare(a.message, b.message),
    )
}

function offsetOf(code: string, { line, character }: LineAndCharacter): number {
  let start = 0
  for (const { 0: lineBreak, index } of [...code.matchAll(/\r\n?|\n/g)].slice(0, line))
    start = index + lineBreak.length
  return Math.min(start + character, code.length)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
