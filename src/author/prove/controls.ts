import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Bundle } from '../../model/bundle.ts'
import { defaultPolicies } from '../../model/policy.ts'
import type { PatchVerdict } from '../../model/verdict.ts'
import { nop } from '../../rollout/agents/nop.ts'
import { oracle } from '../../rollout/agents/oracle.ts'
import { sliceOf } from '../../rollout/attack/slice.ts'
import { type Played, playEpisodeIn } from '../../rollout/eval/play.ts'
import { indexBundle, type OpenBundle, type Row } from '../../runtime/bundle/opened.ts'
import { nodeAt } from '../syntax/tree.ts'
import type { Task } from '../task/task.ts'
import type { Workbench } from './workbench.ts'

/**
 * Plays the two agents whose score is known on every row, through the real environment: the oracle must earn the
 * closed formula's maximum, an agent that does nothing 0 wherever there is a defect. What was played once is not
 * played again.
 */
export async function proveControls(
  tasks: readonly Task[],
  bundle: Bundle,
  bench: Workbench,
): Promise<readonly Diagnostic[]> {
  const opened = indexBundle(bundle)
  const found: Diagnostic[] = []
  for (const [index, task] of tasks.entries()) {
    const name = `controls/${task.spec.id}.txt`
    const key = keyOf(bundle, task.spec.id, bench)
    if ((await bench.cache.read(name)) === key) continue
    bench.status(`playing ${task.spec.id} (${index + 1} of ${tasks.length}) …`)
    const diagnostics = await playControls(task, opened, bench)
    if (diagnostics.length === 0) await bench.cache.write(name, key)
    found.push(...diagnostics)
  }
  return found
}

/** All that the scores of a task's rows depend on. */
function keyOf(bundle: Bundle, id: string, bench: Workbench) {
  const { grader, private: hidden, public: shown } = sliceOf(bundle, id)
  const { concepts, heads } = hidden
  return sha256(
    canonicalJson([bench.sandboxIdentity, grader, shown.tasks[0], hidden.tasks[id], concepts, heads]),
  )
}

async function playControls(
  task: Task,
  bundle: OpenBundle,
  { sandbox }: Workbench,
): Promise<readonly Diagnostic[]> {
  const span = nodeAt(task.source.root, ['rubric']).span
  const found: Diagnostic[] = []
  for (const row of bundle.tasks.get(task.spec.id) ?? []) {
    const best = await playEpisodeIn(sandbox, row, policyOf(row), oracle, 0)
    if (best.score !== best.maximum)
      found.push(
        diagnosticAt('prove/oracle', span, `On \`${best.variant}\` a perfect review earns ${best.score}`, {
          notes: [
            { message: `The most that the row can give is ${best.maximum}`, span: null },
            ...shortcomings(best, row).map((message) => ({ message, span: null })),
          ],
          hint: 'See `reviewgym grade --explain` with the first `accepts` of each item',
        }),
      )
    const idle = await playEpisodeIn(sandbox, row, policyOf(row), nop, 0)
    if (row.rubric.items.length > 0 && idle.score !== 0)
      found.push(
        diagnosticAt('prove/nop', span, `On \`${idle.variant}\` doing nothing earns ${idle.score}, not 0`),
      )
  }
  return found
}

const refusals: Readonly<Record<Exclude<PatchVerdict['verdict'], 'accepted'>, string>> = {
  unloadable: 'the program does not load with them',
  'changes-api': 'the files export something else than before',
  'fails-tests': 'a test of the task does not hold with them',
}

/** What went wrong with each part of a review that should have been perfect. */
function shortcomings({ ledger }: Played, { rubric: { items } }: Row): readonly string[] {
  return ledger.flatMap((entry) => {
    switch (entry.entry) {
      case 'refused':
        return [`Refused: ${entry.problem}`]
      case 'patch':
        if (entry.verdict !== 'accepted')
          return [`The fixes of all items together, as one patch, are refused: ${refusals[entry.verdict]}`]
        return items
          .filter(({ source }) => source.cases.length > 0 && !entry.fixed.includes(source.id))
          .map(({ id }) => `The fixes of all items together do not mend \`${id}\``)
      case 'finding': {
        const own = items[entry.index]?.id
        if (entry.class === 'matched' && entry.item === own)
          return entry.quality < 40
            ? [`\`${own}\` is explained, but not in full: \`recommendation\` does not meet \`remedy\``]
            : []
        return [`The first of \`accepts\` of \`${own}\` is ${entry.class}, not matched`]
      }
      default:
        return []
    }
  })
}

function policyOf({ task }: Row) {
  return defaultPolicies[task.split]
}
