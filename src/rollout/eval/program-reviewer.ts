import { parseJson } from '../../core/parse-json.ts'
import { describeFault, formatPath } from '../../model/fault.ts'
import { readAction } from '../../runtime/server/session.ts'
import type { Clock } from './clock.ts'
import type { Answer, Reviewer } from './reviewer.ts'

/** A running program that is written to and read from line by line. */
export interface Program {
  writeLine(line: string): void
  /** The next line; null once there is none any more, or none within so many milliseconds. */
  readLine(timeout: number): Promise<string | null>
  /** Ends it, whatever it is doing. */
  stop(): Promise<void>
}

/** So many lines in a row that are no action end the episode. */
const MOST_UNREADABLE = 3

/**
 * A program at play. It is written one line for each turn, `{"observation", "reward", "done", "problem"}`, and answers
 * each with an action on one line. `problem` says why its last line was no action, or why that was not judged.
 */
export function programReviewer(program: Program, clock: Clock, timeout: number): Reviewer {
  return {
    async next({ observation, reward, broken }) {
      const answers: Answer[] = []
      let problem = broken
      while (answers.length < MOST_UNREADABLE) {
        program.writeLine(JSON.stringify({ observation, reward, done: false, problem }))
        const started = clock.now()
        const line = await program.readLine(timeout)
        const seconds = Math.round(clock.now() - started) / 1000
        if (line === null)
          return {
            gaveUp: { outcome: 'error', reason: 'The program ended, or did not answer in time' },
            answers,
          }
        const read = readLine(line)
        problem = read.problem
        answers.push({ message: line, finish: null, problem, usage: null, tries: 1, seconds })
        if (problem === null) return { action: read.action, answers }
      }
      const reason = `No readable action, ${MOST_UNREADABLE} times in a row`
      return { gaveUp: { outcome: 'invalid', reason }, answers }
    },
    prompt: () => null,
    close: () => program.stop(),
  }
}

function readLine(line: string): { readonly action: unknown; readonly problem: string | null } {
  const parsed = parseJson(line)
  if (!parsed.ok) return { action: null, problem: `This is not JSON: ${parsed.message}` }
  const action = readAction(parsed.value)
  if (!('faults' in action)) return { action: parsed.value, problem: null }
  const [fault] = action.faults
  return {
    action: null,
    problem: fault ? `${formatPath(fault.path, 'action')}: ${describeFault(fault)}` : 'This is no action',
  }
}
