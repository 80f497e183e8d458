import type { Bundle } from '../../model/bundle.ts'
import { formatAttack, formatBreach } from '../../report/attack.ts'
import type { BundleAttack } from '../../rollout/attack/attack-bundle.ts'
import type { Breach } from '../../rollout/attack/attack-task.ts'
import type { Margin } from '../../rollout/attack/summary.ts'
import { openAttackers } from '../attackers.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { fileCache } from '../file-cache.ts'
import { ExitCode } from '../host.ts'
import { named } from '../named.ts'
import { readBundleAt } from '../open-bundle.ts'
import { printJson } from '../print-diagnostics.ts'
import { readHeldOutAt } from '../read-held-out.ts'
import { wholeNumber } from '../whole-number.ts'

interface AttackOptions extends CommonOptions {
  readonly task?: readonly string[]
  readonly exploit?: readonly string[]
  readonly seeds: string
  readonly heldOut?: string
  readonly cache: boolean
}

export const attackCommand: CommandModule = {
  example: 'reviewgym attack --task order-search',
  declare: (command) =>
    command
      .argument('[bundle]', 'a compiled bundle (default: compile tasks/ first)')
      .option('--task <id...>', 'only these tasks')
      .option('--exploit <name...>', 'only these exploits')
      .option('--seeds <number>', 'episodes a row for exploits that play by chance', '20')
      .option('--held-out <file>', 'labelled findings of blind reviewers, for the honest control')
      .option('--no-cache', 'play again what has been played before'),
  async run(host, [path], options: AttackOptions) {
    const { attackBundle, wholePlan } = await import('../../rollout/attack/attack-bundle.ts')
    const { marginOf } = await import('../../rollout/attack/summary.ts')
    const seeds = wholeNumber('seeds', options.seeds, 1, 10_000)
    const exploits = options.exploit?.map((name) => named('exploit', name, wholePlan.exploits))
    const heldOut = options.heldOut === undefined ? [] : await readHeldOutAt(options.heldOut, host)
    const read = await readBundleAt(path as string | undefined, options, host)
    if (read === null) return ExitCode.problems
    const all = read.bundle.public.tasks.map(({ id }) => ({ name: id }))
    const tasks = options.task?.map((name) => named('task', name, all).name) ?? null
    const plan = { ...wholePlan, exploits: exploits ?? wholePlan.exploits, seeds, tasks, heldOut }
    const attackers = await openAttackers(host)
    const found = await attackBundle(read.bundle, {
      ...plan,
      cache: options.cache ? fileCache(host) : null,
      play: attackers.play,
      report: (task) => host.status(`attacked ${task} …`),
    }).finally(attackers.close)
    const margin = marginOf(found, plan.exploits)
    if (options.json) printJson(host, 'attack', { bundle: read.bundle.sha256, margin, ...found })
    else await print(found, margin, read.bundle, options, host)
    return found.breaches.length > 0 ? ExitCode.problems : ExitCode.ok
  },
}

async function print(
  found: BundleAttack,
  margin: Margin | null,
  bundle: Bundle,
  { quiet }: CommonOptions,
  host: Parameters<CommandModule['run']>[0],
): Promise<void> {
  const { sameKey } = await import('../../rollout/attack/figures.ts')
  const { worstTask } = await import('../../rollout/attack/summary.ts')
  host.status('')
  const lines = found.corpus.map((figure) => {
    const worst = worstTask(figure, found.tasks)
    const breach = found.breaches.find((one) => one.task === worst?.task && sameKey(one.figure, figure))
    return { figure, worst: worst && { ...worst, item: breach?.payment.item ?? null } }
  })
  if (!quiet) host.print(`${formatAttack(lines)}\n\n`)
  for (const breach of found.breaches) {
    const remarks = await kindNameRemarks(breach, bundle)
    host.print(`${[formatBreach(breach), ...remarks].join('\n  ')}\n\n`)
  }
  if (quiet) return
  if (margin) host.print(describeMargin(margin))
  const broken =
    found.breaches.length === 0 ? 'Every bound holds' : `${found.breaches.length} bounds are broken`
  host.print(`${broken}: ${found.tasks.length} tasks, ${found.corpus.length} figures\n`)
}

async function kindNameRemarks(
  { payment: { kind, concepts, patterns } }: Breach,
  bundle: Bundle,
): Promise<readonly string[]> {
  const { kindNameRemark } = await import('../../rollout/attack/kind-name.ts')
  return concepts.flatMap((concept, at) => {
    const pattern = bundle.private.concepts[concept]?.[patterns[at] ?? 0]
    return (pattern !== undefined && kindNameRemark({ concept, pattern, kind })) || []
  })
}

function describeMargin({ honest_half, best_exploit, margin, weak_honest, texts }: Margin): string {
  const words =
    texts.held_out === 0
      ? 'in their authors’ words'
      : `${texts.held_out} in blind reviewers’ words, ${texts.accepts} in their authors’`
  const error = weak_honest.standard_error.toFixed(3)
  return `An honest review of half of the items earns ${honest_half.toFixed(3)} under \`strict\` (items ${words}), the best blind exploit, \`${best_exploit.exploit}\`, ${best_exploit.mean.toFixed(3)}: a margin of ${margin.toFixed(3)}.
A weak honest reviewer earns ${weak_honest.mean.toFixed(3)} ± ${error} under \`learn\`, silence 0.\n`
}
