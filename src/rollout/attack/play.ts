import { drawIndex } from '../../core/draw.ts'
import type { Finding } from '../../model/finding.ts'
import type { FindingEntry } from '../../model/ledger.ts'
import type { Policy } from '../../model/policy.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import { startEpisode, stepEpisode } from '../../runtime/environment/episode.ts'
import { observe } from '../../runtime/environment/observe.ts'
import { readAction } from '../../runtime/server/session.ts'
import type { Cheat, Draw, Exploit, Reply } from './exploit.ts'

/** One episode of a cheat, played to its end. */
export interface Played {
  /** In units of 2^-20. */
  readonly score: number
  readonly submitted: readonly Finding[]
  readonly entries: readonly FindingEntry[]
}

/** So many messages in a row that make no sense end the connection: the episode is then left as it is. */
const MOST_REFUSED = 200

/** Plays a cheat through the environment as a session does: what cannot be read is refused and counts for nothing. */
export function playCheat(row: Row, policy: Policy, cheat: Cheat): Played {
  let episode = startEpisode(row, policy, [])
  let reply: Reply = { observation: observe(episode, null), reward: null, isRefused: false }
  let refused = 0
  while (!episode.done && refused < MOST_REFUSED) {
    const action = readAction(cheat(reply))
    if ('faults' in action) {
      refused += 1
      reply = { ...reply, isRefused: true }
      continue
    }
    const turn = stepEpisode(episode, action)
    episode = turn.episode
    reply = { observation: observe(episode, turn.problem), reward: turn.reward, isRefused: false }
  }
  const entries = episode.ledger.filter((entry) => entry.entry === 'finding')
  return { score: episode.assessment.total, submitted: episode.submitted, entries }
}

/** An exploit's episode on a row: the same for the same seed. `rows` are all rows of the task. */
export function startExploit(
  exploit: Exploit,
  row: Row,
  rows: readonly Row[],
  policy: Policy,
  seed: number,
): Cheat {
  const draw = drawFor(exploit.name, row, seed)
  switch (exploit.sees) {
    case 'wire':
      return exploit.start(draw)
    case 'resets':
      return exploit.start(
        draw,
        rows.map((one) => observe(startEpisode(one, policy, []), null)),
      )
    case 'rubric':
      return exploit.start(draw, row, rows)
  }
}

export function drawFor(name: string, { task, number }: Row, seed: number): Draw {
  return (label, count) => drawIndex(`attack/${name}/${seed}/${task.id}/${number}/${label}`, count)
}
