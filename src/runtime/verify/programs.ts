import type { Row, ServedFile } from '../bundle/opened.ts'
import type { PoolResult } from '../sandbox/pool.ts'
import { type FixtureSpec, fixturePath, type Linked, linkProgram, type Program } from '../sandbox/program.ts'
import type { RunInput, RunResult } from '../sandbox/run.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Stripped } from '../sandbox/strip-types.ts'

/** Running came to no end that could be judged: ours to answer for, and nothing of it counts. */
export class RunFailure extends Error {
  /** `ours`: no place or no time. `wall`, `crash`: it broke twice, which what is run may have brought about. */
  readonly reason: 'ours' | 'wall' | 'crash'

  constructor(reason: RunFailure['reason']) {
    super(`A run failed: ${reason}`)
    this.reason = reason
  }
}

/** Runs calls; throws a {@link RunFailure} when there is no result. */
export async function runOn(sandbox: Sandbox, input: RunInput, cancel: AbortSignal): Promise<RunResult> {
  return resultOf(await sandbox.run(input, cancel))
}

function resultOf<Result>(answer: PoolResult<Result>): Result {
  if (answer.status === 'ran') return answer.result
  throw new RunFailure(answer.status === 'failed' ? answer.reason : 'ours')
}

/** A program of these files and the row’s fixtures; or the file that cannot be read, and why. */
export async function link(sandbox: Sandbox, row: Row, files: readonly ServedFile[]): Promise<Linked> {
  const fixtures = row.task.fixtures as Readonly<Record<string, FixtureSpec>>
  const listed = files.map(({ path, role, code }) => ({ path, role, text: code }))
  const own = Object.entries(fixtures).flatMap(([name, { code }]) =>
    typeof code === 'string' ? { path: fixturePath(name), text: code } : [],
  )
  const texts = [...listed, ...own].map(({ text }) => text)
  const stripped = await sandbox.strip(texts)
  // A stripper that breaks at a text, twice, breaks at what the text is.
  if (stripped.status === 'failed') return unreadable(listed[0]?.path ?? '')
  const byText = new Map(resultOf(stripped).map((result, index) => [texts[index], result]))
  return linkProgram(listed, fixtures, (text) => byText.get(text) ?? missing(text))
}

function missing(text: string): Stripped {
  throw new Error(`A text of ${text.length} characters was not stripped`)
}

function unreadable(path: string): Linked {
  return {
    ok: false,
    path,
    fault: { message: 'it is nested too deep, or too long, to be read', start: 0, end: 0 },
  }
}

const linked = new WeakMap<readonly ServedFile[], Promise<Program>>()

/** A program of the bundle's own, made once. */
export function ownProgram(sandbox: Sandbox, row: Row, files: readonly ServedFile[]): Promise<Program> {
  const known = linked.get(files)
  if (known) return known
  const made = link(sandbox, row, files).then((result) => {
    if (!result.ok) throw new Error(`${row.task.id}: ${result.path} does not load: ${result.fault.message}`)
    return result.program
  })
  linked.set(files, made)
  made.catch(() => linked.delete(files))
  return made
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
