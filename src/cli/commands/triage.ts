import { plural } from '../../report/pretty.ts'
import type { Proposal } from '../../rollout/trajectory/triage.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { trajectoriesIn } from '../run-folder.ts'
import { wholeNumber } from '../whole-number.ts'

interface TriageOptions extends CommonOptions {
  readonly agree: string
  readonly output?: string
}

const FORMAT = 'reviewgym-triage/1'

/** What an author says of a proposal; null until then. */
const decisions = ['rubric', 'accepted', 'rejected', null] as const

interface Decided extends Proposal {
  readonly decision: (typeof decisions)[number]
  readonly reason: string | null
}

export const triageCommand: CommandModule = {
  example: 'reviewgym triage runs/my-model-16eab51d6910',
  declare: (command) =>
    command
      .argument('<runs...>', 'run folders')
      .option('--agree <number>', 'in so many rollouts it must have been reported', '3')
      .option('-o, --output <file>', 'where proposals and decisions are kept (default: triage.json)'),
  async run(host, [folders], options: TriageOptions) {
    const { proposalsOf, unmatchedIn } = await import('../../rollout/trajectory/triage.ts')
    const agree = wholeNumber('rollouts', options.agree, 2, 1_000_000)
    const found = []
    for (const run of folders as string[])
      for await (const trajectory of trajectoriesIn(run, host)) found.push(...unmatchedIn(trajectory))
    const path = options.output ?? 'triage.json'
    const before = await decidedAt(path, host)
    const proposals = proposalsOf(found, { agree }).map((proposal): Decided => {
      const known = before.get(proposal.key)
      return { ...proposal, decision: known?.decision ?? null, reason: known?.reason ?? null }
    })
    const again = new Set(proposals.map(({ key }) => key))
    const settled = [...before.values()].filter(({ key, decision }) => decision !== null && !again.has(key))
    const all = { format: FORMAT, proposals: [...proposals, ...settled] }
    await host.writeFile(path, `${JSON.stringify(all, null, 2)}\n`)
    const open = proposals.filter(({ decision }) => decision === null)
    if (options.json) host.print(`${JSON.stringify({ ...all, open: open.length }, null, 2)}\n`)
    else if (!options.quiet) {
      for (const proposal of open) host.print(`${formatProposal(proposal)}\n\n`)
      host.print(
        `${plural(open.length, 'open proposal')}, ${proposals.length - open.length} decided; ${path}\n${open.length > 0 ? 'Set `decision` there to "rubric", "accepted" or "rejected", with a `reason`\n' : ''}`,
      )
    }
    return ExitCode.ok
  },
}

async function decidedAt(path: string, host: Host): Promise<ReadonlyMap<string, Decided>> {
  if ((await host.entryAt(path)) !== 'file') return new Map()
  const value = parse(new TextDecoder().decode(await host.readFile(path)))
  const proposals: unknown = Reflect.get(Object(value), 'proposals')
  if (Reflect.get(Object(value), 'format') !== FORMAT || !Array.isArray(proposals))
    throw new UsageError(`\`${path}\` holds no triage`, 'Name another file with `-o`')
  for (const [index, one] of proposals.entries()) {
    const { decision, reason } = Object(one)
    if (!decisions.some((word) => word === decision))
      throw new UsageError(
        `\`${path}\`: proposals[${index}].decision is ${JSON.stringify(decision)}`,
        'Write "rubric", "accepted", "rejected" or null',
      )
    if (decision === 'rejected' && (typeof reason !== 'string' || reason.trim() === ''))
      throw new UsageError(`\`${path}\`: proposals[${index}] is rejected without a \`reason\``)
  }
  return new Map((proposals as Decided[]).map((one) => [one.key, one]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function formatProposal({ task, file, line, kind, rollouts, players, messages, drafts }: Proposal): string {
  const told = messages.map((message) => `  “${message.replaceAll(/\s+/g, ' ')}”`).join('\n')
  const draft = drafts.accepted.trimEnd().replace(/^/gm, '    ')
  return `${task} ${file}: ${kind}, ${plural(rollouts, 'rollout')} of ${players.join(', ')}\n  at ${line}\n${told}\n  as accepted:\n${draft}`
}
