import { spawnSync } from 'node:child_process'

/** The times of Node with each of these command lines, in milliseconds, which are run in turns and must end with one of these codes. */
export function timeInTurns(lines, rounds, { cwd = '.', ends = [0] } = {}) {
  const times = lines.map(() => [])
  for (let round = 0; round < rounds; round += 1)
    for (const [index, args] of lines.entries()) {
      const start = performance.now()
      const { status, stderr } = spawnSync(process.execPath, args, {
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd,
      })
      times[index].push(performance.now() - start)
      if (!ends.includes(status)) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
    }
  return times.map((all) => {
    const sorted = all.toSorted((a, b) => a - b)
    return { best: sorted[0], median: sorted[sorted.length >> 1] }
  })
}
