// What an episode costs as the corpus grows, and as the episode grows: the same ten rows in each bundle, played by a session.
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { findingsOf } from './conversation.mjs'
import { inside } from './inside.mjs'
import { largeBundle } from './large-bundle.mjs'
import { median } from './serving.mjs'

export const name = 'an episode’s cost'
export const beside = 'itself'
export const target = 'flat from 10 to 10,000 tasks; linear from 1 to 12 findings'

const ROWS = 10

export async function run({ rounds = 7, sizes = [10, 100, 1000, 10_000], episodes = 200 } = {}) {
  const { createSession, defaultPolicies, openBundle } = await inside()
  const players = []
  for (const size of sizes) {
    const text = await readFile(await largeBundle(size), 'utf8')
    const opened = openBundle(text)
    if (opened.status !== 'ok') throw new Error(opened.reason)
    const bundle = JSON.parse(text)
    const tasks = bundle.public.tasks.filter(({ id }) => Number(id.slice(-5)) < ROWS)
    const said = tasks.map(({ id }) => ({ id, findings: findingsOf(bundle, id, 0).slice(0, 12) }))
    players.push({ size, session: createSession(serviceOf(opened.bundle, defaultPolicies)), said })
  }
  const grown = new Map(sizes.map((size) => [size, []]))
  for (let round = 0; round < rounds + 1; round += 1)
    for (const { size, session, said } of players) {
      const time = cost(session, said, episodes, 4)
      if (round > 0) grown.get(size).push(time)
    }
  const longer = new Map(Array.from({ length: 12 }, (_, index) => [index + 1, []]))
  const [{ session, said }] = players
  for (let round = 0; round < rounds; round += 1)
    for (const [findings, times] of longer) times.push(cost(session, said, episodes, findings))
  const first = median(grown.get(sizes[0]))
  const steps = [...longer].map(([findings, times]) => ({ findings, cost: median(times) }))
  return {
    figures: [
      ...sizes.map((size) => {
        const time = median(grown.get(size))
        return { what: `${size} tasks, four findings`, microseconds: time, ratio: time / first }
      }),
      ...steps.map(({ findings, cost: time }) => ({
        what: `${findings} findings`,
        microseconds: time,
        a_finding: findings === 1 ? null : (time - steps[0].cost) / (findings - 1),
      })),
    ],
  }
}

/** Microseconds of the processor for an episode: a reset, findings one at a time, the end, each answered as JSON. */
function cost(session, said, episodes, findings) {
  const before = process.cpuUsage()
  for (let number = 0; number < episodes; number += 1) {
    const one = said[number % said.length]
    JSON.stringify(session.reset({ task_id: one.id, row: 0, feedback: 'sealed' }))
    for (const finding of one.findings.slice(0, findings))
      JSON.stringify(session.step({ operation: 'submit_findings', findings: [finding] }))
    JSON.stringify(session.step({ operation: 'finalize' }))
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / episodes
}

function serviceOf(bundle, policies) {
  let drawn = 0
  const next = () => {
    drawn += 1
    return drawn
  }
  return {
    bundle,
    policies,
    desk: 'agent',
    sandbox: { run: () => Promise.reject(new Error('Nothing is run here')) },
    drawSeed: next,
    newId: () => String(next()),
    report(error) {
      throw error
    },
  }
}
