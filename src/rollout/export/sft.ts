import { conversationOf } from './conversation.ts'
import type { Exporter } from './exporter.ts'
import { jsonLine } from './json-line.ts'

export const sft: Exporter = {
  name: 'sft',
  summary:
    'Conversations for supervised fine-tuning: TRL’s conversational language modeling, column `messages`.',
  file: 'sft.jsonl',
  async write(trajectories, sink) {
    let rows = 0
    for await (const trajectory of trajectories) {
      const messages = conversationOf(trajectory)
      if (!messages.some(({ role }) => role === 'assistant')) continue
      const { task_id, row, player } = trajectory.start
      const { score } = trajectory.end
      await sink.append(jsonLine({ messages, task_id, row, player: player.name, score }))
      rows += 1
    }
    return rows
  },
  card: () => null,
}
