import { type Diagnostic, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Bundle } from '../../model/bundle.ts'
import { proveAttacks } from '../prove/attacks.ts'
import { proveControls } from '../prove/controls.ts'
import { proofOf, proveTasks } from '../prove/prove.ts'
import { summarizeMatrix, type TaskSummary } from '../prove/summary.ts'
import type { Workbench } from '../prove/workbench.ts'
import type { Task } from '../task/task.ts'
import { bundleOf } from './bundle-pieces.ts'
import { checkTypes } from './check-types.ts'
import { emitBundle, withAttacks } from './emit.ts'
import type { TaskFileContent } from './file-content.ts'
import { lintCorpus } from './lint-corpus.ts'
import { SoundCorpus } from './sound-corpus.ts'
import { UnprovedCorpus } from './unproved-corpus.ts'

/** What proving a corpus showed. */
export interface ProvedCorpus {
  readonly summaries: readonly TaskSummary[]
  /** Null as long as any file has an error. */
  readonly bundle: Bundle | null
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Lints task files, checks their types on every variant, runs what they claim, plays the controls, and lets cheaters
 * loose on them where the workbench has any. Where the same tool has found nothing to say about the same files before,
 * it is not done again.
 */
export async function proveCorpus(
  files: readonly TaskFileContent[],
  bench: Workbench,
  config: TaskFileContent | null = null,
): Promise<ProvedCorpus> {
  const known = new SoundCorpus(config ? [config, ...files] : files, bench)
  const before = await known.read()
  if (before) return { ...before, diagnostics: [] }
  const { tasks, diagnostics } = await lintCorpus(files, config)
  const types = await checkTypes(tasks, bench)
  const isSound = ({ source }: Task) => !types.some(({ path }) => path === source.root.span.source.path)
  const proved = await proveTasks(tasks.filter(isSound), bench)
  const summaries = proved.map(({ matrix }) => summarizeMatrix(matrix))
  const found = sortDiagnostics([...diagnostics, ...types, ...proved.flatMap((one) => one.diagnostics)])
  if (hasErrors(found)) return { summaries, bundle: null, diagnostics: found }
  const bundle = emitBundle(tasks, proofOf(proved))
  const attacked = await proveAttacks(tasks, bundle, bench)
  const played = [...(await proveControls(tasks, bundle, bench)), ...attacked.diagnostics]
  const all = sortDiagnostics([...found, ...played])
  if (hasErrors(all)) return { summaries, bundle: null, diagnostics: all }
  const whole = attacked.attacks ? withAttacks(bundle, attacked.attacks) : bundle
  if (all.length === 0) await known.write({ summaries, bundle: whole })
  return { summaries, bundle: whole, diagnostics: all }
}

/**
 * From task files to a bundle; null as long as any file has an error. Without a workbench nothing is run, and the bundle
 * says that it was not proved.
 */
export async function compileCorpus(
  files: readonly TaskFileContent[],
  bench: Workbench | null = null,
  config: TaskFileContent | null = null,
): Promise<Outcome<Bundle>> {
  if (bench) {
    const { bundle, diagnostics } = await proveCorpus(files, bench, config)
    return { value: bundle, diagnostics }
  }
  const { bundle, diagnostics } = await new UnprovedCorpus(null, (_, pack) => pack({ threads: [] })).update({
    changed: files,
    gone: [],
    config,
  })
  return { value: bundle && bundleOf(bundle), diagnostics }
}
