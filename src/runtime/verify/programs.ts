import type { PoolResult } from '../sandbox/pool.ts'
import type { Program } from '../sandbox/program.ts'

/** Running came to no end that could be judged: ours to answer for, and nothing of it counts. */
export class RunFailure extends Error {
  /** `ours`: no place or no time. `wall`, `crash`: it broke twice, which what is run may have brought about. */
  readonly reason: 'ours' | 'wall' | 'crash'

  constructor(reason: RunFailure['reason']) {
    super(`A run failed: ${reason}`)
    this.reason = reason
  }
}

/** What came of a run; throws a {@link RunFailure} when nothing did. */
export function runResult<Result>(answer: PoolResult<Result>): Result {
  if (answer.status === 'ran') return answer.result
  throw new RunFailure(answer.status === 'failed' ? answer.reason : 'ours')
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
