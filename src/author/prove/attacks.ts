import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Attacks, Bundle } from '../../model/bundle.ts'
import { attackBundle, wholePlan } from '../../rollout/attack/attack-bundle.ts'
import type { Breach } from '../../rollout/attack/attack-task.ts'
import { BATTERY } from '../../rollout/attack/battery.generated.ts'
import type { Task } from '../task/task.ts'
import { blame } from './blame.ts'
import type { Workbench } from './workbench.ts'

/** What cheaters found. */
interface Attacked {
  /** What the bundle may say of it; null where nobody was let loose. */
  readonly attacks: Attacks | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Lets every cheater of the battery play every row: an error for each one that earns more than its bound. */
export async function proveAttacks(
  tasks: readonly Task[],
  bundle: Bundle,
  { attack, cache, status }: Workbench,
): Promise<Attacked> {
  if (attack === null) return { attacks: null, diagnostics: [] }
  let played = 0
  const { breaches } = await attackBundle(bundle, {
    ...wholePlan,
    tasks: null,
    heldOut: null,
    cache,
    play(job) {
      if (played === 0) status(`attacking ${tasks.length} tasks …`)
      return attack(job)
    },
    report(task) {
      played += 1
      status(`attacked ${task} (${played} of at most ${tasks.length}) …`)
    },
  })
  const { exploits, seeds } = wholePlan
  return {
    attacks: { battery: BATTERY, exploits: exploits.length, seeds },
    diagnostics: tasks.flatMap((task) =>
      diagnoseBreaches(
        task,
        bundle,
        breaches.filter((breach) => breach.task === task.spec.id),
      ),
    ),
  }
}

/** One for each cheater: the setting in which it is furthest above its bound speaks for the others. */
function diagnoseBreaches(task: Task, bundle: Bundle, breaches: readonly Breach[]): readonly Diagnostic[] {
  const names = [...new Set(breaches.map(({ figure }) => figure.exploit))]
  return names.flatMap((name) => {
    const own = breaches.filter(({ figure }) => figure.exploit === name)
    const [worst, ...others] = own.sort((a, b) => excess(b) - excess(a))
    return worst ? diagnoseBreach(task, bundle, worst, others.length) : []
  })
}

function excess({ figure: { mean, bound } }: Breach): number {
  return mean - (bound ?? 0)
}

function diagnoseBreach(task: Task, bundle: Bundle, breach: Breach, others: number): Diagnostic {
  const { exploit, mean, standard_error, rows, profile, feedback, delivery, bound } = breach.figure
  const level = feedback === null ? '' : `, level \`${feedback}\`, ${delivery}`
  const earned = `${mean.toFixed(3)} ± ${standard_error.toFixed(3)}`
  const { span, notes, hint } = blame(task, bundle, breach.payment)
  const policy = wholePlan.exploits.find(({ name }) => name === exploit)
  const told = [
    { message: policy?.exploits ?? '', span: null },
    ...notes,
    ...(others > 0
      ? [
          {
            message: `It is above its bound in ${others} other ${others === 1 ? 'setting' : 'settings'} too`,
            span: null,
          },
        ]
      : []),
  ]
  return diagnosticAt(
    'prove/attack',
    span,
    `The cheater \`${exploit}\` earns ${earned} on the ${rows} rows of \`${task.spec.id}\` under \`${profile}\`${level}, and at most ${bound?.toFixed(3)} is allowed${paidBy(breach.payment)}`,
    { notes: told, hint },
  )
}

function paidBy({ item, how }: Breach['payment']): string {
  if (item === null) return ''
  return how === 'taken for an optional remark'
    ? `: \`${item}\` spares it what it says wrong`
    : `: \`${item}\` pays most of it`
}
