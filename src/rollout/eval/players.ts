import type { Observation } from '../../model/observation.ts'
import type { Player } from '../../model/trajectory.ts'
import type { OpenBundle, Row } from '../../runtime/bundle/opened.ts'
import type { Agent } from '../agents/agent.ts'
import { agents } from '../agents/agents.ts'
import { exploits } from '../attack/exploits/exploits.ts'
import { startExploit } from '../attack/play.ts'
import { agentReviewer, cheatReviewer } from './agent-reviewer.ts'
import type { PlannedEpisode } from './plan.ts'
import type { Reviewer } from './reviewer.ts'

/** Somebody who can play any episode of a run. */
export interface Cast {
  readonly player: Player
  /** All that its answers hang on beside its name and the episode. */
  readonly settings: unknown
  /** What it costs to look at a row once, in tokens, at a guess; null where it costs nothing. */
  readonly guess: ((observation: Observation) => number) | null
  /** What it needs of others' packages for tasks in these languages. */
  readonly needs?: Agent['needs']
  start(planned: PlannedEpisode): Promise<Reviewer>
}

/** What plays without a model: agents, then exploits, by name. */
export const ownPlayers: readonly { readonly name: string; cast(bundle: OpenBundle): Cast }[] = [
  ...agents.map((agent) => ({
    name: agent.name,
    cast: (bundle: OpenBundle): Cast => ({
      player: { type: 'agent', name: agent.name },
      settings:
        agent.needs?.(languagesOf(bundle)).map(({ name, installed }) => `${name} ${installed}`) ?? null,
      guess: null,
      needs: agent.needs,
      start: async ({ place, seed }) => agentReviewer(await agent.start(rowOf(bundle, place), seed)),
    }),
  })),
  ...exploits.map((exploit) => ({
    name: exploit.name,
    cast: (bundle: OpenBundle): Cast => ({
      player: { type: 'agent', name: exploit.name },
      settings: null,
      guess: null,
      async start({ place, seed }) {
        const rows = bundle.tasks.get(place.taskId) ?? []
        return cheatReviewer(startExploit(exploit, rowOf(bundle, place), rows, place.policy, seed))
      },
    }),
  })),
]

function languagesOf({ tasks }: OpenBundle): readonly string[] {
  const languages = [...tasks.values()].flatMap(([row]) => row?.task.language ?? [])
  return [...new Set(languages)].sort()
}

function rowOf(bundle: OpenBundle, { taskId, row }: PlannedEpisode['place']): Row {
  const found = bundle.tasks.get(taskId)?.[row]
  if (!found) throw new Error(`There is no row ${row} of ${taskId}`)
  return found
}
