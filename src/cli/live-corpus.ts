import type { ProvedCorpus } from '../author/compile/compile.ts'
import type { Diagnostic } from '../core/diagnostic.ts'
import type { ShownAttack, ShownDiagnostic, ShownTask, WorkState } from '../model/authors-work.ts'
import type { Bundle } from '../model/bundle.ts'
import { frame } from '../report/frame.ts'
import { placeOf, plural } from '../report/pretty.ts'
import { plain } from '../report/style.ts'
import type { Figure } from '../rollout/attack/figures.ts'
import type { OpenBundle } from '../runtime/bundle/opened.ts'
import type { AuthorsWork } from '../runtime/server/author-routes.ts'
import { openAttackers } from './attackers.ts'
import { openCompiler } from './compiler.ts'
import { fileCache } from './file-cache.ts'
import type { Host } from './host.ts'
import type { FormatOptions } from './print-diagnostics.ts'
import { type Round, watch } from './watch.ts'

export interface LiveOptions extends FormatOptions {
  /** Whether cheaters play every sound state. */
  readonly attacks?: true
}

/**
 * Tasks that are compiled whenever their files change. What is sound is served at once; errors leave the last sound
 * bundle in its place.
 */
export class LiveCorpus implements AuthorsWork {
  readonly #host: Host
  readonly #options: LiveOptions
  #bundle: OpenBundle | null = null
  #state: WorkState | null = null
  #attackers: ReturnType<typeof openAttackers> | null = null
  #attacking: Promise<void> = Promise.resolve()
  #isSound: (bundle: OpenBundle) => void = () => {}

  constructor(host: Host, options: LiveOptions) {
    this.#host = host
    this.#options = options
  }

  /** The last sound bundle. */
  get bundle(): OpenBundle {
    if (this.#bundle === null) throw new Error('Nothing has been compiled yet')
    return this.#bundle
  }

  state(): WorkState {
    if (this.#state === null) throw new Error('Nothing has been compiled yet')
    return this.#state
  }

  /** Watches, and says on the terminal what is new, until the process is to stop; resolves then. */
  async watch(patterns: readonly string[]): Promise<void> {
    const compiler = await openCompiler(this.#host)
    await watch(this.#host, this.#options, {
      patterns,
      check: async (change, files) => {
        this.#tell({ phase: 'compiling' })
        this.#host.status('Compiling …')
        return this.#take(await compiler.prove(change), files)
      },
    })
    await compiler.close()
    await this.#attacking
    await (await this.#attackers)?.close()
  }

  /** Takes a bundle that is served until the first one of the tasks is there. */
  beginWith(bundle: OpenBundle): void {
    this.#bundle = bundle
    this.#tell({})
  }

  /** Resolves with the first bundle that is sound. */
  first(): Promise<OpenBundle> {
    return new Promise((resolve) => {
      this.#isSound = resolve
    })
  }

  async #take({ bundle, summaries, diagnostics }: ProvedCorpus, files: number): Promise<Round> {
    if (bundle) {
      const { indexBundle } = await import('../runtime/bundle/opened.ts')
      this.#bundle = indexBundle(bundle)
    }
    const tasks = summaries.map(({ task: id, ...summary }): ShownTask => ({ id, ...summary, attacks: null }))
    const attacks = !this.#options.attacks ? 'off' : bundle ? 'playing' : 'waiting'
    const told = { diagnostics: diagnostics.map(shownDiagnostic), files, tasks, attacks } as const
    this.#tell({ phase: bundle ? 'sound' : 'faulty', ...told })
    if (this.#bundle) this.#isSound(this.#bundle)
    if (bundle && this.#options.attacks) this.#attacking = this.#attack(bundle)
    const rows = bundle?.public.tasks.reduce((sum, task) => sum + task.rows.length, 0) ?? 0
    const result =
      bundle &&
      `${plural(tasks.length, 'task')}, ${plural(rows, 'row')}, serving ${bundle.sha256.slice(0, 12)}`
    return { diagnostics, result }
  }

  /** Changes what is told; nothing is told before there is something to serve. */
  #tell(change: Partial<WorkState>): void {
    if (this.#bundle === null) return
    const { sha256, tasks } = this.#bundle
    const rows = [...tasks.values()].reduce((sum, all) => sum + all.length, 0)
    const before = this.#state ?? NOTHING
    const served = { sha256, tasks: tasks.size, rows }
    this.#state = { ...before, ...change, served, revision: before.revision + 1 }
  }

  /** Lets cheaters play one task after the other, as long as nothing newer is there. */
  async #attack(bundle: Bundle): Promise<void> {
    const { attackBundle, wholePlan } = await import('../rollout/attack/attack-bundle.ts')
    const isCurrent = () => this.#bundle?.sha256 === bundle.sha256 && this.#state?.phase === 'sound'
    this.#attackers ??= openAttackers(this.#host)
    const { play } = await this.#attackers
    for (const { id } of bundle.public.tasks) {
      if (!isCurrent()) return
      const options = {
        ...wholePlan,
        tasks: [id],
        heldOut: null,
        cache: fileCache(this.#host),
        play,
        report() {},
      }
      const { corpus } = await attackBundle(bundle, options)
      if (!isCurrent()) return
      const tasks = this.state().tasks.map((task) =>
        task.id === id ? { ...task, attacks: closestOf(corpus) } : task,
      )
      this.#tell({ tasks })
    }
    this.#tell({ attacks: 'played' })
  }
}

const NOTHING: WorkState = {
  revision: 0,
  phase: 'compiling',
  served: { sha256: '', tasks: 0, rows: 0 },
  files: 0,
  diagnostics: [],
  tasks: [],
  attacks: 'off',
}

function shownDiagnostic({ severity, code, message, path, span, notes, hint }: Diagnostic): ShownDiagnostic {
  return {
    severity,
    code,
    message,
    place: span ? placeOf(span) : path,
    frame: span && frame(span, plain),
    notes: notes.map((note) => (note.span ? `${note.message} (${placeOf(note.span)})` : note.message)),
    hint,
  }
}

/** Of each cheater’s figures the one that is closest to its bound, or furthest above it. */
function closestOf(figures: readonly Figure[]): readonly ShownAttack[] {
  const room = ({ mean, standard_error, bound }: Figure) => (bound ?? 2) - mean - 2 * standard_error
  const names = [...new Set(figures.map(({ exploit }) => exploit))]
  return names.flatMap((name) => {
    const [worst] = figures.filter(({ exploit }) => exploit === name).sort((a, b) => room(a) - room(b))
    if (!worst) return []
    const { exploit, rows, profile, mean, bound, verdict } = worst
    return [{ exploit, rows, profile, mean, bound, verdict }]
  })
}
