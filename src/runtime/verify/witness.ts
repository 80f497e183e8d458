import { canonicalJson } from '../../core/canonical-json.ts'
import type { Finding } from '../../model/finding.ts'
import type { Witness } from '../../model/witness.ts'
import type { Row, RowItem, ServedFile } from '../bundle/opened.ts'
import { isPlacedAt, readFinding, statedKind } from '../grader/reading.ts'
import { sameOutcomes } from '../sandbox/outcome.ts'
import type { RunResult } from '../sandbox/run.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { languageOf } from './languages.ts'
import { ownProgram } from './own-programs.ts'
import { runResult } from './programs.ts'

/** What hangs on the seed is no proof: it comes out otherwise with another one. */
const SEEDS = [1, 2] as const

/** Defects that run what they are given. Through one of them a witness could ask how the program is written. */
const runningKinds = new Set(['code-injection', 'unsafe-deserialization'])

/**
 * For each finding the items of the row that its witness proves: those of its place and kind whose fix alone makes the
 * calls come out as it says they should, where they come out on the served program as it says they do. Every program is
 * run twice. Where a defect of the row runs what it is given, what is said to happen must happen without that one too.
 * How much is run hangs on the row and the served program alone, so the time that it takes tells nothing of a finding.
 */
export function proveFindings(
  sandbox: Sandbox,
  row: Row,
  findings: readonly Finding[],
  cancel: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  return sandbox.together((run) =>
    Promise.all(findings.map((one) => proveFinding(sandbox, run, row, one, cancel))),
  )
}

async function proveFinding(
  sandbox: Sandbox,
  runAny: Sandbox['run'],
  row: Row,
  finding: Finding,
  cancel: AbortSignal,
): Promise<readonly string[]> {
  const { witness } = finding
  if (!witness) return []
  const { items } = row.rubric
  const run = async (files: readonly ServedFile[], seed: number) => {
    const input = languageOf(row).witnessed(await ownProgram(sandbox, row, files), witness.calls)
    return runResult(await runAny({ ...input, seed }, cancel))
  }
  const first = await run(row.files, SEEDS[0])
  if (!gives(first, witness.actual)) return []
  const meant = items.filter((item) => isMeant(row, finding, item))
  const standIn = items.slice(0, 1)
  const tried = meant.length > 0 ? meant : standIn
  const programs = tried.length > 0 ? tried.map(({ fixed }) => fixed) : [row.files]
  const running = items.filter(({ kind }) => runningKinds.has(kind))
  const [second, without, fixed] = await Promise.all([
    run(row.files, SEEDS[1]),
    Promise.all(running.map((item) => run(item.fixed, SEEDS[0]))),
    Promise.all(programs.flatMap((files) => SEEDS.map((seed) => run(files, seed)))),
  ])
  if (!gives(second, witness.actual) || sameOutcomes(first.outcomes, witness.expected)) return []
  return meant.flatMap((item, index) => {
    const runs = fixed.slice(2 * index, 2 * index + 2)
    const needsNone = running.every((other, at) => other === item || stillGives(without[at], witness.actual))
    return needsNone && runs.every((result) => isExpected(result, witness, item)) ? item.id : []
  })
}

function stillGives(result: RunResult | undefined, stated: readonly unknown[]): boolean {
  return result !== undefined && gives(result, stated)
}

function isMeant({ rubric }: Row, finding: Finding, item: RowItem): boolean {
  if (!isPlacedAt(finding, item)) return false
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
