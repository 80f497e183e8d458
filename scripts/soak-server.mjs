// Puts a real server process under load and asks whether anything was lost: sockets idle and busy, visitors who come
// and go, connections that are torn, frames and requests that make no sense, and kills while it records. `SCALE=0.01` for a short one.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { killAtRandom } from './kills.mjs'

/** So many times what it was, at most, the server's memory may be at the end. */
const MOST_GROWTH = 1.1

const scale = Number(process.env.SCALE ?? '1')
const scaled = (count) => Math.max(4, Math.round(count * scale))
const folder = mkdtempSync(join(tmpdir(), 'reviewgym-soak-'))
const bundle = process.argv[2] ?? join(folder, 'corpus.json')
if (!process.argv[2])
  spawnSync(process.execPath, ['dist/cli.js', 'compile', '--no-prove', '-o', bundle], { stdio: 'inherit' })
const child = spawn(
  process.execPath,
  [
    '--expose-gc',
    '--import',
    "data:text/javascript,process.on('SIGUSR2', () => { gc(); console.log('collected') })",
    'dist/cli.js',
    'serve',
    bundle,
    '--json',
    '--unproved',
    '--port',
    '0',
    '--max-sessions',
    '5000',
  ],
  { stdio: ['ignore', 'pipe', 'pipe'] },
)
let complaints = ''
child.stderr.setEncoding('utf8').on('data', (part) => {
  complaints += part
})
const lines = createInterface(child.stdout)
const [line] = await once(lines, 'line')
const { url } = JSON.parse(line)
const socketUrl = `${url.replace('http', 'ws')}/ws`
const problems = []

function connect() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(socketUrl, { perMessageDeflate: false })
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

function ask(socket, message) {
  return new Promise((resolve, reject) => {
    const lost = () => reject(new Error('The socket closed'))
    socket.once('close', lost)
    socket.once('message', (text) => {
      socket.off('close', lost)
      resolve(JSON.parse(String(text)))
    })
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  })
}

async function figure(name) {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

async function empty(what) {
  for (let round = 0; round < 200 && (await figure('reviewgym_sessions')) > 0; round += 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
  const left = await figure('reviewgym_sessions')
  if (left !== 0) problems.push(`${what}: ${left} sessions left`)
}

/** What is in use once nothing is left that could be thrown away, and what the process holds of the system's memory. */
async function memory() {
  // What belongs to a request that is gone is let go of between two collections.
  for (let round = 0; round < 2; round += 1) {
    const collected = once(lines, 'line')
    child.kill('SIGUSR2')
    await collected
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const of = async (name) => (await figure(name)) / 2 ** 20
  const used = (await of('nodejs_heap_size_used_bytes')) + (await of('nodejs_external_memory_bytes'))
  return { used, held: await of('process_resident_memory_bytes') }
}

const quantile = (values, share) =>
  values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN

/** So many of these at once, until all are done. */
async function crowd(total, atOnce, one) {
  let next = 0
  const worker = async () => {
    while (next < total) {
      const index = next
      next += 1
      await one(index).catch((error) => problems.push(`${index}: ${error.message}`))
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, total) }, worker))
}

async function measured(what, act) {
  const began = performance.now()
  const said = await act()
  await empty(what)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const { used, held } = await memory()
  console.log(`| ${what} | ${said} | ${seconds} s | ${used.toFixed(1)} MB | ${held.toFixed(1)} MB |`)
}

const cycles = (count) =>
  crowd(count, 32, async (index) => {
    const socket = await connect()
    const { type } = await ask(socket, { type: 'reset', data: { seed: index } })
    if (type !== 'observation') throw new Error(`a reset was answered by ${type}`)
    if (index % 2 === 0) socket.send('{"type":"close"}')
    else socket.close()
    await once(socket, 'close')
  })

/** Sockets that only wait, and 64 among them that play. */
async function crowds() {
  const idle = []
  await crowd(scaled(2000), 64, async () => {
    idle.push(await connect())
  })
  const times = []
  await crowd(64, 64, async (index) => {
    const socket = await connect()
    for (let round = 0; round < 10; round += 1) {
      await ask(socket, { type: 'reset', data: { seed: index } })
      for (const operation of ['request_hint', 'request_hint', 'finalize']) {
        const began = performance.now()
        const { type } = await ask(socket, { type: 'step', data: { operation } })
        times.push(performance.now() - began)
        if (type !== 'observation') throw new Error(`a step was answered by ${type}`)
      }
    }
    socket.send('{"type":"close"}')
  })
  for (const socket of idle) {
    const { type } = await ask(socket, { type: 'state' })
    if (type !== 'state') problems.push(`an idle socket was answered by ${type}`)
    socket.close()
  }
  const [half, most] = [quantile(times, 0.5), quantile(times, 0.99)].map((time) => time.toFixed(1))
  return `${idle.length} idle, 64 busy: ${times.length} steps, median ${half} ms, p99 ${most} ms`
}

/** Plays every row: its files, its rubric and the beginning of its frames are made when it is first played, and stay. */
async function everyRow() {
  const { tasks } = await (await fetch(`${url}/tasks`)).json()
  const rows = tasks.flatMap(({ task_id, rows }) =>
    Array.from({ length: rows }, (_, row) => ({ task_id, row })),
  )
  await crowd(rows.length, 8, async (index) => {
    const socket = await connect()
    const { type, data } = await ask(socket, { type: 'reset', data: rows[index] })
    if (type !== 'observation') throw new Error(`a reset was answered by ${type}: ${data.message}`)
    const { snippets, kinds } = data.observation
    const finding = {
      file: snippets[0].path,
      range: [1, 5],
      kind: kinds[index % kinds.length],
      severity: 'high',
      title: 'A value of the caller is trusted',
      message: 'What the caller sends is used as it is, so an attacker can choose what happens.',
    }
    for (const action of [
      { operation: 'submit_findings', findings: [finding] },
      { operation: 'request_hint' },
      { operation: 'finalize' },
    ]) {
      const { type, data } = await ask(socket, { type: 'step', data: action })
      if (type !== 'observation') throw new Error(`a step was answered by ${type}: ${data.message}`)
    }
    socket.send('{"type":"close"}')
    await once(socket, 'close')
  })
  return rows.length
}

console.log('| what | answers | time | in use after | held after |\n|---|---|---|---|---|')
// What was needed once stays with the process: what may not grow is what it has after that.
await measured('warm-up', async () => {
  const rows = await everyRow()
  await cycles(scaled(2000))
  return `${rows} rows and ${scaled(2000)} visits, then ${await crowds()}`
})
const before = await memory()

await measured('idle and busy sockets at once', crowds)

await measured('connect, reset, disconnect', async () => {
  await cycles(scaled(10_000))
  return `${scaled(10_000)} cycles`
})

await measured('torn connections', async () => {
  await crowd(scaled(100), 8, async (index) => {
    const socket = await connect()
    await ask(socket, { type: 'reset' })
    if (index % 2 === 0) socket.send('{"type":"step","data":{"operation":"request_hint"}}')
    socket._socket.resetAndDestroy()
    await once(socket, 'close')
  })
  return `${scaled(100)} torn`
})

let state = 20_261_129
/** The same numbers every time. */
function draw(below) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state % below
}
const whole = [
  '{"type":"reset","data":{"seed":1}}',
  '{"type":"step","data":{"operation":"request_hint"}}',
  '{"type":"step","data":{"operation":"submit_findings","findings":[{"file":"a","range":[1,2]}]}}',
  '{"type":"step","data":{"type":"call_tool","tool_name":"view_task","arguments":{}}}',
  '{"type":"mcp","data":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"finalize"}}}',
  '{"jsonrpc":"2.0","id":1,"method":"openenv/session/close","params":{"session_id":"x"}}',
  '{"action":{"operation":"finalize"},"request_id":"a"}',
]
const pieces = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  '-1',
  '1e999',
  '__proto__',
  '\u0000',
  '\ud83d',
  '',
]

/** A message with one to four places damaged. */
function damaged() {
  let text = whole[draw(whole.length)]
  for (let wound = draw(4); wound >= 0; wound -= 1) {
    const at = draw(text.length + 1)
    text = `${text.slice(0, at)}${pieces[draw(pieces.length)]}${text.slice(at + draw(3))}`
  }
  return /"type"\s*:\s*"close"/.test(text) ? '{}' : text
}

const paths = [
  '/reset',
  '/step',
  '/mcp',
  '/reviewgym/task',
  '/reviewgym/task_range',
  '/history',
  '/%',
  '//',
  '/ws',
]

await measured('damaged frames and requests', async () => {
  const frames = scaled(80_000)
  const requests = scaled(20_000)
  let answered = 0
  await crowd(32, 32, async () => {
    const socket = await connect()
    for (let sent = 0; sent < frames / 32; sent += 1) {
      const { type, data } = await ask(socket, damaged())
      if (type === 'error' && /Internal error/.test(data.message)) problems.push(data.message)
      answered += 1
    }
    socket.close()
  })
  await crowd(requests, 16, async () => {
    const reply = await fetch(`${url}${paths[draw(paths.length)]}`, { method: 'POST', body: damaged() })
    await reply.arrayBuffer()
    if (reply.status >= 500) problems.push(`${reply.url} was answered ${reply.status}`)
    answered += 1
  })
  return `${answered} answered`
})

const after = await memory()
if (after.used > before.used * MOST_GROWTH)
  problems.push(`Memory has grown from ${before.used.toFixed(1)} to ${after.used.toFixed(1)} MB`)
child.kill('SIGTERM')
const [code] = await once(child, 'exit')
if (code !== 0) problems.push(`The server ended with ${code}`)
if (complaints !== '') problems.push(complaints)
const record = join(folder, 'record')
mkdirSync(record)
const began = performance.now()
const { episodes, patched, wrong } = await killAtRandom({ bundle, record, kills: scaled(200) })
problems.push(...wrong)
const heard = `${episodes} episodes heard to their end, ${patched} of them with a patch`
console.log(
  `| kills at random moments | ${scaled(200)} kills, ${heard} | ${((performance.now() - began) / 1000).toFixed(1)} s | | |`,
)
rmSync(folder, { recursive: true, force: true })
console.log(
  `\nIn use: ${before.used.toFixed(1)} MB after the warm-up, ${after.used.toFixed(1)} MB at the end`,
)
console.log(
  problems.length === 0 ? 'No error, no session left' : [...new Set(problems)].slice(0, 20).join('\n'),
)
process.exitCode = problems.length === 0 ? 0 : 1
