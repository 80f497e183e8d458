import { version } from '../../core/version.ts'
import type { EventOf, Trajectory } from '../../model/trajectory.ts'
import { conversationOf } from './conversation.ts'
import type { Exporter } from './exporter.ts'

/** Harbor’s Agent Trajectory Interchange Format, in the version whose rules are checked in the tests. */
const ATIF_VERSION = 'ATIF-v1.5'

export const atif: Exporter = {
  name: 'atif',
  summary:
    'Harbor’s Agent Trajectory Interchange Format, a trajectory a line; rewards under `extra.reviewgym`.',
  file: 'atif.jsonl',
  async write(trajectories, sink) {
    let rows = 0
    for await (const trajectory of trajectories) {
      await sink.append(`${JSON.stringify(atifOf(trajectory))}\n`)
      rows += 1
    }
    return rows
  },
  card: () => null,
}

function atifOf(trajectory: Trajectory) {
  const { start, end, turns } = trajectory
  const opening = conversationOf({ ...trajectory, turns: [] })
  const model = start.player.type === 'model' ? { model_name: start.player.name } : {}
  const steps: object[] = opening.map(({ role, content }, index) => ({
    step_id: index + 1,
    source: role === 'system' ? 'system' : 'user',
    message: content,
  }))
  let answer: EventOf<'answer'> | null = null
  for (const turn of turns) {
    if (turn.event === 'answer') {
      if (turn.problem !== null && !isCalling(turn)) steps.push(unreadable(steps.length + 1, turn, model))
      else answer = turn
    }
    if (turn.event !== 'step') continue
    steps.push(agentStep(steps.length + 1, turn, answer, model))
    // Several actions of one answer share it: its text and cost belong to the first.
    answer = null
  }
  const calls = turns.filter(({ event }) => event === 'step').length
  return {
    schema_version: ATIF_VERSION,
    session_id: start.episode,
    agent: { name: `reviewgym ${start.player.type} ${start.player.name}`, version, ...model },
    steps,
    final_metrics: {
      ...(end.usage && {
        total_prompt_tokens: end.usage.input,
        total_completion_tokens: end.usage.output,
      }),
      total_steps: steps.length,
      extra: { total_tool_calls: calls },
    },
    extra: {
      reviewgym: {
        task_id: start.task_id,
        row: start.row,
        bundle: start.bundle,
        seed: start.seed,
        epoch: start.epoch,
        outcome: end.outcome,
        score: end.score,
        maximum: start.maximum,
        components: end.components,
      },
    },
  }
}

function agentStep(id: number, turn: EventOf<'step'>, answer: EventOf<'answer'> | null, model: object) {
  const { action, reward, done, problem, observation, components } = turn
  const { operation, ...args } = Object(action) as Record<string, unknown>
  const call = `call_${id}`
  return {
    step_id: id,
    source: 'agent',
    ...model,
    message: saidIn(answer),
    ...reasoningIn(answer),
    tool_calls: [{ tool_call_id: call, function_name: String(operation ?? 'unknown'), arguments: args }],
    observation: {
      results: [{ source_call_id: call, content: JSON.stringify({ ...observation, reward, done, problem }) }],
    },
    ...metricsOf(answer),
    extra: { reviewgym: { reward, done, components } },
  }
}

function unreadable(id: number, answer: EventOf<'answer'>, model: object) {
  return {
    step_id: id,
    source: 'agent',
    ...model,
    message: saidIn(answer),
    ...reasoningIn(answer),
    observation: { results: [{ content: answer.problem ?? '' }] },
    ...metricsOf(answer),
  }
}

function isCalling({ message }: EventOf<'answer'>): boolean {
  return Array.isArray(Reflect.get(Object(message), 'tool_calls'))
}

function saidIn(answer: EventOf<'answer'> | null): string {
  if (typeof answer?.message === 'string') return answer.message
  const content: unknown = Reflect.get(Object(answer?.message), 'content')
  return typeof content === 'string' ? content : ''
}

function reasoningIn(answer: EventOf<'answer'> | null): object {
  const reasoning: unknown = Reflect.get(Object(answer?.message), 'reasoning_content')
  return typeof reasoning === 'string' ? { reasoning_content: reasoning } : {}
}

function metricsOf(answer: EventOf<'answer'> | null): object {
  return answer?.usage
    ? { metrics: { prompt_tokens: answer.usage.input, completion_tokens: answer.usage.output } }
    : {}
}
