import { drawIndex } from '../../core/draw.ts'
import type { Action } from '../../model/action.ts'
import type { Finding } from '../../model/finding.ts'
import type { FindingEntry } from '../../model/ledger.ts'
import type { Observation } from '../../model/observation.ts'
import type { Policy } from '../../model/policy.ts'
import type { ProfileName } from '../../model/policy-words.ts'
import { nothingRan, type Verdicts } from '../../model/verdict.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import { type Episode, settle, startEpisode, stepEpisode } from '../../runtime/environment/episode.ts'
import { observe } from '../../runtime/environment/observe.ts'
import { assess } from '../../runtime/grader/assess.ts'
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
  return playedOf(playEpisode(row, policy, cheat))
}

/** The same, as an episode that can be priced again. */
export function playEpisode(row: Row, policy: Policy, cheat: Cheat): Episode {
  let episode = startEpisode(row, policy, [])
  let reply = replyTo(episode, null, null)
  let refused = 0
  while (!episode.done && refused < MOST_REFUSED) {
    const action = readMessage(cheat(reply))
    if ('faults' in action) {
      refused += 1
      reply = refusal(reply)
      continue
    }
    const turn = stepEpisode(episode, action, verdictsOn(episode, action))
    episode = turn.episode
    reply = replyTo(episode, turn.problem, turn.reward)
  }
  return episode
}

/**
 * Nothing is run here. A patch is taken for the best that it could be: what it earns even so is the most that any patch
 * earns without a review. A witness is taken to prove nothing; that bad ones do not is shown where they are run.
 */
function verdictsOn({ row: { rubric } }: Episode, action: Action): Verdicts {
  switch (action.operation) {
    case 'submit_patch':
      return {
        witnesses: [],
        patch: { verdict: 'accepted', problem: null, fixed: rubric.items.map(({ id }) => id) },
      }
    case 'submit_findings':
      return { witnesses: action.findings.map(() => []), patch: null }
    case 'request_hint':
    case 'finalize':
      return nothingRan
  }
}

/** Messages that made sense, as the wire would carry them: cheats send few, again and again. */
const understood = new Map<string, Action>()
const MOST_UNDERSTOOD = 5000

function readMessage(message: unknown): ReturnType<typeof readAction> {
  const spelling = JSON.stringify(message)
  const before = understood.get(spelling)
  if (before) return before
  const read = readAction(message)
  if (!('faults' in read)) {
    if (understood.size >= MOST_UNDERSTOOD) understood.clear()
    understood.set(spelling, read)
  }
  return read
}

/** What a cheat is told. Most look at it once, so it is made when it is looked at. */
function replyTo(episode: Episode, problem: string | null, reward: number | null): Reply {
  let observation: Observation | null = null
  return {
    get observation() {
      observation ??= observe(episode, problem)
      return observation
    },
    reward,
    isRefused: false,
  }
}

/** As before, but for the news that what was sent made no sense. */
function refusal(before: Reply): Reply {
  return {
    get observation() {
      return before.observation
    },
    reward: before.reward,
    isRefused: true,
  }
}

/**
 * What an episode would have come to under another profile, had it been played in the same way: what was submitted is
 * graded alike in all of them. It may have ended earlier there, so it must have been played under the cheapest one.
 */
export function pricedUnder(profile: ProfileName, episode: Episode): Played {
  if (episode.policy.profile === profile) return playedOf(episode)
  const played = episode.ledger.filter(({ entry }) => entry !== 'end')
  for (const { step } of episode.history) {
    const ledger = played.filter((entry) => entry.step <= step)
    const settled = settle(episode.row, profile, ledger, step)
    if (settled.done || step === episode.history.length) return playedOf({ ...episode, ...settled })
  }
  return playedOf({ ...episode, assessment: assess(episode.row.rubric, [], profile) })
}

function playedOf({ ledger, assessment, submitted }: Episode): Played {
  const entries = ledger.filter((entry) => entry.entry === 'finding')
  return { score: assessment.total, submitted: submitted.slice(0, entries.length), entries }
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
      return exploit.start(draw, beginningsOf(rows, policy))
    case 'rubric':
      return exploit.start(draw, row, rows)
  }
}

const begun = new WeakMap<readonly Row[], Map<string, readonly Observation[]>>()

/** How every row begins under a policy: looked at once. */
function beginningsOf(rows: readonly Row[], policy: Policy): readonly Observation[] {
  const before = begun.get(rows) ?? new Map<string, readonly Observation[]>()
  begun.set(rows, before)
  const key = JSON.stringify(policy)
  const known = before.get(key)
  if (known) return known
  const beginnings = rows.map((one) => observe(startEpisode(one, policy, []), null))
  before.set(key, beginnings)
  return beginnings
}

export function drawFor(name: string, { task, number }: Row, seed: number): Draw {
  return (label, count) => drawIndex(`attack/${name}/${seed}/${task.id}/${number}/${label}`, count)
}
