import type { Action } from '../../src/model/action.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { FindingEntry } from '../../src/model/ledger.ts'
import { defaultPolicies } from '../../src/model/policy.ts'
import type { Verdicts } from '../../src/model/verdict.ts'
import type { Row, RowItem } from '../../src/runtime/bundle/opened.ts'
import { type Episode, startEpisode, stepEpisode, type Turn } from '../../src/runtime/environment/episode.ts'
import { prepareTurn } from '../../src/runtime/environment/prepare.ts'
import type { Sandbox } from '../../src/runtime/sandbox/sandbox.ts'

/** What running shows of an action; a run that breaks fails the test. */
export async function ranFor(sandbox: Sandbox, episode: Episode, action: Action): Promise<Verdicts> {
  const ran = await prepareTurn(sandbox, episode, action)
  if ('failed' in ran) throw new Error(ran.failed)
  return ran
}

/** Plays actions in a new episode, running what they ask for. */
export async function playIn(
  sandbox: Sandbox,
  row: Row,
  ...actions: readonly Action[]
): Promise<{ readonly episode: Episode; readonly turns: readonly Turn[] }> {
  let episode = startEpisode(row, defaultPolicies[row.task.split], [])
  const turns: Turn[] = []
  for (const action of actions) {
    const turn = stepEpisode(episode, action, await ranFor(sandbox, episode, action))
    turns.push(turn)
    episode = turn.episode
  }
  return { episode, turns }
}

/** How findings are graded that come in one batch. */
export async function gradedIn(
  sandbox: Sandbox,
  row: Row,
  findings: readonly Finding[],
): Promise<readonly FindingEntry[]> {
  const { episode } = await playIn(sandbox, row, { operation: 'submit_findings', findings })
  return episode.ledger.filter((entry) => entry.entry === 'finding')
}

/** A finding at the right place and of the right kind that says nothing. */
export function vagueFinding({ kind, severity, anchors: [anchor] }: RowItem): Finding {
  const first = anchor?.lines[0] ?? 1
  return {
    file: anchor?.path ?? '',
    range: [first, first],
    kind,
    severity,
    title: 'See the calls',
    message: 'The calls below come out in another way than this part of the program promises.',
    confidence: 1,
  }
}

/** The row of a task that has exactly these items. */
export function rowOf(rows: readonly Row[], variant: string): Row {
  const row = rows.find(({ rubric }) => rubric.variant === variant)
  if (!row) throw new Error(`There is no row ${variant}`)
  return row
}
