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
/** How many letters those that are cut have, the word apart that nobody has written yet. */
const LENGTHS = [120, 250, 500]

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
  const found = new Map()
  const note = (what, rate) => found.set(what, [...(found.get(what) ?? []), rate])
  for (let round = 0; round < rounds; round += 1) {
    const withWord = (length) =>
      differing.map(({ rubric, finding }) => ({
        rubric,
        finding: { ...finding, message: `${finding.message.slice(0, length)} ${wordOf(round)}` },
      }))
    note('texts that differ', grade(withWord(undefined)))
    note('texts that repeat', grade(repeated))
    // Words of their own for each length, or sentences would come again.
    for (const [index, length] of LENGTHS.entries())
      note(
        `texts that differ, of ${length} letters at most`,
        grade(
          withWord(length).map(({ rubric, finding }) => ({
            rubric,
            finding: { ...finding, message: `${wordOf(1000 * (index + 1) + round)} ${finding.message}` },
          })),
        ),
      )
  }
  return {
    about: { rows: rows.length, texts: jobs.length },
    figures: [...found].map(([what, rates]) => ({
      what,
      a_second: median(rates),
      least: Math.min(...rates),
    })),
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
