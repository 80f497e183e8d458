import type { Cache } from '../../core/cache.ts'
import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import type { Bundle } from '../../model/bundle.ts'
import { feedbackLevels } from '../../model/policy-words.ts'
import { UnusableBundle } from '../../runtime/bundle/unusable-bundle.ts'
import type { Breach, Plan, TaskAttack } from './attack-task.ts'
import { BATTERY } from './battery.generated.ts'
import { exploits } from './exploits/exploits.ts'
import { combine, type Figure, sameKey } from './figures.ts'
import type { HeldOut } from './held-out.ts'
import type { Honest } from './honest.ts'
import type { AttackAnswer, AttackJob } from './job.ts'
import { sliceOf } from './slice.ts'

/** The whole battery, at every level that an agent may be given. */
export const wholePlan: Plan = {
  exploits,
  levels: feedbackLevels.filter((level) => level !== 'full'),
  seeds: 10,
}

export interface AttackOptions extends Plan {
  /** Ids of the tasks to attack; all when null. */
  readonly tasks: readonly string[] | null
  /**
   * What blind reviewers wrote, for the honest controls; where there is nothing for an item, they use its author's
   * words. Null where no controls are wanted.
   */
  readonly heldOut: readonly HeldOut[] | null
  /** What was found for the same content under the same plan; null to play everything again. */
  readonly cache: Cache | null
  /** Plays one task: `playJob`, in this thread or in another. */
  play(job: AttackJob): AttackAnswer | Promise<AttackAnswer>
  /** Called after each task that was played. */
  report(task: string): void
}

/** A task's figures and those of its honest controls. */
export interface AttackedTask extends TaskAttack {
  readonly honest: readonly Honest[]
}

export interface BundleAttack {
  readonly tasks: readonly AttackedTask[]
  /** Over all tasks, in the order of the battery. */
  readonly corpus: readonly Figure[]
  readonly breaches: readonly Breach[]
}

/**
 * Attacks the tasks of a bundle. Deterministic: the same bundle and options give the same figures. Throws where the
 * bundle cannot be used.
 */
export async function attackBundle(bundle: Bundle, options: AttackOptions): Promise<BundleAttack> {
  const ids = bundle.public.tasks
    .map(({ id }) => id)
    .filter((id) => options.tasks === null || options.tasks.includes(id))
  const tasks = await Promise.all(ids.map((id) => attackOne(sliceOf(bundle, id), id, options)))
  return { tasks, corpus: corpusFigures(tasks), breaches: tasks.flatMap(({ breaches }) => breaches) }
}

async function attackOne(slice: Bundle, id: string, options: AttackOptions): Promise<AttackedTask> {
  const { exploits: chosen, levels, seeds } = options
  const plan = { exploits: chosen.map(({ name }) => name), levels, seeds }
  const heldOut = options.heldOut?.filter(({ task }) => task === id) ?? null
  const attack = new Kept<TaskAttack>(options.cache, `attacks/${id}${suffixOf(plan)}.json`, { slice, plan })
  const honest = new Kept<readonly Honest[]>(options.cache, `honest/${id}.json`, { slice, heldOut })
  const known = { attack: await attack.read(), honest: heldOut ? await honest.read() : [] }
  if (known.attack && known.honest) return { ...known.attack, honest: known.honest }
  const played = await options.play({
    bundle: slice,
    attack: known.attack ? null : plan,
    heldOut: known.honest ? null : heldOut,
  })
  if ('unusable' in played) throw new UnusableBundle(played.unusable)
  options.report(id)
  const found = { attack: known.attack ?? played.attack, honest: known.honest ?? played.honest }
  if (!found.attack || !found.honest) throw new Error('Not all was played that was asked for')
  if (!known.attack) await attack.write(found.attack)
  if (!known.honest) await honest.write(found.honest)
  return { ...found.attack, honest: found.honest }
}

/** What is played in part is kept beside the whole, not in its place. */
function suffixOf(plan: NonNullable<AttackJob['attack']>): string {
  const whole = { ...wholePlan, exploits: exploits.map(({ name }) => name) }
  const [spelling, usual] = [canonicalJson(plan), canonicalJson(whole)]
  return spelling === usual ? '' : `-${sha256(spelling).slice(0, 8)}`
}

/** A result in the cache, good for as long as nothing has changed on which it depends. */
class Kept<Result> {
  readonly #cache: Cache | null
  readonly #name: string
  readonly #key: string

  constructor(cache: Cache | null, name: string, content: unknown) {
    this.#cache = cache
    this.#name = name
    this.#key = sha256(canonicalJson([BATTERY, content]))
  }

  /** A file that is missing, cut off or of something else counts as not there. */
  async read(): Promise<Result | null> {
    const text = (await this.#cache?.read(this.#name)) ?? ''
    try {
      const { key, result } = JSON.parse(text)
      return key === this.#key ? result : null
    } catch {
      return null
    }
  }

  async write(result: Result): Promise<void> {
    await this.#cache?.write(this.#name, JSON.stringify({ key: this.#key, result }))
  }
}

function corpusFigures(tasks: readonly AttackedTask[]): readonly Figure[] {
  const all = tasks.flatMap(({ figures }) => figures)
  const firsts = all.filter((figure, index) => all.findIndex((other) => sameKey(figure, other)) === index)
  return firsts.map((figure) => combine(all.filter((other) => sameKey(figure, other))))
}
