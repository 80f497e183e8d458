import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** What an editor is told about a place in a file. */
export interface Editor {
  /** The messages of the server's validation, with their first lines from 1. */
  problems(path: string, text: string): Promise<readonly string[]>
  /** The labels that are offered at the mark `‸` in a text. */
  completions(path: string, marked: string): Promise<readonly string[]>
  /** What is said about the word behind the mark. */
  hover(path: string, marked: string): Promise<string>
  close(): Promise<void>
}

/** Opens a headless editor on a language server, over LSP on its standard streams. */
export async function openEditor(server: string, folder: string): Promise<Editor> {
  const child = spawn(process.execPath, [server, '--stdio'], { cwd: folder })
  const answers = new Map<number, (result: unknown) => void>()
  const published = new Map<string, (diagnostics: readonly Published[]) => void>()
  let count = 0
  readMessages(child, (message) => {
    if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: readonly Published[] }
      published.get(uri)?.(diagnostics)
    } else if (message.method !== undefined && message.id !== undefined) {
      // The server asks for settings: there are none but the usual ones.
      const { items = [] } = (message.params ?? {}) as { items?: readonly unknown[] }
      send({ id: message.id, result: items.map(() => null) })
    } else if (message.id !== undefined) answers.get(message.id)?.(message.result)
  })
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }
  const ask = (method: string, params: object) =>
    new Promise<unknown>((resolve) => {
      count += 1
      answers.set(count, resolve)
      send({ id: count, method, params })
    })
  const open = (path: string, text: string) => {
    count += 1
    const uri = pathToFileURL(`${folder}/${path.replace('.yaml', `-${count}.yaml`)}`).href
    const seen = new Promise<readonly Published[]>((resolve) => published.set(uri, resolve))
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    })
    return { textDocument: { uri }, seen }
  }
  const openAt = (path: string, marked: string) => {
    const before = marked.slice(0, marked.indexOf('‸')).split('\n')
    const { textDocument } = open(path, marked.replace('‸', ''))
    return { textDocument, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } }
  }
  await ask('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} })
  send({ method: 'initialized', params: {} })
  send({
    method: 'workspace/didChangeConfiguration',
    params: { settings: { yaml: { schemaStore: { enable: false } } } },
  })
  return {
    async problems(path, text) {
      const found = await open(path, text).seen
      return found.map(({ message, range }) => `${range.start.line + 1}: ${message}`)
    },
    async completions(path, marked) {
      const { items } = (await ask('textDocument/completion', openAt(path, marked))) as {
        items: readonly { label: string }[]
      }
      return items.map(({ label }) => label)
    },
    async hover(path, marked) {
      const found = (await ask('textDocument/hover', openAt(path, marked))) as {
        contents: { value: string }
      } | null
      return found?.contents.value ?? ''
    },
    async close() {
      await ask('shutdown', {})
      child.kill()
    },
  }
}

interface Published {
  readonly message: string
  readonly range: { readonly start: { readonly line: number } }
}

function readMessages(child: ChildProcessWithoutNullStreams, take: (message: Message) => void): void {
  let rest = Buffer.alloc(0)
  child.stdout.on('data', (part: Buffer) => {
    rest = Buffer.concat([rest, part])
    for (;;) {
      const end = rest.indexOf('\r\n\r\n')
      if (end === -1) return
      const length = Number(/Content-Length: (\d+)/i.exec(rest.subarray(0, end).toString())?.[1])
      if (rest.length < end + 4 + length) return
      const body = rest.subarray(end + 4, end + 4 + length).toString()
      rest = rest.subarray(end + 4 + length)
      take(JSON.parse(body))
    }
  })
}
