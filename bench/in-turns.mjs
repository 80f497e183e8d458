import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** It tells the time of the processor and the memory of a program and of all that it starts. */
const GNU_TIME = '/usr/bin/time'

/**
 * Runs these lines in turns; each must end with one of these codes. A line is what follows `node`, or begins with another
 * program as `{ program, args }`. Of each: the least and the median time in milliseconds, the median of the processor's
 * time, and the most memory that one of its processes held, in megabytes; the last two are null where the system cannot
 * tell.
 */
export function timeInTurns(lines, rounds, { cwd = '.', ends = [0], before = () => {} } = {}) {
  const measured = lines.map(() => [])
  for (let round = 0; round < rounds; round += 1)
    for (const [index, line] of lines.entries()) {
      before(line)
      measured[index].push(timed(line, cwd, ends))
    }
  return measured.map((all) => ({
    best: Math.min(...all.map(({ wall }) => wall)),
    median: median(all.map(({ wall }) => wall)),
    cpu: all[0].cpu === null ? null : median(all.map(({ cpu }) => cpu)),
    peak: all[0].peak === null ? null : Math.max(...all.map(({ peak }) => peak)),
  }))
}

/** What one line takes beside another, for a table: ratios of the median times and of the processor’s. */
export function comparison(what, ours, other) {
  const figure = { what, ms: ours.median, other_ms: other.median, ratio: ours.median / other.median }
  if (ours.cpu === null) return figure
  return { ...figure, cpu_ratio: ours.cpu / other.cpu, peak_MB: ours.peak, other_MB: other.peak }
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}

function timed(line, cwd, ends) {
  const { program, args } = Array.isArray(line) ? { program: process.execPath, args: line } : line
  const told = join(tmpdir(), `reviewgym-bench-${process.pid}.txt`)
  const [file, ...rest] = existsSync(GNU_TIME)
    ? [GNU_TIME, '-q', '-f', '%U %S %M', '-o', told, program, ...args]
    : [program, ...args]
  const start = performance.now()
  const { status, stderr } = spawnSync(file, rest, { stdio: ['ignore', 'ignore', 'pipe'], cwd })
  const wall = performance.now() - start
  if (!ends.includes(status)) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`)
  if (file !== GNU_TIME) return { wall, cpu: null, peak: null }
  const [user, system, kilobytes] = readFileSync(told, 'utf8').trim().split(' ').map(Number)
  rmSync(told)
  return { wall, cpu: (user + system) * 1000, peak: kilobytes / 1024 }
}
