/**
 * A search for what pays, guided by rewards alone. Greedy search may try an action and take it back, which no agent can
 * within an episode but any can over thousands: so it finds place and kind of most defects in the end. What it must not
 * find is a text that says nothing and is taken for an explanation.
 */
import type { Finding } from '../../model/finding.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import type { Policy } from '../../model/policy.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import { type Episode, scoreOf, startEpisode, stepEpisode } from '../../runtime/environment/episode.ts'
import { observe } from '../../runtime/environment/observe.ts'
import { unitsToNumber } from '../../runtime/grader/assess.ts'
import { type Draw, LOCATED_CEILING } from './exploit.ts'
import { review } from './moves.ts'
import { generic, hedge, injection, keywordHeap } from './phrases.ts'
import { drawFor, playCheat } from './play.ts'
import { functionsOf } from './sight.ts'
import { loosestItem, type ThrownShare, visibleWords } from './thrown-words.ts'
import { claim, pick } from './write.ts'

export interface SearchResult {
  readonly random: { readonly mean: number; readonly best: number }
  /** What greedy search over place, kind and hollow text ends with. */
  readonly greedy: number
  /** The same after texts were changed word by word for as long as a change paid. */
  readonly words: number
  /** The item that is explained most easily by words thrown together; null where none is. */
  readonly loosest: ThrownShare | null
  readonly holes: readonly Hole[]
}

/** Something that pays more than it may. */
export interface Hole {
  readonly what: 'random play' | 'hollow text' | 'changed words' | 'thrown words'
  /** What it earns; of thrown words, the share of texts that explain the item. */
  readonly score: number
  readonly text: string
}

const texts = [...generic, keywordHeap, hedge, injection]
/** A tenth of the episodes go into changing words. */
const WORD_SHARE = 10
/** The largest share of thrown texts that may explain an item. */
const THROWN_CEILING = 0.03

/** Searches one row with so many episodes. Same row, same seed, same result. */
export function search(row: Row, policy: Policy, episodes: number, seed: number): SearchResult {
  const draw = drawFor('search', row, seed)
  const random = playAtRandom(row, policy, draw, episodes)
  const greedy = climb(row, policy, draw, episodes)
  const worded = changeWords(row, greedy, draw, Math.floor(episodes / WORD_SHARE))
  const loosest = loosestItem(row, draw)
  return {
    random: { mean: random.mean, best: random.best },
    greedy: scoreOf(greedy),
    words: worded.score,
    loosest,
    holes: [
      ...(random.mean > 0 ? [{ what: 'random play' as const, score: random.mean, text: '' }] : []),
      ...(scoreOf(greedy) > LOCATED_CEILING
        ? [{ what: 'hollow text' as const, score: scoreOf(greedy), text: textsOf(greedy.submitted) }]
        : []),
      ...(worded.score > LOCATED_CEILING
        ? [{ what: 'changed words' as const, score: worded.score, text: textsOf(worded.raised) }]
        : []),
      ...(loosest && loosest.share > THROWN_CEILING
        ? [{ what: 'thrown words' as const, score: loosest.share, text: `${loosest.item}: ${loosest.text}` }]
        : []),
    ],
  }
}

function guess(row: Row, draw: Draw, label: string): Finding {
  const places = placesOf(row)
  return claim(
    pick(draw, `${label} place`, places),
    pick(draw, `${label} kind`, kinds).id,
    pick(draw, `${label} text`, texts),
    { confidence: draw(`${label} confidence`, 1001) / 1000 },
  )
}

function placesOf(row: Row) {
  return functionsOf(
    observe(startEpisode(row, { feedback: 'sealed', delivery: 'terminal', profile: 'learn' }, []), null),
  )
}

function playAtRandom(row: Row, policy: Policy, draw: Draw, episodes: number) {
  let [sum, best] = [0, -1]
  for (let episode = 0; episode < episodes; episode += 1) {
    const count = draw(`${episode} count`, 13)
    const findings = Array.from({ length: count }, (_, shot) => guess(row, draw, `${episode} ${shot}`))
    const score = unitsToNumber(
      playCheat(
        row,
        policy,
        review(() => findings),
      ).score,
    )
    sum += score
    if (count > 0) best = Math.max(best, score)
  }
  return { mean: sum / episodes, best }
}

/** Tries guesses one after another and keeps each that is rewarded. */
function climb(row: Row, policy: Policy, draw: Draw, episodes: number): Episode {
  let episode = startEpisode(row, policy, [])
  for (let trial = 0; trial < episodes; trial += 1) {
    const finding = { ...guess(row, draw, `climb ${trial}`), confidence: 1 }
    const turn = stepEpisode(episode, { operation: 'submit_findings', findings: [finding] })
    if (turn.reward > 0) episode = turn.episode
  }
  return episode
}

/** Changes one word at a time of each rewarded text, and keeps what raises the score of the whole. */
function changeWords(row: Row, { submitted, policy }: Episode, draw: Draw, trials: number) {
  const bowl = visibleWords(row)
  const total = (findings: readonly Finding[]) =>
    unitsToNumber(
      playCheat(
        row,
        policy,
        review(() => findings),
      ).score,
    )
  let best = { findings: submitted, score: total(submitted) }
  const raised: Finding[] = []
  for (let trial = 0; trial < trials && submitted.length > 0; trial += 1) {
    const at = draw(`word ${trial} finding`, submitted.length)
    const findings = best.findings.map((finding, index) => {
      if (index !== at) return finding
      const words = finding.message.split(' ')
      words[draw(`word ${trial} place`, words.length)] = pick(draw, `word ${trial}`, bowl)
      return { ...finding, message: words.join(' ').slice(0, 800).padEnd(30, '.') }
    })
    const score = total(findings)
    const changed = findings[at]
    if (score > best.score && changed) raised.push(changed)
    if (score >= best.score) best = { findings, score }
  }
  return { ...best, raised }
}

function textsOf(findings: readonly Finding[]): string {
  return findings.map(({ kind, message }) => `${kind}: ${message}`).join(' | ')
}
