import { version } from '../../core/version.ts'
import type { EventOf, Trajectory } from '../../model/trajectory.ts'
import { type ChatMessage, conversationOf } from './conversation.ts'
import type { Exporter } from './exporter.ts'
import { jsonLine } from './json-line.ts'

/** Harbor’s Agent Trajectory Interchange Format, in the version that Harbor’s own validator holds the tests’ files against. */
const ATIF_VERSION = 'ATIF-v1.7'

export const atif: Exporter = {
  name: 'atif',
  summary:
    'Harbor’s Agent Trajectory Interchange Format, a trajectory a line; rewards under `extra.reviewgym`.',
  file: 'atif.jsonl',
  async write(trajectories, sink) {
    let rows = 0
    for await (const trajectory of trajectories) {
      const steps = stepsIn(trajectory)
      // The format knows no trajectory without a step: an episode that never began is none.
      if (steps.length === 0) continue
      await sink.append(jsonLine(documentOf(trajectory, steps)))
      rows += 1
    }
    return rows
  },
  card: () => null,
}

function documentOf({ start, end, prompt, turns }: Trajectory, steps: readonly object[]) {
  const { type, name } = start.player
  return {
    schema_version: ATIF_VERSION,
    session_id: start.episode,
    trajectory_id: start.episode,
    agent: {
      name: `reviewgym ${type} ${name}`,
      version,
      ...(type === 'model' && { model_name: name }),
      ...(prompt && prompt.tools.length > 0 && { tool_definitions: prompt.tools }),
    },
    steps,
    final_metrics: {
      ...(end.usage && {
        total_prompt_tokens: end.usage.input,
        total_completion_tokens: end.usage.output,
      }),
      total_steps: steps.length,
      extra: { total_tool_calls: turns.filter(({ event }) => event !== 'answer').length },
    },
    extra: {
      reviewgym: {
        task_id: start.task_id,
        row: start.row,
        bundle: start.bundle,
        seed: start.seed,
        epoch: start.epoch,
        outcome: end.outcome,
        reason: end.reason,
        score: end.score,
        maximum: start.maximum,
        components: end.components,
      },
    },
  }
}

function stepsIn(trajectory: Trajectory): readonly object[] {
  const { prompt, start, turns } = trajectory
  const opening = prompt
    ? (prompt.messages as readonly ChatMessage[])
    : conversationOf({ ...trajectory, turns: [] })
  return [
    ...opening.map(({ role, content }, index) => ({
      step_id: index + 1,
      source: role === 'system' ? 'system' : 'user',
      message: content,
    })),
    ...movesIn(turns).map((move, index) => agentStep(opening.length + index + 1, move, start.player.type)),
  ]
}

type Acted = EventOf<'step'> | EventOf<'broken'>

/** An answer and all that was done because of it; players that answer nothing have a move for each action. */
interface Move {
  readonly answer: EventOf<'answer'> | null
  readonly acted: Acted[]
}

function movesIn(turns: Trajectory['turns']): readonly Move[] {
  const moves: Move[] = []
  for (const turn of turns) {
    const last = moves.at(-1)
    if (turn.event === 'answer') moves.push({ answer: turn, acted: [] })
    else if (last?.answer) last.acted.push(turn)
    else moves.push({ answer: null, acted: [turn] })
  }
  return moves
}

function agentStep(id: number, { answer, acted }: Move, player: EventOf<'start'>['player']['type']) {
  const nameOf = (index: number) => `call_${id}_${index + 1}`
  const results = acted.map((turn, index) => ({ source_call_id: nameOf(index), content: seenAfter(turn) }))
  const problem = answer?.problem == null ? [] : [{ content: answer.problem }]
  const steps = acted.filter((turn) => turn.event === 'step')
  const last = steps.at(-1)
  return {
    step_id: id,
    source: 'agent',
    message: saidIn(answer),
    ...reasoningIn(answer),
    ...(acted.length > 0 && {
      tool_calls: acted.map(({ action }, index) => {
        const { operation, ...args } = Object(action) as Record<string, unknown>
        return { tool_call_id: nameOf(index), function_name: String(operation ?? 'unknown'), arguments: args }
      }),
    }),
    ...(results.length + problem.length > 0 && { observation: { results: [...results, ...problem] } }),
    ...metricsOf(answer),
    // What programs and clients ask, and how often, is theirs to know.
    ...((player === 'model' || player === 'agent') && { llm_call_count: answer ? 1 : 0 }),
    ...(last && {
      extra: {
        reviewgym: {
          reward: steps.reduce((sum, { reward }) => sum + reward, 0),
          done: last.done,
          components: last.components,
        },
      },
    }),
  }
}

function seenAfter(turn: Acted): string {
  if (turn.event === 'broken') return JSON.stringify({ problem: turn.reason })
  const { observation, reward, done, problem } = turn
  return JSON.stringify({ ...observation, reward, done, problem })
}

function saidIn(answer: EventOf<'answer'> | null): string {
  if (typeof answer?.message === 'string') return answer.message
  const { content, refusal } = Object(answer?.message) as Record<string, unknown>
  return [content, refusal].find((text) => typeof text === 'string' && text !== '')?.toString() ?? ''
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
