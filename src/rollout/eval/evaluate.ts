import type { Split } from '../../model/policy-words.ts'
import type { OpenBundle, Row } from '../../runtime/bundle/opened.ts'
import type { Policies } from '../../runtime/environment/policy.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import type { Control } from '../agents/agent.ts'
import { type Played, playEpisode, playEpisodeIn } from './play.ts'

/**
 * Plays every row of the given splits once for each seed, in the bundle's order. For agents that have nothing run; all
 * others play {@link evaluateIn} a sandbox.
 */
export function* evaluate(
  bundle: OpenBundle,
  policies: Policies,
  agent: Control,
  chosen: readonly Split[],
  seeds = 1,
): Generator<Played> {
  for (const row of rowsOf(bundle, chosen))
    for (let seed = 0; seed < seeds; seed += 1) yield playEpisode(row, policies[row.task.split], agent, seed)
}

export async function* evaluateIn(
  sandbox: Sandbox,
  bundle: OpenBundle,
  policies: Policies,
  agent: Control,
  chosen: readonly Split[],
  seeds = 1,
): AsyncGenerator<Played> {
  for (const row of rowsOf(bundle, chosen))
    for (let seed = 0; seed < seeds; seed += 1)
      yield playEpisodeIn(sandbox, row, policies[row.task.split], agent, seed)
}

function rowsOf(bundle: OpenBundle, chosen: readonly Split[]): readonly Row[] {
  return [...bundle.tasks.values()].flat().filter(({ task }) => chosen.includes(task.split))
}
