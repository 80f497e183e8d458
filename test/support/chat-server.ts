import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'

/** A request as the endpoint got it. */
export interface ChatCall {
  readonly body: {
    readonly model: string
    readonly messages: readonly {
      readonly role: string
      readonly content: string | null
      readonly tool_calls?: readonly unknown[]
      readonly tool_call_id?: string
    }[]
    readonly tools?: readonly unknown[]
    readonly stream?: boolean
    readonly seed?: number
    readonly temperature?: number
  }
  readonly authorization: string | undefined
  /** Which request this is, from 0. */
  readonly number: number
}

/** What the endpoint answers. */
export type ChatAnswer =
  | { readonly message: object; readonly finish?: string; readonly slow?: number }
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  /** A stream that ends in the middle. */
  | { readonly torn: object }
  | 'hang up'

export interface ChatServer {
  readonly url: string
  readonly calls: readonly ChatCall[]
  /** Episodes that are asked about at the same time, at most. */
  readonly mostAtOnce: () => number
}

type Answering = (call: ChatCall) => ChatAnswer | Promise<ChatAnswer>

/** An endpoint that speaks chat completions over real sockets, whole or streamed as it is asked; closed with the test. */
export async function openChatServer(answer: Answering): Promise<ChatServer> {
  const { close, ...server } = await startChatServer(answer)
  onTestFinished(close)
  return server
}

/** The same for several tests. */
export async function startChatServer(
  answer: Answering,
): Promise<ChatServer & { readonly close: () => void }> {
  const calls: ChatCall[] = []
  let [atOnce, most] = [0, 0]
  const server = createServer(async (request, response) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    response.on('close', () => {
      atOnce -= 1
    })
    const body = JSON.parse(await textOf(request))
    const call = { body, authorization: request.headers.authorization, number: calls.length }
    calls.push(call)
    await send(response, call, request.url === '/v1/chat/completions' ? await answer(call) : notFound)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1`, calls, mostAtOnce: () => most, close }
}

const notFound = { status: 404, body: '{"error":{"message":"no such route"}}' }

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

async function send(response: ServerResponse, call: ChatCall, answer: ChatAnswer): Promise<void> {
  if (answer === 'hang up') return void response.destroy()
  if ('status' in answer) {
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    return void response.end(answer.body)
  }
  const message = { role: 'assistant', content: null, ...('torn' in answer ? answer.torn : answer.message) }
  const finish = 'torn' in answer ? null : (answer.finish ?? 'stop')
  if ('slow' in answer && answer.slow) await wait(answer.slow)
  const usage = { prompt_tokens: tokensOf(call.body.messages), completion_tokens: tokensOf(message) }
  if (call.body.stream || 'torn' in answer) return sendStream(response, message, finish, usage)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: finish }], usage }))
}

function tokensOf(value: unknown): number {
  return Math.ceil(JSON.stringify(value).length / 4)
}

/** In pieces that end in the middle of words, characters and lines. */
function sendStream(
  response: ServerResponse,
  message: { readonly content?: string | null; readonly tool_calls?: readonly object[] },
  finish: string | null,
  usage: object,
): void {
  const { content, tool_calls = [], ...rest } = message
  const deltas: object[] = [{ ...rest, content: '' }]
  for (let at = 0; at < (content ?? '').length; at += 7) deltas.push({ content: content?.slice(at, at + 7) })
  for (const [index, call] of tool_calls.entries()) {
    const { function: called, ...head } = call as { function: { name: string; arguments: string } }
    deltas.push({ tool_calls: [{ index, ...head, function: { name: called.name, arguments: '' } }] })
    for (let at = 0; at < called.arguments.length; at += 9)
      deltas.push({ tool_calls: [{ index, function: { arguments: called.arguments.slice(at, at + 9) } }] })
  }
  const chunks: object[] = deltas.map((delta) => ({ choices: [{ index: 0, delta }] }))
  if (finish !== null)
    chunks.push({ choices: [{ index: 0, delta: {}, finish_reason: finish }] }, { choices: [], usage })
  const lines = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')
  const bytes = Buffer.from(`: hello\n\n${lines}${finish === null ? '' : 'data: [DONE]\n\n'}`)
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  for (let at = 0; at < bytes.length; at += 61) response.write(bytes.subarray(at, at + 61))
  if (finish === null) response.destroy()
  else response.end()
}

/** An answer that calls tools. */
export function calling(...calls: readonly (readonly [name: string, args: object])[]): ChatAnswer {
  return {
    finish: 'tool_calls',
    message: {
      tool_calls: calls.map(([name, args], index) => ({
        id: `call_${index}`,
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      })),
    },
  }
}

/** The row that a conversation is about, found by its code. */
export function rowAskedAbout(bundle: OpenBundle, { body }: ChatCall): Row {
  const prompt = body.messages.find(({ role }) => role === 'user')?.content ?? ''
  const bare = prompt.replace(/^ *\d+ \| ?/gm, '')
  const row = [...bundle.tasks.values()]
    .flat()
    .find(({ files }) =>
      files.every(({ code }) => bare.includes(code.replace(/\n$/, '').replace(/[^\S\n]+$/gm, ''))),
    )
  if (!row) throw new Error('A prompt without the code of a row')
  return row
}

/** A reviewer that finds one more defect each time it is asked, and finalizes when there is nothing left. */
export function improvingModel(bundle: OpenBundle): (call: ChatCall) => ChatAnswer {
  return (call) => {
    const row = rowAskedAbout(bundle, call)
    const asked = call.body.messages.filter(({ role }) => role === 'assistant').length
    const item = row.rubric.items[asked]
    const finding: Finding | null = item ? perfectFinding(item) : null
    return finding ? calling(['submit_findings', { findings: [finding] }]) : calling(['finalize', {}])
  }
}
