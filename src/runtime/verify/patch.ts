import type { WitnessCase } from '../../model/bundle.ts'
import type { Patch } from '../../model/patch.ts'
import type { PatchVerdict } from '../../model/verdict.ts'
import type { Row, ServedFile } from '../bundle/opened.ts'
import { sameOutcomes } from '../sandbox/outcome.ts'
import type { Program } from '../sandbox/program.ts'
import type { RunResult } from '../sandbox/run.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { applyPatch } from './apply-patch.ts'
import { changedExport, type Exported } from './exports.ts'
import { languageOf } from './languages.ts'
import { ownProgram } from './own-programs.ts'
import { runResult } from './programs.ts'

/** How much of a message of the agent's own code is told back. */
const MAX_PROBLEM = 300
/** So many calls of tests that spend all they are given are enough to see that a patch does not hold. */
const MOST_SPENT = 2

/**
 * Runs a patch that fits the served files. It is loaded apart from anything hidden, so that what a loading module says
 * can be told; then every test and every case runs in an engine of its own, and outcomes are compared here: what is
 * expected never enters the sandbox. Everything is run whatever comes out, so the time that it takes tells nothing.
 */
export async function judgePatch(
  sandbox: Sandbox,
  row: Row,
  patch: Patch,
  cancel: AbortSignal,
): Promise<PatchVerdict> {
  const patched = applyPatch(row.files, patch)
  if (!patched.ok) throw new Error(`A patch that does not fit was to be run: ${patched.problem}`)
  const language = languageOf(row)
  const linked = await language.link(sandbox, row, patched.files)
  if (!linked.ok) return unloadable(`\`${linked.path}\`${placeOf(linked.fault, linked.path, patched.files)}`)
  const program = language.readable(linked.program)
  const own = language.readable(await ownProgram(sandbox, row, row.files))
  return sandbox.together(async (run) => {
    const runOn =
      (one: Program): Run =>
      async (calls) =>
        runResult(await run({ program: one, calls }, cancel))
    return judgeProgram(row, await servedExports(row, runOn(own)), runOn(program))
  })
}

async function judgeProgram(row: Row, before: readonly Exported[], run: Run): Promise<PatchVerdict> {
  const loaded = await run([languageOf(row).readExports])
  if (loaded.end === 'unloadable') return unloadable(shortened(loaded.problem ?? ''))
  if (loaded.end !== 'done') return unloadable('loading it does not come to an end')
  const after = exportsOf(loaded)
  if (after === null) return unloadable(unreadReason(loaded))
  const change = changedExport(before, after)
  if (change !== null) return { verdict: 'changes-api', problem: shortened(change), fixed: [] }

  const hold = await runTests(row, run)
  const fixed = await fixedItems(row, run)
  return hold
    ? { verdict: 'accepted', problem: null, fixed: [...fixed] }
    : { verdict: 'fails-tests', problem: null, fixed: [] }
}

type Run = (calls: readonly unknown[]) => Promise<RunResult>

async function runTests({ rubric }: Row, run: Run): Promise<boolean> {
  let spent = 0
  const results = await Promise.all(
    rubric.tests.map(async ({ calls, expected }) => {
      if (spent >= MOST_SPENT) return false
      const result = await run(calls)
      if (result.end !== 'done') spent += 1
      return comesOut(result, expected)
    }),
  )
  return results.every(Boolean)
}

async function fixedItems({ rubric }: Row, run: Run): Promise<readonly string[]> {
  const results = await Promise.all(
    rubric.items.map(async ({ id, source }) => {
      const right = await Promise.all(source.cases.map(async (one) => isRight(await run(one.calls), one)))
      return right.length > 0 && right.every(Boolean) ? [id] : []
    }),
  )
  return results.flat()
}

function isRight(result: RunResult, { expected, expected_any = [] }: WitnessCase): boolean {
  return [expected, ...expected_any].some((outcomes) => comesOut(result, outcomes))
}

/** A run that was cut short, or whose program did not load, is never right, whatever its outcomes. */
function comesOut({ end, outcomes }: RunResult, expected: readonly unknown[]): boolean {
  return end === 'done' && sameOutcomes(outcomes, expected)
}

const served = new WeakMap<readonly ServedFile[], Promise<readonly Exported[]>>()

/** What the served files export, read once; where reading them failed for another, by ourselves. */
function servedExports(row: Row, run: Run): Promise<readonly Exported[]> {
  const read = async () => {
    const language = languageOf(row)
    const exported = exportsOf(await run([language.readExports]))
    if (exported === null) throw new Error(`${row.task.id}: the exports cannot be read`)
    return language.publicOf(exported, row.files)
  }
  const known = served.get(row.files)?.catch(read) ?? read()
  served.set(row.files, known)
  return known
}

/** What the probe answered, or null where the program never finished loading or broke the language under it. */
function exportsOf({ outcomes: [list] }: RunResult): readonly Exported[] | null {
  return Array.isArray(list) && list.every(isExported) ? list : null
}

function unreadReason({ outcomes: [outcome] }: RunResult): string {
  const hangs = typeof outcome === 'object' && outcome !== null && 'hangs' in outcome
  return hangs ? 'loading it does not come to an end' : 'what it exports cannot be read'
}

function isExported(value: unknown): value is Exported {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['path', 'name', 'kind'].every((key) => typeof Reflect.get(value, key) === 'string') &&
    Array.isArray(Reflect.get(value, 'members'))
  )
}

function unloadable(problem: string): PatchVerdict {
  return { verdict: 'unloadable', problem, fixed: [] }
}

function placeOf(
  { message, start }: { readonly message: string; readonly start: number },
  path: string,
  files: readonly ServedFile[],
): string {
  const code = files.find((file) => file.path === path)?.code ?? ''
  const line = code.slice(0, start).split('\n').length
  return `, line ${line}: ${shortened(message)}`
}

function shortened(text: string): string {
  return text.length > MAX_PROBLEM ? `${text.slice(0, MAX_PROBLEM - 1)}…` : text
}
