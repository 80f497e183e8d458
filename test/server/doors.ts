import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { connect as connectClient, ServerError } from '../../src/client/client.ts'
import type { WireAction } from '../../src/model/action.ts'
import { defaultPolicies } from '../../src/model/policy.ts'
import { faultSummary, type ValidationError } from '../../src/runtime/server/problem.ts'
import type { Reply } from '../../src/runtime/server/service.ts'
import { createSession } from '../../src/runtime/server/session.ts'
import { wireTurn } from '../../src/runtime/server/turn-reply.ts'
import type { compiledCorpus } from '../support/corpus.ts'
import { builtSandbox } from '../support/pool.ts'
import type { Turn } from './published.ts'
import { ask, serve } from './serving.ts'

type Corpus = Awaited<ReturnType<typeof compiledCorpus>>

/** What a door answers: a turn, or in words what is wrong. */
export type Heard = { readonly turn: Turn } | { readonly problem: string }

/** One session, through one door. */
export interface Player {
  reset(data?: Record<string, unknown>): Promise<Heard>
  step(action: Record<string, unknown>): Promise<Heard>
  state(): Promise<Record<string, unknown>>
}

export interface Door {
  open(): Promise<Player>
  close(): Promise<void>
}

/** Every way to reach an environment. All are held to the same suite. */
export const doors: Readonly<Record<string, (corpus: Corpus) => Promise<Door>>> = {
  'in-process': async ({ bundle }) => {
    const sandbox = builtSandbox()
    const service = {
      bundle,
      policies: defaultPolicies,
      desk: 'agent' as const,
      sandbox,
      drawSeed: () => 1,
      newId: () => 'an id',
      report: (error: unknown) => {
        throw error
      },
    }
    return {
      close: () => sandbox.close(),
      async open() {
        const session = createSession(service)
        const heard = (reply: Reply): Heard => {
          if (reply.status === 'ok') return { turn: JSON.parse(JSON.stringify(wireTurn(reply.turn))) }
          return {
            problem: reply.status === 'failed' ? reply.message : faultSummary(reply.faults, '').slice(2),
          }
        }
        return {
          reset: async (data = {}) => heard(await session.reset(data)),
          step: async (action) => heard(await session.step(action)),
          state: async () => ({ ...session.state() }),
        }
      },
    }
  },

  'HTTP with a session': async ({ bundle }) => {
    const server = await serve(bundle)
    return {
      close: server.close,
      async open() {
        let id = 'new'
        const say = async (method: string, path: string, body?: object) => {
          const headers: Record<string, string> =
            id === 'new' && path !== '/reset' ? {} : { 'x-session-id': id }
          const reply = await ask(server.url, method, path, body && JSON.stringify(body), headers)
          id = reply.headers.get('x-session-id') ?? id
          return JSON.parse(reply.text)
        }
        const heard = (body: { detail?: string | ValidationError[] }): Heard => {
          if (body.detail === undefined) return { turn: body as unknown as Turn }
          return { problem: typeof body.detail === 'string' ? body.detail : problemOf(body.detail) }
        }
        return {
          reset: async (data = {}) => heard(await say('POST', '/reset', data)),
          step: async (action) => {
            // A session begins with a reset; one without an episode is made by MCP.
            if (id === 'new') {
              const request = { jsonrpc: '2.0', id: 1, method: 'openenv/session/create' }
              id = (await say('POST', '/mcp', request)).result.session_id
            }
            return heard(await say('POST', '/step', { action }))
          },
          state: () => say('GET', '/state'),
        }
      },
    }
  },

  '/ws': async ({ bundle }) => {
    const server = await serve(bundle)
    return {
      close: server.close,
      async open() {
        const socket = await server.socket()
        const say = async (message: object): Promise<Heard> => {
          const { type, data } = await socket.ask(message)
          if (type === 'observation') return { turn: data as unknown as Turn }
          const errors = data.errors as ValidationError[] | undefined
          return { problem: errors ? problemOf(errors) : String(data.message) }
        }
        return {
          reset: (data) => say(data ? { type: 'reset', data } : { type: 'reset' }),
          step: (action) => say({ type: 'step', data: action }),
          state: async () => (await socket.ask({ type: 'state' })).data,
        }
      },
    }
  },

  'MCP over HTTP': async ({ bundle }) => {
    const server = await serve(bundle)
    return {
      close: server.close,
      async open() {
        let id: string | null = null
        const post = async (method: string, params: object) => {
          const headers: Record<string, string> = id === null ? {} : { 'mcp-session-id': id }
          const reply = await ask(
            server.url,
            'POST',
            '/mcp',
            JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
            headers,
          )
          id = reply.headers.get('mcp-session-id') ?? id
          return JSON.parse(reply.text)
        }
        await post('initialize', {})
        return toolPlayer(post, async () => {
          const { text } = await ask(server.url, 'GET', '/state', undefined, { 'x-session-id': id ?? '' })
          return JSON.parse(text)
        })
      },
    }
  },

  'MCP over a socket': async ({ bundle }) => {
    const server = await serve(bundle)
    return {
      close: server.close,
      async open() {
        const socket = await server.socket('/mcp')
        const post = async (method: string, params: object) => {
          socket.send({ jsonrpc: '2.0', id: 1, method, params })
          return JSON.parse(await socket.next())
        }
        return toolPlayer(post, async () => {
          const headers = { 'x-session-id': socket.session }
          return JSON.parse((await ask(server.url, 'GET', '/state', undefined, headers)).text)
        })
      },
    }
  },

  'the built server and our client': async ({ text }) => {
    const server = await startServer(text)
    return {
      close: server.close,
      async open() {
        const client = await connectClient(server.url)
        server.leaving(() => client.close())
        const heard = async (turn: Promise<unknown>): Promise<Heard> => {
          try {
            return { turn: (await turn) as Turn }
          } catch (error) {
            if (!(error instanceof ServerError)) throw error
            return { problem: error.message.replace('Invalid message: ', '') }
          }
        }
        return {
          reset: (data) => heard(client.reset(data)),
          step: (action) => heard(client.step(action as unknown as WireAction)),
          state: async () => ({ ...(await client.state()) }),
        }
      },
    }
  },
}

/** Plays by tools. MCP has no reset: the first one views a task, and each further one has a session of its own. */
function toolPlayer(
  post: (method: string, params: object) => Promise<{ result?: unknown; error?: { message: string } }>,
  state: Player['state'],
): Player {
  const call = async (name: string, args: object): Promise<Heard> => {
    const { result, error } = await post('tools/call', { name, arguments: args })
    if (error) return { problem: error.message }
    const { isError, structuredContent, content } = result as {
      isError: boolean
      structuredContent: Turn
      content: { text: string }[]
    }
    if (!isError) return { turn: structuredContent }
    return { problem: content[0]?.text.replace('Invalid arguments: ', '') ?? '' }
  }
  return {
    reset: (data = {}) => call('view_task', data),
    step: ({ operation, ...args }) => call(String(operation), args),
    state,
  }
}

function problemOf(errors: readonly ValidationError[]): string {
  return errors
    .map(
      ({ loc, msg }) =>
        `${loc
          .filter((part) => part !== 'body')
          .join('.')
          .replace(/\.(\d+)/g, '[$1]')}: ${msg}`,
    )
    .join('; ')
}

/** The built server in a process of its own; `cli` is that of this repository unless it is said otherwise. */
export async function startServer(
  bundle: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  cli = resolve('dist/cli.js'),
) {
  const folder = mkdtempSync(join(tmpdir(), 'reviewgym-'))
  writeFileSync(join(folder, 'corpus.json'), bundle)
  const command = [cli, 'serve', 'corpus.json', '--json', '--unproved', '--port', '0', ...args]
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (part) => {
    complaints += part
  })
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error(complaints))),
  ])
  const leavers: (() => Promise<void>)[] = []
  return {
    url: JSON.parse(line).url as string,
    child,
    ended,
    complaints: () => complaints,
    leaving: (leave: () => Promise<void>) => void leavers.push(leave),
    async close() {
      await Promise.all(leavers.map((leave) => leave()))
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
