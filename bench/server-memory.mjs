// What a session that does nothing holds, beside a bare socket.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { corpusBundle, median, processorOf, serveLine } from './serving.mjs'

export const name = 'memory of an idle session'
export const beside = 'a bare ws socket'
export const target = '≤ + 20 kB'

const AT_ONCE = 64

export async function run({ rounds = 3, sockets = 2000 } = {}) {
  const bundle = await corpusBundle()
  const ours = serveLine(bundle)
  const visits = {
    'bare socket': { args: ['bench/bare-echo.mjs'], isPlaying: false },
    'session without an episode': { args: ours, isPlaying: false },
    'session with an episode': { args: ours, isPlaying: true },
  }
  const found = Object.fromEntries(Object.keys(visits).map((who) => [who, []]))
  for (let round = 0; round < rounds; round += 1)
    for (const [who, visit] of Object.entries(visits)) found[who].push(await measure(visit, sockets))
  const of = (who, key) => median(found[who].map((one) => one[key])) / 1000
  return {
    about: { sockets },
    figures: Object.keys(visits).map((who) => ({
      what: who,
      used_kb: of(who, 'used'),
      held_kb: of(who, 'held'),
      more_used_kb: of(who, 'used') - of('bare socket', 'used'),
      more_held_kb: of(who, 'held') - of('bare socket', 'held'),
    })),
  }
}

/** Bytes for each of so many sockets. */
async function measure({ args, isPlaying }, count) {
  const child = spawn(process.execPath, ['--expose-gc', '--import', './bench/tell-memory.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value)
  const { url } = await next()
  const memory = async () => {
    child.kill('SIGUSR2')
    await next()
    child.kill('SIGUSR2')
    return next()
  }
  // What is loaded or grown for the first visitors stays.
  await visit(url, AT_ONCE * 4, isPlaying)
  await untilIdle(child.pid)
  const before = await memory()
  const all = await visit(url, count, isPlaying, 'stay')
  const after = await memory()
  for (const socket of all) socket.terminate()
  child.kill('SIGKILL')
  await once(child, 'exit')
  return { used: (after.used - before.used) / count, held: (after.held - before.held) / count }
}

/** What is made ready between visitors after a start, patterns above all, would count as theirs. */
async function untilIdle(pid) {
  let [before, now] = [-1, await processorOf(pid)]
  while (now !== before) {
    await new Promise((done) => setTimeout(done, 1000))
    before = now
    now = await processorOf(pid)
  }
}

async function visit(url, count, isPlaying, how = 'leave') {
  const all = []
  for (let number = 0; number < count; number += AT_ONCE)
    all.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count - number) }, (_, index) =>
          enter(url, number + index, isPlaying),
        ),
      )),
    )
  if (how === 'leave')
    await Promise.all(
      all.map((socket) => {
        socket.close(1000)
        return once(socket, 'close')
      }),
    )
  return all
}

async function enter(url, seed, isPlaying) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { perMessageDeflate: false })
  await once(socket, 'open')
  if (isPlaying) {
    socket.send(JSON.stringify({ type: 'reset', data: { seed } }))
    await once(socket, 'message')
  }
  return socket
}
