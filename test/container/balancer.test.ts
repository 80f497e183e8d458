import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { connect } from '../server/connection.ts'
import { type Serving, serve } from '../server/serving.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { answers, freePort } from './ports.ts'

const hasNginx = spawnSync('nginx', ['-v']).error === undefined
if (!hasNginx && process.env.CI) throw new Error('There is no nginx')

/** Clients of networks of their own: this machine has them all. */
const clients = Array.from({ length: 12 }, (_, number) => `127.0.${number + 1}.1`)

let bundle: OpenBundle
let servers: readonly [Serving, Serving]
beforeAll(async () => {
  bundle = (await compiledPair()).bundle
  servers = [await serve(bundle), await serve(bundle)]
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

/** nginx as docs/deploy.md has it, before both servers; answers its address. */
async function balance(change: (text: string) => string = (text) => text): Promise<string> {
  const folder = temporaryFolder()
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(readFileSync('docs/deploy.md', 'utf8')) ?? []
  const port = await freePort()
  const [first, second] = servers.map(({ url }) => new URL(url).port)
  const placed = change(block)
    .replace('127.0.0.1:8001', `127.0.0.1:${first}`)
    .replace('127.0.0.1:8002', `127.0.0.1:${second}`)
    .replace('listen 8000', `listen 127.0.0.1:${port}`)
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`)
  const text = `pid nginx.pid;\nevents {}\nhttp {\naccess_log off;\n${own.join('\n')}\n${placed}}\n`
  writeFileSync(join(folder, 'nginx.conf'), text)
  mkdirSync(join(folder, 'logs'))
  const nginx = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log', '-g', 'daemon off;'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(() => end(nginx))
  const url = `http://127.0.0.1:${port}`
  while (!(await answers(url))) {
    if (nginx.exitCode !== null) throw new Error('nginx did not start')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return url
}

async function end(nginx: ChildProcess): Promise<void> {
  if (nginx.exitCode !== null) return
  const ended = once(nginx, 'exit')
  nginx.kill('SIGTERM')
  await ended
}

interface Answer {
  readonly status: number
  readonly session: string
  readonly body: { readonly done?: boolean; readonly step_count?: number }
}

/** A request from an address of this machine, on a connection of its own. */
function ask(url: string, from: string, path: string, session: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = path === '/state' ? 'GET' : 'POST'
    const options = { method, localAddress: from, agent: false, headers: { 'x-session-id': session } }
    const sent = request(`${url}${path}`, options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          session: String(response.headers['x-session-id']),
          body: JSON.parse(text),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}

/** Plays an episode over HTTP; answers the status of each request after the first. */
async function play(url: string, from: string): Promise<readonly number[]> {
  const { session } = await ask(url, from, '/reset', 'new', { seed: 3 })
  const hint = await ask(url, from, '/step', session, { action: { operation: 'request_hint' } })
  const state = await ask(url, from, '/state', session)
  const last = await ask(url, from, '/step', session, { action: { operation: 'finalize' } })
  return [hint, state, last].map(({ status }) => status)
}

describe.skipIf(!hasNginx)('two servers behind nginx', () => {
  test('each client’s sessions over HTTP stay with one server, and both have some', async () => {
    const url = await balance()
    const statuses = await Promise.all(clients.map((from) => play(url, from)))
    expect(new Set(statuses.flat())).toEqual(new Set([200]))
    for (const server of servers) expect(server.sessions()).toBeGreaterThan(0)
    expect(servers[0].sessions() + servers[1].sessions()).toBe(clients.length)
  })

  test('without affinity their requests go astray, and are told so', async () => {
    const url = await balance((text) => text.replace('ip_hash;', ''))
    expect(await play(url, '127.0.1.1')).toEqual([404, 200, 404])
  })

  test('sockets need no affinity', async () => {
    const url = await balance((text) => text.replace('ip_hash;', ''))
    const connections = await Promise.all(
      clients.map((localAddress) => connect(`${url.replace('http', 'ws')}/ws`, { localAddress })),
    )
    for (const connection of connections) {
      onTestFinished(() => connection.leave())
      const reset = await connection.ask({ type: 'reset', data: { seed: 3 } })
      const step = await connection.ask({ type: 'step', data: { operation: 'finalize' } })
      expect([reset.type, step.data.done]).toEqual(['observation', true])
    }
  })
})
