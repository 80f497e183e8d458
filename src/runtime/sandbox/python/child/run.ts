import type { Program } from '../../program.ts'
import { DEFAULT_LIMITS, type RunInput, type RunResult } from '../../run.ts'
import { Allowance, Stopped } from './allowance.ts'
import type { Interpreter } from './interpreter.ts'

/** What the guest answers: `outcome` is JSON text, made by the guest. */
interface Answer {
  readonly outcome?: unknown
  readonly problem?: string
}

/** Runs calls in an interpreter that nothing was run in before. A call is told to it when the one before is answered. */
export function runIn(interpreter: Interpreter, input: RunInput): RunResult {
  const { program, calls, seed = 1, limits, reach = 'anything' } = input
  const { fuel } = { ...DEFAULT_LIMITS, ...limits }
  const allowance = new Allowance({ fuel, seed })
  allowance.now = startOf(program.fixtures) ?? allowance.now
  interpreter.allowance = allowance
  const outcomes: unknown[] = []
  let problem: string | null = null
  const ask = (question: object): Answer => JSON.parse(interpreter.ask(JSON.stringify(question)))
  const finish = (end: RunResult['end']): RunResult => {
    while (outcomes.length < calls.filter(hasOutcome).length) outcomes.push({ hangs: true })
    return { outcomes, fuel: Math.min(allowance.fuel, fuel), end, problem }
  }
  try {
    problem = ask({ begin: { program, seed, reach } }).problem ?? null
    for (const call of calls) {
      const answer = isReading(call) ? ask({ exports: textsOf(program) }) : ask({ call })
      if (answer.outcome !== undefined && hasOutcome(call)) outcomes.push(answer.outcome)
    }
    return finish(problem === null ? 'done' : 'unloadable')
  } catch (thrown) {
    // Beside our own end, what WebAssembly throws when its stack is full or it cannot go on.
    if (thrown instanceof Stopped) return finish(thrown.why)
    if (thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError) return finish('memory')
    throw thrown
  }
}

function hasOutcome(call: unknown): boolean {
  return typeof call === 'object' && call !== null && !('new' in call) && !('start' in call)
}

function isReading(call: unknown): boolean {
  return typeof call === 'object' && call !== null && 'exports' in call
}

/** The files under review by path. */
function textsOf({ entries, modules }: Program): Readonly<Record<string, string>> {
  const reviewed = entries.filter(({ role }) => role === 'review')
  return Object.fromEntries(reviewed.map(({ path }) => [path, modules[path] ?? '']))
}

/** The first moment that a clock of the program names. */
function startOf(fixtures: Program['fixtures']): number | null {
  for (const { use, start } of Object.values(fixtures)) {
    const moment = use === 'clock' && typeof start === 'string' ? Date.parse(start) : Number.NaN
    if (!Number.isNaN(moment)) return moment
  }
  return null
}
