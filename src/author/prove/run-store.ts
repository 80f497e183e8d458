import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import type { Call } from '../../model/call.ts'
import type { Program } from '../../runtime/sandbox/program.ts'
import type { RunInput } from '../../runtime/sandbox/run.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import type { Cell } from './matrix.ts'

/** How many runs are under way at most: enough to keep every worker busy, and no more than their queue takes. */
const AT_ONCE = 64

/** The runs of one task: those of an earlier compilation of the same programs and calls are not made again. */
export class RunStore {
  readonly #sandbox: Pick<Sandbox, 'run'>
  readonly #identity: string
  readonly #kept: ReadonlyMap<string, Cell>
  readonly #used = new Map<string, Cell>()
  readonly #waiting: (() => void)[] = []
  #running = 0
  /** How many runs were made, and not taken from an earlier compilation. */
  made = 0

  /** `identity` names the sandbox; what another one gave is worth nothing. */
  constructor(sandbox: Pick<Sandbox, 'run'>, identity: string, kept: string | null) {
    this.#sandbox = sandbox
    this.#identity = identity
    this.#kept = readKept(kept)
  }

  /** The runs of one program. */
  program(program: Program): { run(calls: readonly Call[], seed: number): Promise<Cell> } {
    const digest = sha256(canonicalJson(program))
    return {
      run: async (calls, seed) => {
        const key = sha256(canonicalJson([this.#identity, digest, calls, seed]))
        const cell =
          this.#used.get(key) ?? this.#kept.get(key) ?? (await this.#make({ program, calls, seed }))
        if (cell.status === 'ran') this.#used.set(key, cell)
        return cell
      },
    }
  }

  /** What the next compilation may use, or null when it is what this one found. */
  toKeep(): string | null {
    const isSame = this.#used.size === this.#kept.size && this.made === 0
    return isSame ? null : JSON.stringify([...this.#used].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  async #make(input: RunInput): Promise<Cell> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running += 1
    this.made += 1
    try {
      const answer = await this.#sandbox.run(input)
      if (answer.status !== 'ran')
        return { status: 'failed', detail: answer.status === 'failed' ? answer.detail : answer.reason }
      const { outcomes, end, problem } = answer.result
      return { status: 'ran', outcomes, unloadable: end === 'unloadable' ? (problem ?? '') : null }
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }
}

function readKept(text: string | null): ReadonlyMap<string, Cell> {
  try {
    const entries: unknown = JSON.parse(text ?? '[]')
    return new Map(Array.isArray(entries) ? entries.filter(isEntry) : [])
  } catch {
    return new Map()
  }
}

function isEntry(entry: unknown): entry is [string, Cell] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false
  const cell: unknown = entry[1]
  return typeof cell === 'object' && cell !== null && Array.isArray(Reflect.get(cell, 'outcomes'))
}
