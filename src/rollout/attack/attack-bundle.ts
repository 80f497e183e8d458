import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import type { Bundle } from '../../model/bundle.ts'
import { feedbackLevels } from '../../model/policy.ts'
import { indexBundle } from '../../runtime/bundle/opened.ts'
import { attackTask, type Breach, type Plan, type TaskAttack } from './attack-task.ts'
import { BATTERY } from './battery.generated.ts'
import { exploits } from './exploits/exploits.ts'
import { combine, type Figure, sameKey } from './figures.ts'
import type { HeldOut } from './held-out.ts'
import { type Honest, honestTask } from './honest.ts'

/** The whole battery, at every level that an agent may be given. */
export const wholePlan: Plan = {
  exploits,
  levels: feedbackLevels.filter((level) => level !== 'full'),
  seeds: 20,
}

export interface AttackOptions extends Plan {
  /** Ids of the tasks to attack; all when null. */
  readonly tasks: readonly string[] | null
  /** What blind reviewers wrote; where there is nothing for an item, the honest control uses its author's words. */
  readonly heldOut: readonly HeldOut[]
  /** What was found for a task of the same content under the same plan, or null. */
  recall(key: string): AttackedTask | null
  /** Called after each task that was played and not recalled. */
  report(task: AttackedTask): void
}

/** A task's figures and those of its honest controls, by the key under which they may be kept. */
export interface AttackedTask extends TaskAttack {
  readonly key: string
  readonly honest: readonly Honest[]
}

export interface BundleAttack {
  readonly tasks: readonly AttackedTask[]
  /** Over all tasks, in the order of the battery. */
  readonly corpus: readonly Figure[]
  readonly breaches: readonly Breach[]
}

/** Attacks the tasks of a bundle. Deterministic: the same bundle and options give the same figures. */
export function attackBundle(bundle: Bundle, options: AttackOptions): BundleAttack {
  const opened = indexBundle(bundle)
  const tasks = bundle.public.tasks
    .filter(({ id }) => options.tasks === null || options.tasks.includes(id))
    .map(({ id }): AttackedTask => {
      const key = attackKey(bundle, id, options)
      const known = options.recall(key)
      if (known) return known
      const rows = opened.tasks.get(id) ?? []
      const found = { ...attackTask(rows, options), key, honest: honestTask(rows, options.heldOut) }
      options.report(found)
      return found
    })
  return { tasks, corpus: corpusFigures(tasks), breaches: tasks.flatMap(({ breaches }) => breaches) }
}

/** One text for all that a task's figures depend on. */
export function attackKey(
  bundle: Bundle,
  id: string,
  { exploits, levels, seeds, heldOut }: Pick<AttackOptions, 'exploits' | 'levels' | 'seeds' | 'heldOut'>,
): string {
  const shown = bundle.public.tasks.find((task) => task.id === id)
  const contents = shown?.rows.flat().map(({ content }) => content)
  const { concepts, heads, tasks } = bundle.private
  return sha256(
    canonicalJson({
      battery: BATTERY,
      grader: bundle.grader,
      task: shown,
      contents,
      rubric: tasks[id],
      concepts: Object.fromEntries(Object.entries(concepts).filter(([name]) => isOf(name, id))),
      heads,
      exploits: exploits.map(({ name }) => name),
      levels,
      seeds,
      heldOut: heldOut.filter(({ task }) => task === id),
    }),
  )
}

/** Whether a concept may matter to a task: its own begin with its id, those of packs are everybody's. */
function isOf(concept: string, task: string): boolean {
  return !concept.includes('/') || concept.startsWith(`${task}/`)
}

function corpusFigures(tasks: readonly AttackedTask[]): readonly Figure[] {
  const all = tasks.flatMap(({ figures }) => figures)
  const firsts = all.filter((figure, index) => all.findIndex((other) => sameKey(figure, other)) === index)
  return firsts.map((figure) => combine(all.filter((other) => sameKey(figure, other))))
}
