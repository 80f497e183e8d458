// How many findings one core grades in a second, on tasks with four items: texts that all differ, and texts that come again.
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { findingsOf } from './conversation.mjs'
import { inside } from './inside.mjs'
import { corpusBundle, median } from './serving.mjs'

export const name = 'findings graded'
export const beside = 'nothing'
export const target = '≥ 20,000 a second on one core'

const ITEMS = 4
const TEXTS = 4000

export async function run({ rounds = 7 } = {}) {
  const { gradeFindings, openBundle } = await inside()
  const text = await readFile(await corpusBundle(), 'utf8')
  const opened = openBundle(text)
  if (opened.status !== 'ok') throw new Error(opened.reason)
  const bundle = JSON.parse(text)
  const rows = [...opened.bundle.tasks.values()].flat().filter(({ rubric }) => rubric.items.length === ITEMS)
  const jobs = rows.flatMap(({ task, number, rubric }) =>
    findingsOf(bundle, task.id, number).map((finding) => ({ rubric, finding })),
  )
  const differing = Array.from({ length: TEXTS }, (_, index) => unlike(jobs, index))
  const repeated = Array.from({ length: TEXTS }, (_, index) => jobs[(index * 7) % jobs.length])
  const grade = (some) => {
    const before = process.cpuUsage()
    for (const { rubric, finding } of some) gradeFindings(rubric, [], [finding], 1)
    const { user, system } = process.cpuUsage(before)
    return (some.length * 1e6) / (user + system)
  }
  grade(repeated)
  const found = { differ: [], repeat: [] }
  for (let round = 0; round < rounds; round += 1) {
    found.differ.push(
      grade(
        differing.map((job) => ({
          ...job,
          finding: { ...job.finding, message: `${job.finding.message} ${wordOf(round)}` },
        })),
      ),
    )
    found.repeat.push(grade(repeated))
  }
  return {
    about: { rows: rows.length, texts: jobs.length },
    figures: [
      { what: 'texts that differ', a_second: median(found.differ), least: Math.min(...found.differ) },
      { what: 'texts that repeat', a_second: median(found.repeat), least: Math.min(...found.repeat) },
    ],
  }
}

/** A text like another one, with words of its own in it. */
function unlike(jobs, index) {
  const { rubric, finding } = jobs[(index * 7) % jobs.length]
  const { message } = jobs[(index * 13 + 5) % jobs.length].finding
  const own = `${finding.message.slice(0, 500)} At ${wordOf(index)} ${message.slice(0, 200)}`
  return { rubric, finding: { ...finding, message: own.slice(0, 780) } }
}

/** A word that nobody has written yet. */
function wordOf(number) {
  return `q${(number * 7919 + 17).toString(36).replaceAll(/\d/g, (digit) => 'bcdfghjklm'[digit])}`
}
