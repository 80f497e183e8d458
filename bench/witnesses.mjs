// `node bench/witnesses.mjs`: how long a review with 12 witnesses takes over /ws, alone and when 64 sessions send one at
// once, and how long `/health` takes meanwhile. Needs `npm run build`. Targets: 150 ms alone in the median, 50 ms for
// `/health` in the 95th percentile.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

const WITNESSES = 12
const BATCH = 6
const ROUNDS = 21

const folder = await mkdtemp(join(tmpdir(), 'reviewgym-bench-'))
const path = join(folder, 'corpus.json')
await new Promise((resolve) => {
  spawn(process.execPath, ['dist/cli.js', 'compile', '--quiet', '-o', path], { stdio: 'inherit' }).on(
    'exit',
    resolve,
  )
})
const bundle = JSON.parse(await readFile(path, 'utf8'))
const server = spawn(process.execPath, ['dist/cli.js', 'serve', path, '--port', '0', '--json'])
const { url } = JSON.parse(
  await new Promise((resolve) => server.stdout.once('data', (text) => resolve(String(text)))),
)

const reviewsIn = (language) =>
  bundle.public.tasks
    .filter((task) => task.language === language)
    .map(({ id }) => reviewOf(id, bundle.private.tasks[id]))
const reviews = reviewsIn('typescript')

/** Twelve findings on the row with every defect: the cases of its items in turn, as witnesses. */
function reviewOf(task_id, { items, rows }) {
  const row = rows.findIndex(({ variant }) => variant === 'all')
  const cases = items.flatMap((item) => item.cases.map((one) => ({ item, one }))).slice(0, WITNESSES)
  const findings = Array.from({ length: WITNESSES }, (_, index) => {
    const { item, one } = cases[index % cases.length]
    const { anchor } = rows[row].items.find(({ id }) => id === item.id)
    const { calls, actual, expected } = one
    return {
      file: anchor.path,
      range: [anchor.lines[0], anchor.lines[0]],
      kind: item.kind,
      severity: item.severity,
      title: 'See the calls',
      message: 'The calls below come out in another way than this part of the program promises.',
      witness: { calls, actual, expected },
    }
  })
  return { task_id, row, findings }
}

async function open() {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`)
  await new Promise((resolve) => socket.once('open', resolve))
  const ask = (message) =>
    new Promise((resolve, reject) => {
      socket.once('message', (text) => {
        const reply = JSON.parse(String(text))
        if (reply.type === 'error') reject(new Error(reply.data.message))
        else resolve(reply.data)
      })
      socket.send(JSON.stringify(message))
    })
  return { ask, close: () => socket.close() }
}

/** Milliseconds from the first batch to the answer to the last one. */
async function timeReview({ ask }, { task_id, row, findings }) {
  await ask({ type: 'reset', data: { task_id, row } })
  const start = performance.now()
  for (let at = 0; at < findings.length; at += BATCH)
    await ask({
      type: 'step',
      data: { operation: 'submit_findings', findings: findings.slice(at, at + BATCH) },
    })
  return performance.now() - start
}

const summary = (times) => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0)
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms (${sorted.length})`
}

const alone = await open()
for (const review of reviews) for (let round = 0; round < 2; round += 1) await timeReview(alone, review)
const times = []
for (let round = 0; round < ROUNDS; round += 1)
  for (const review of reviews) times.push(await timeReview(alone, review))
console.log(`a review with ${WITNESSES} witnesses on TypeScript tasks, alone: ${summary(times)}`)
const pythons = []
for (const review of reviewsIn('python')) pythons.push(await timeReview(alone, review))
if (pythons.length > 0) console.log(`the same on Python tasks, two children each: ${summary(pythons)}`)
alone.close()

const sessions = await Promise.all(Array.from({ length: 64 }, open))
const health = []
let isOver = false
const watching = (async () => {
  while (!isOver) {
    const start = performance.now()
    await (await fetch(`${url}/health`)).text()
    health.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
})()
const together = await Promise.all(
  sessions.map((one, index) => timeReview(one, reviews[index % reviews.length])),
)
isOver = true
await watching
console.log(`64 at once: ${summary(together)}`)
console.log(`/health meanwhile: ${summary(health)}`)
for (const one of sessions) one.close()
server.kill('SIGTERM')
