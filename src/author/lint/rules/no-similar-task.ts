import type { CorpusRule } from '../rule.ts'
import { resemblance } from '../shingles.ts'
import type { TaskSketch } from '../sketch.ts'

/** From here on, in per cent of their runs of words, two tasks are one task told twice. */
const MOST_ALIKE = 40

/** A task that is nearly another one teaches nothing new, and across the splits it tells what is held out. */
export const noSimilarTask: CorpusRule = {
  name: 'no-similar-task',
  severity: 'warning',
  summary: 'No two tasks of a corpus have nearly the same code or the same texts.',
  *checkCorpus(tasks) {
    for (const [index, earlier] of pairsSharing(tasks)) {
      const [task, other] = [tasks[index], tasks[earlier]]
      if (!task || !other || task.id === other.id) continue
      const [code, texts] = [resemblance(task.code, other.code), resemblance(task.texts, other.texts)]
      const most = Math.round(Math.max(code, texts) * 100)
      if (most < MOST_ALIKE) continue
      const what = code >= texts ? 'code' : 'texts'
      const splits = task.split === other.split ? '' : ', in the other split'
      yield {
        spot: task.spot,
        message: `The ${what} of \`${task.id}\` and of \`${other.id}\` are the same to ${most} %`,
        notes: [{ message: `The other task is here${splits}`, spot: other.spot }],
        hint: 'Keep one of them, or plant the defects in another program',
      }
    }
  },
}

/** The pairs of tasks that have any run of words in common, found by the runs and not by trying all pairs. */
function pairsSharing(tasks: readonly TaskSketch[]): readonly (readonly [number, number])[] {
  const owners = new Map<number, number[]>()
  const pairs = new Set<number>()
  for (const [index, { code, texts }] of tasks.entries())
    for (const hash of [...code, ...texts]) {
      const earlier = owners.get(hash)
      if (!earlier) {
        owners.set(hash, [index])
        continue
      }
      for (const other of earlier) if (other !== index) pairs.add(index * tasks.length + other)
      earlier.push(index)
    }
  return [...pairs]
    .sort((a, b) => a - b)
    .map((pair) => [Math.floor(pair / tasks.length), pair % tasks.length] as const)
}
