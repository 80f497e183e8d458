import { canonicalJson } from '../../core/canonical-json.ts'
import type { Finding } from '../../model/finding.ts'
import type { Witness } from '../../model/witness.ts'
import type { Row, RowItem, ServedFile } from '../bundle/opened.ts'
import { intersects } from '../grader/quality.ts'
import { isNarrow, readFinding, statedKind } from '../grader/reading.ts'
import { sameOutcomes } from '../sandbox/outcome.ts'
import type { RunResult } from '../sandbox/run.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { ownProgram, runOn, surrounded } from './programs.ts'

/** What hangs on the seed is no proof: it comes out otherwise with another one. */
const SEEDS = [1, 2] as const

/**
 * Functions do not make functions: a witness is data, and what it calls must not turn its texts into code, which could
 * tell programs apart by anything.
 */
const sealed = {
  'reviewgym/seal.js': `
for (const f of [function () {}, async function () {}, function* () {}, async function* () {}])
  delete Object.getPrototypeOf(f).constructor`,
}

/**
 * The items of the row that a finding's witness proves: those of its place and kind whose fix alone makes the calls
 * come out as it says they should, where they come out on the served program as it says they do. Every program is run
 * twice. How much is run hangs on the served program alone, so the time that it takes tells nothing of the rubric.
 */
export async function proveFinding(
  sandbox: Sandbox,
  row: Row,
  finding: Finding,
  cancel: AbortSignal,
): Promise<readonly string[]> {
  const { witness } = finding
  if (!witness) return []
  const run = async (files: readonly ServedFile[], seed: number) => {
    const program = surrounded(await ownProgram(sandbox, row, files), sealed)
    return runOn(sandbox, { program, calls: witness.calls, seed }, cancel)
  }
  const first = await run(row.files, SEEDS[0])
  if (!gives(first, witness.actual)) return []
  const meant = row.rubric.items.filter((item) => isMeant(row, finding, item))
  const standIn = row.rubric.items.slice(0, 1)
  const tried = meant.length > 0 ? meant : standIn
  const programs = tried.length > 0 ? tried.map(({ fixed }) => fixed) : [row.files]
  const [second, ...fixed] = await Promise.all([
    run(row.files, SEEDS[1]),
    ...programs.flatMap((files) => SEEDS.map((seed) => run(files, seed))),
  ])
  if (!gives(second, witness.actual) || sameOutcomes(first.outcomes, witness.expected)) return []
  return meant.flatMap((item, index) => {
    const runs = fixed.slice(2 * index, 2 * index + 2)
    return runs.every((result) => isExpected(result, witness, item)) ? item.id : []
  })
}

function isMeant({ rubric }: Row, finding: Finding, item: RowItem): boolean {
  if (!isNarrow(finding) || !intersects(finding.file, finding.range, item.scope)) return false
  const kind = statedKind(finding) ?? readFinding(rubric, finding).kind
  return kind !== null && item.kinds.has(kind)
}

/** A program that does not load, or that eats all memory, gives nothing that could be stated. */
function gives({ end, outcomes }: RunResult, stated: readonly unknown[]): boolean {
  return (end === 'done' || end === 'fuel') && sameOutcomes(outcomes, stated)
}

/** The fixed program's own outcomes, or for a case of the author's others that are as right. */
function isExpected(result: RunResult, { calls, expected }: Witness, { source }: RowItem): boolean {
  if (gives(result, expected)) return true
  const text = canonicalJson(calls)
  return source.cases.some(
    (known) =>
      canonicalJson(known.calls) === text &&
      gives(result, known.expected) &&
      (known.expected_any ?? []).some((other) => sameOutcomes(expected, other)),
  )
}
