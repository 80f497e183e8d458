// The search for holes: random and greedy, over action sequences and over words, with nothing but rewards for a guide.
import type { Policy } from '../src/model/policy.ts'
import { type SearchResult, search } from '../src/rollout/attack/search.ts'
import { indexBundle } from '../src/runtime/bundle/opened.ts'
import { compiledTasks } from './corpus.ts'

const POLICY: Policy = { feedback: 'coverage', delivery: 'dense', profile: 'learn' }

/** Searches the row with all defects of every task; answers how many holes it found. */
export async function soakAttack(
  episodes: number,
  seed: number,
  only: string | null,
  print: (line: string) => void,
): Promise<number> {
  let holes = 0
  for (const [task, rows] of indexBundle(await compiledTasks()).tasks) {
    const row = rows.find(({ rubric }) => rubric.variant === 'all')
    if (!row || (only !== null && only !== task)) continue
    const result = search(row, POLICY, episodes, seed)
    holes += result.holes.length
    print(describe(task, result))
  }
  return holes
}

function describe(task: string, { random, greedy, words, loosest, holes }: SearchResult): string {
  const lines = [
    `${task}: random ${random.mean.toFixed(3)} in the mean, ${random.best.toFixed(3)} at best; greedy ${greedy.toFixed(3)}; greedy with words ${words.toFixed(3)}; thrown words ${loosest ? `${(100 * loosest.share).toFixed(1)} % (${loosest.item})` : 'never'}`,
    ...holes.map(({ what, score, text }) => `  HOLE ${what}: ${score.toFixed(3)}\n    “${text}”`),
  ]
  return lines.join('\n')
}
