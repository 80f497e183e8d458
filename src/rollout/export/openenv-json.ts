import { stepsOf } from '../../model/trajectory.ts'
import { observationsOf } from '../trajectory/observations.ts'
import type { Exporter } from './exporter.ts'
import { jsonLine } from './json-line.ts'

export const openEnvJson: Exporter = {
  name: 'openenv-json',
  summary:
    'Episodes as OpenEnv’s clients see them, one a line: `reset` and `steps` with observation, reward, done.',
  file: 'openenv.jsonl',
  async write(trajectories, sink) {
    let rows = 0
    for await (const trajectory of trajectories) {
      const { start, end } = trajectory
      const [first, ...later] = observationsOf(trajectory)
      const episode = {
        episode_id: start.episode,
        environment: 'reviewgym',
        agent: start.player.name,
        task_id: start.task_id,
        row: start.row,
        seed: start.seed,
        reset: { observation: first, reward: null, done: false },
        steps: stepsOf(trajectory).map(({ action, reward, done }, index) => ({
          action,
          observation: later[index],
          reward,
          done,
        })),
        outcome: end.outcome,
        score: end.score,
      }
      await sink.append(jsonLine(episode))
      rows += 1
    }
    return rows
  },
  card: () => null,
}
