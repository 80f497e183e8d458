import { type ChatMessage, conversationOf } from './conversation.ts'
import type { Exporter } from './exporter.ts'
import { jsonLine } from './json-line.ts'

/** Scores must be this far apart, so that a pair says something. */
const GAP = 0.05
/** Attempts at one row that wait for a better or worse one. */
const MOST_WAITING = 8

interface Attempt {
  readonly messages: readonly ChatMessage[]
  readonly score: number
}

export const dpo: Exporter = {
  name: 'dpo',
  summary:
    'Pairs of a better and a worse attempt at the same row, where they part: TRL’s conversational preference, columns `prompt`, `chosen`, `rejected`.',
  file: 'dpo.jsonl',
  async write(trajectories, sink) {
    const waiting = new Map<string, Attempt[]>()
    let rows = 0
    for await (const trajectory of trajectories) {
      const { score } = trajectory.end
      if (score === null) continue
      const { task_id, row } = trajectory.start
      const key = `${trajectory.start.scene} ${task_id} ${row}`
      const others = waiting.get(key) ?? []
      waiting.set(key, others)
      const attempt = { messages: conversationOf(trajectory), score }
      const index = others.findIndex((other) => pairOf(other, attempt) !== null)
      const pair = index === -1 ? null : pairOf(others[index] ?? attempt, attempt)
      if (pair === null) {
        others.push(attempt)
        if (others.length > MOST_WAITING) others.shift()
        continue
      }
      others.splice(index, 1)
      await sink.append(jsonLine({ ...pair, task_id, row }))
      rows += 1
    }
    return rows
  },
  card: () => null,
}

/** The two attempts up to where they part; null where they do not, or are about as good. */
function pairOf(a: Attempt, b: Attempt) {
  const [better, worse] = a.score > b.score ? [a, b] : [b, a]
  if (better.score - worse.score < GAP) return null
  const parting = better.messages.findIndex(
    ({ content }, index) => content !== worse.messages[index]?.content,
  )
  const [chosen, rejected] = [better.messages[parting], worse.messages[parting]]
  if (parting < 1 || chosen?.role !== 'assistant' || rejected?.role !== 'assistant') return null
  return {
    prompt: better.messages.slice(0, parting),
    chosen: [chosen],
    rejected: [rejected],
    score_chosen: better.score,
    score_rejected: worse.score,
  }
}
