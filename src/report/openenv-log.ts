import type { TrajectoryEvent } from '../model/trajectory.ts'

/** An episode as the OpenEnv hackathon's scripts print one: a line when it starts, one a step, one at its end. */
export function openEnvLines(events: readonly TrajectoryEvent[], success: number): string {
  const rewards: string[] = []
  let maximum: number | null = null
  const lines = events.flatMap((event) => {
    switch (event.event) {
      case 'start':
        maximum = event.maximum
        return `[START] task=${event.task_id} env=reviewgym model=${oneWord(event.player.name)}`
      case 'step': {
        rewards.push(event.reward.toFixed(2))
        const problem = event.problem === null ? 'null' : event.problem.replaceAll(/\s+/g, ' ')
        return `[STEP] step=${rewards.length} action=${operationOf(event.action)} reward=${event.reward.toFixed(2)} done=${event.done} error=${problem}`
      }
      case 'end': {
        const isSuccess =
          event.score !== null && maximum !== null && maximum > 0 && event.score >= success * maximum
        const score = event.score === null ? 'null' : event.score.toFixed(2)
        return `[END] success=${isSuccess} steps=${rewards.length} score=${score} rewards=${rewards.join(',')}`
      }
      default:
        return []
    }
  })
  return lines.map((line) => `${line}\n`).join('')
}

function operationOf(action: unknown): string {
  const operation = typeof action === 'object' && action !== null ? Reflect.get(action, 'operation') : null
  return typeof operation === 'string' ? oneWord(operation) : 'unknown'
}

function oneWord(text: string): string {
  return text.replaceAll(/\s+/g, '_')
}
