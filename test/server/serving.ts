import { randomInt, randomUUID } from 'node:crypto'
import { connect as connectTcp } from 'node:net'
import { onTestFinished } from 'vitest'
import { defaultPolicies } from '../../src/model/policy.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import type { OpenSandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { type Listening, type ListenOptions, listen } from '../../src/runtime/server/listen.ts'
import { type Log, silentLog } from '../../src/runtime/server/log.ts'
import type { Service } from '../../src/runtime/server/service.ts'
import { builtSandbox } from '../support/pool.ts'
import { type Connection, connect } from './connection.ts'

export interface Serving {
  readonly url: string
  /** What the server took note of as errors of its own. */
  readonly errors: readonly unknown[]
  readonly sandbox: OpenSandbox
  sessions(): number
  /** Opens a socket that is gone when the test is over. */
  socket(path?: string): Promise<Connection>
  close(): Promise<void>
}

export const metadata: ReturnType<ListenOptions['metadata']> = {
  name: 'reviewgym',
  description: 'The corpus of the tests',
  readme_content: null,
  version: '1.2.3',
  author: null,
  documentation_url: null,
}

interface ServeOptions extends Partial<Service> {
  readonly maxSessions?: number
  readonly perPeer?: number
  readonly idle?: number
  readonly mode?: ListenOptions['mode']
  readonly token?: string | null
  readonly rate?: number | null
  readonly log?: Log
  readonly web?: ListenOptions['web']
  readonly runs?: ListenOptions['runs']
  readonly work?: ListenOptions['work']
}

/** Serves a bundle on a free port of this machine. */
export async function serve(
  bundle: OpenBundle,
  {
    maxSessions = 64,
    perPeer = maxSessions,
    idle = 900_000,
    mode = 'simulation',
    token = null,
    rate = null,
    log = silentLog,
    web = null,
    runs = null,
    work = null,
    ...service
  }: ServeOptions = {},
): Promise<Serving> {
  const errors: unknown[] = []
  const sandbox = builtSandbox()
  const server: Listening = await listen(
    {
      bundle,
      policies: defaultPolicies,
      desk: 'agent',
      sandbox,
      drawSeed: () => randomInt(2 ** 31),
      newId: () => randomUUID(),
      report: (error) => void errors.push(error),
      ...service,
    },
    {
      host: '127.0.0.1',
      port: 0,
      metadata: () => metadata,
      mode,
      web,
      runs,
      work,
      idle,
      token,
      rate,
      log,
      exchange: null,
      capacity: { sessions: maxSessions, perPeer },
    },
  )
  return {
    url: server.url,
    errors,
    sandbox,
    sessions: server.sessions,
    async close() {
      await server.close()
      await sandbox.close()
    },
    async socket(path = '/ws') {
      const connection = await connect(`${server.url.replace('http', 'ws')}${path}`)
      onTestFinished(() => connection.leave())
      return connection
    },
  }
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** One HTTP request as written, redirects not followed. */
export async function ask(
  url: string,
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Sends bytes over TCP, and answers all that comes back until the other side hangs up. */
export function speakTcp(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connectTcp(Number(port), hostname, () => socket.write(bytes))
    socket.setEncoding('utf8')
    socket.on('data', (part) => {
      heard += part
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
}

/** Resolves once a claim holds; the test's own time limit ends it otherwise. */
export async function until(claim: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await claim())) await new Promise((resolve) => setTimeout(resolve, 5))
}
