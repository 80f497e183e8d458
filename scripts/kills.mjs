// Kills a recording server at random moments while sockets play, and asks of every episode whose end a client has
// heard whether it is on disk, and of all of them whether they replay to the same reward.
import { spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

const SOCKETS = 8
/** The moment of a kill: so long, at most, after the first answer. Milliseconds. */
const LATEST = 3000

/** What was seen: how many episodes clients heard the end of, and everything that is wrong. */
export async function killAtRandom({ bundle, record, kills }) {
  const heard = new Map()
  let server = startServer(bundle, record)
  for (let kill = 0; kill < kills; kill += 1) {
    const child = server
    const failed = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`A server ended with ${code}`)),
    )
    const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), failed])
    // From here on it is to be killed.
    failed.catch(() => undefined)
    // The next one starts while this one plays.
    if (kill + 1 < kills) server = startServer(bundle, record)
    const address = `${JSON.parse(line).url.replace('http', 'ws')}/ws`
    let begun = () => undefined
    const first = new Promise((resolve) => {
      begun = resolve
    })
    const playing = Array.from({ length: SOCKETS }, (_, index) =>
      play(address, { player: `${kill}-${index}`, patched: index === 0 }, heard, begun),
    )
    await first
    await new Promise((resolve) => setTimeout(resolve, randomInt(LATEST)))
    child.kill('SIGKILL')
    await Promise.all([once(child, 'exit'), ...playing])
  }
  return {
    episodes: heard.size,
    patched: [...heard.values()].filter(({ patched }) => patched).length,
    wrong: wrongIn(heard, bundle, record),
  }
}

function startServer(bundle, record) {
  const args = ['dist/cli.js', 'serve', bundle, '--json', '--unproved', '--port', '0', '--record', record]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Plays one episode after the other until the server is gone; those of one player have something run. */
async function play(address, { player, patched }, heard, begun) {
  const socket = new WebSocket(address, { perMessageDeflate: false })
  const gone = new Promise((resolve) => {
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(null))
  })
  const ask = (type, data) => {
    const answer = new Promise((resolve) => socket.once('message', (text) => resolve(JSON.parse(text).data)))
    socket.send(JSON.stringify({ type, data }), () => undefined)
    return Promise.race([answer, gone])
  }
  await Promise.race([new Promise((resolve) => socket.once('open', resolve)), gone])
  for (let round = 0; socket.readyState === WebSocket.OPEN; round += 1) {
    const name = `${player}-${round}`
    const opened = await ask('reset', { seed: round, episode_id: name })
    if (opened === null) return
    begun()
    if (patched) await ask('step', patchOf(opened.observation))
    await ask('step', { operation: 'request_hint' })
    const end = await ask('step', { operation: 'finalize' })
    if (end?.done) heard.set(name, { score: end.observation.score, patched })
  }
}

/** A patch that changes nothing that runs, so that there is something to run. */
function patchOf({ snippets }) {
  const { path, code } = snippets.find(({ role }) => role === 'review')
  return { operation: 'submit_patch', patch: { files: [{ path, code: `${code}\n// Looked through.\n` }] } }
}

function wrongIn(heard, bundle, record) {
  const wrong = []
  const scores = new Map()
  for (const file of readdirSync(record)) {
    const names = new Map()
    const lines = readFileSync(join(record, file), 'utf8').split('\n')
    for (const line of lines.slice(0, -1)) {
      const event = JSON.parse(line)
      if (event.event === 'start') names.set(event.episode, event.episode_id)
      if (event.event === 'end') scores.set(names.get(event.episode), event.score)
    }
  }
  for (const [name, { score }] of heard)
    if (scores.get(name) !== score) wrong.push(`${name}: ${scores.get(name)} on disk, ${score} heard`)
  const args = ['dist/cli.js', 'replay', record, '--bundle', bundle, '--json', '--quiet']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const { episodes = 0, differences = [], unplayable = [] } = stdout === '' ? {} : JSON.parse(stdout)
  if (status !== 0 || episodes < heard.size || differences.length + unplayable.length > 0)
    wrong.push(
      `replay ended with ${status}: ${episodes} episodes, ${stdout.slice(0, 1000)}${stderr.slice(0, 1000)}`,
    )
  return wrong
}
