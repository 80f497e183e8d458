import type { FailureReason, PoolResult } from '../sandbox/pool.ts'
import type { Program } from '../sandbox/program.ts'

/** Running came to no end that could be judged: ours to answer for, and nothing of it counts. The message says why to whoever runs this. */
export class RunFailure extends Error {
  /** `busy`: no place or no time. `start`: it could not begin. `wall`, `crash`: it broke twice, which what is run may have brought about. */
  readonly reason: 'busy' | FailureReason

  constructor(reason: RunFailure['reason'], detail: string) {
    super(detail)
    this.reason = reason
  }
}

/** What came of a run; throws a {@link RunFailure} when nothing did. */
export function runResult<Result>(answer: PoolResult<Result>): Result {
  if (answer.status === 'ran') return answer.result
  throw answer.status === 'failed'
    ? new RunFailure(answer.reason, answer.detail)
    : new RunFailure('busy', answer.reason)
}

/** A program with modules of ours around its own: some that come first, some that come last. */
export function surrounded(
  program: Program,
  first: Readonly<Record<string, string>>,
  last: Readonly<Record<string, string>> = {},
): Program {
  const entries = (modules: object) => Object.keys(modules).map((path) => ({ path, role: 'given' as const }))
  return {
    ...program,
    modules: { ...program.modules, ...first, ...last },
    entries: [...entries(first), ...program.entries, ...entries(last)],
  }
}
