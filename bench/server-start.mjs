// From a process' start to its first answer on /health, beside the least that opens a file of that size and listens.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import process from 'node:process'
import { largeBundle } from './large-bundle.mjs'
import { corpusBundle, median } from './serving.mjs'

export const name = 'serve: start to first /health'
export const beside = '`node -e` that parses the same file and listens'
export const target = '≤ 1.5 × and ≤ 300 ms; 10,000 tasks ≤ 1 s, memory ≤ 3 × the bundle'

const MEGABYTE = 2 ** 20
const bare = `const bundle = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))
require('http').createServer((_, reply) => reply.end('{"status":"healthy"}')).listen(Number(process.argv[2]), '127.0.0.1')`

export async function run({ rounds = 7, tasks = 10_000 } = {}) {
  const figures = []
  for (const [what, path] of [
    ['the corpus', await corpusBundle()],
    [`${tasks} tasks`, await largeBundle(tasks)],
  ]) {
    const lines = {
      empty: () => [
        '-e',
        'require("http").createServer((_, reply) => reply.end()).listen(Number(process.argv[1]), "127.0.0.1")',
      ],
      bare: () => ['-e', bare, path],
      ours: () => ['dist/cli.js', 'serve', path, '--quiet', '--unproved', '--port'],
    }
    const found = Object.fromEntries(Object.keys(lines).map((who) => [who, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const [who, args] of Object.entries(lines)) found[who].push(await timeStart(args()))
    const bytes = statSync(path).size
    const of = (who, key) => median(found[who].map((one) => one[key]))
    for (const who of Object.keys(lines))
      figures.push({
        what: `${what}, ${who}`,
        ms: of(who, 'ms'),
        processor_ms: of(who, 'processor'),
        peak_mb: of(who, 'peak') / MEGABYTE,
        memory_mb: of(who, 'memory') / MEGABYTE,
        bundle_mb: bytes / MEGABYTE,
        memory_ratio: of(who, 'memory') / bytes,
        ...(who === 'ours' && {
          ratio: of(who, 'ms') / of('bare', 'ms'),
          processor_ratio: of(who, 'processor') / of('bare', 'processor'),
        }),
      })
  }
  return { figures }
}

async function timeStart(args) {
  const port = await freePort()
  const start = performance.now()
  const child = spawn(process.execPath, [...args, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] })
  while (!(await isHealthy(port)))
    await new Promise((done) => {
      setTimeout(done, 2)
    })
  const ms = performance.now() - start
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024
  // What was only needed to begin is given back once nothing happens.
  await new Promise((done) => setTimeout(done, 1500))
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024
  child.kill('SIGKILL')
  await once(child, 'exit')
  return { ms, peak, memory, processor: (user + system) * 10 }
}

function isHealthy(port) {
  return new Promise((done) => {
    const asked = request({ port, host: '127.0.0.1', path: '/health', agent: false }, (reply) => {
      reply.resume()
      reply.on('end', () => done(reply.statusCode === 200))
    })
    asked.on('error', () => done(false))
    asked.end()
  })
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}
