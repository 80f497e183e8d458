// Servers in processes of their own, and what they use.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'

/** Where benches keep what they have made. */
export const KEPT = resolve('node_modules/.cache/reviewgym/bench')

/** Ticks of the kernel's clock a second, in which it counts processor time. */
const TICKS = 100
const PAGE_BYTES = 4096

/** The path of the bundle of `tasks/`, compiled when it is not there. */
export async function corpusBundle() {
  const built = (await readFile('dist/.sources', 'utf8')).trim().slice(0, 16)
  const path = resolve(KEPT, `corpus-${built}.json`)
  if (existsSync(path)) return path
  mkdirSync(KEPT, { recursive: true })
  const { status } = spawnSync(
    process.execPath,
    ['dist/cli.js', 'compile', '--quiet', '--no-prove', '-o', path],
    { stdio: 'inherit' },
  )
  if (status !== 0) throw new Error('The corpus does not compile')
  return path
}

/** A process that prints a line of JSON with its address once it listens. */
export async function started(command, args, { env = {} } = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const died = once(child, 'exit').then(() => {
    throw new Error(`${args.join(' ')} ended before it served`)
  })
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), died])
  return served(child, JSON.parse(line).url)
}

/** The command line of our server, with room for many. */
export function serveLine(bundle) {
  return ['dist/cli.js', 'serve', bundle, '--json', '--unproved', '--port', '0', '--max-sessions', '5000']
}

/** Our server. */
export function reviewgym(bundle, ...options) {
  return started(process.execPath, [...serveLine(bundle), ...options])
}

/** A server that says nothing when it listens, at a free port that it is given. */
export async function startedAt(command, argsOf) {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  const url = `http://127.0.0.1:${port}`
  // OpenEnv's complains at length about every client that leaves.
  const child = spawn(command, argsOf(port), { stdio: 'ignore' })
  for (let tries = 0; tries < 2400; tries += 1) {
    const isThere = await fetch(`${url}/health`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (isThere) return served(child, url)
    await new Promise((done) => setTimeout(done, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`${command} does not listen`)
}

function served(child, url) {
  const { pid } = child
  return {
    url,
    pid,
    /** Seconds of the processor that it and those that it has started have used. */
    processor: async () => sum(await Promise.all((await family(pid)).map(processorOf))),
    /** Bytes of resident memory, of all of them. */
    memory: async () => sum(await Promise.all((await family(pid)).map(memoryOf))),
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function family(pid) {
  const threads = await readdir(`/proc/${pid}/task`)
  // A thread may end in between.
  const lists = threads.map((one) => readFile(`/proc/${pid}/task/${one}/children`, 'utf8').catch(() => ''))
  const children = (await Promise.all(lists)).join(' ').split(/\s+/).filter(Boolean)
  return [pid, ...(await Promise.all(children.map(family))).flat()]
}

/** Seconds of the processor that a process has used. */
export async function processorOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) / TICKS
}

async function memoryOf(pid) {
  const [, resident] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')
  return Number(resident) * PAGE_BYTES
}

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0)

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}

/** Puts a server under load for a while, and says what came of it and what a thousand answers cost its processor. */
export async function underLoad(server, { path = '/ws', ...about }) {
  const child = spawn(
    process.execPath,
    ['bench/load.mjs', JSON.stringify({ ...about, url: server.url + path })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const counting = await lines.next()
  if (counting.done) throw new Error(`No load could be put on ${server.url}`)
  const before = await server.processor()
  const { value } = await lines.next()
  const after = await server.processor()
  const found = JSON.parse(value)
  if (found.wrong.length > 0) throw new Error(`Answers of another size: ${JSON.stringify(found.wrong)}`)
  return {
    ...found,
    rate: found.answers / found.seconds,
    /** Milliseconds of the processor. */
    cost: ((after - before) / found.answers) * 1e6,
  }
}
