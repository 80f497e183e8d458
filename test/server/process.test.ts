import { once } from 'node:events'
import { createServer } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { connect } from './connection.ts'
import { folderWithBundle, startServer } from './process.ts'
import { ask } from './serving.ts'

let corpus: Awaited<ReturnType<typeof compiledCorpus>>
beforeAll(async () => {
  corpus = await compiledCorpus()
})

function start(env: Record<string, string>, ...args: string[]) {
  return startServer(folderWithBundle(corpus.text), env, ...args)
}

const socketUrl = (url: string) => `${url.replace('http', 'ws')}/ws`

describe('the server process', () => {
  test('55 and 56: says where it listens, serves there, and ends with 0 when asked to stop', async () => {
    const { server, ended, announced, complaints } = await start({ PORT: '1' }, '--port', '0')
    expect(announced).toEqual({
      format: 'reviewgym-serve/1',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      sha256: corpus.bundle.sha256,
      tasks: [...corpus.bundle.tasks.keys()],
      proved: true,
      attacked: false,
    })
    const metadata = JSON.parse((await ask(announced.url, 'GET', '/metadata')).text)
    expect(metadata).toMatchObject({
      name: 'reviewgym',
      description: expect.stringContaining(`(bundle ${corpus.bundle.sha256.slice(0, 12)}, proved by `),
    })
    const socket = await connect(socketUrl(announced.url))
    expect(await socket.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
    server.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(await socket.closed).toBe(1001)
    expect(complaints()).toBe('')
    await expect(connect(socketUrl(announced.url))).rejects.toThrow('ECONNREFUSED')
  })

  test('55: ends with 0 although a client neither reads nor closes', async () => {
    const { server, ended, announced } = await start({}, '--port', '0')
    const socket = await connect(socketUrl(announced.url))
    socket.socket.pause()
    for (let index = 0; index < 3000; index += 1) socket.send({ type: 'reset' })
    expect((await ask(announced.url, 'GET', '/health')).status).toBe(200)
    server.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
    await socket.leave()
  })

  test('56: PORT, HOST and MAX_CONCURRENT_ENVS are honoured', async () => {
    const { announced } = await start({ PORT: '0', HOST: 'localhost', MAX_CONCURRENT_ENVS: '1' })
    expect(announced.url).toMatch(/^http:\/\/localhost:\d+$/)
    const first = await connect(socketUrl(announced.url))
    expect(await first.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
    const second = await connect(socketUrl(announced.url))
    expect(await second.ask({ type: 'reset' })).toMatchObject({
      data: { code: 'CAPACITY_REACHED', active_sessions: 1, max_sessions: 1 },
    })
    for (const socket of [first, second]) await socket.leave()
  })

  test('48: a frame that is too large closes its socket with 1009, every time', async () => {
    const { announced } = await start({}, '--port', '0')
    const frame = 'x'.repeat(17 * 2 ** 20)
    for (let round = 0; round < 10; round += 1) {
      const socket = await connect(socketUrl(announced.url))
      socket.send(frame)
      expect(await socket.closed).toBe(1009)
    }
  })

  test('43: two processes answer the same script with the same bytes', async () => {
    const script = [
      { type: 'reset', data: { seed: 3, episode_id: 'a' } },
      { type: 'step', data: { operation: 'request_hint' } },
      { type: 'step', data: { operation: 'finalize' } },
      { type: 'state' },
    ]
    const heard: string[][] = [[], []]
    for (const frames of heard) {
      const { announced } = await start({}, '--port', '0')
      const socket = await connect(socketUrl(announced.url))
      for (const message of script) {
        socket.send(message)
        frames.push(await socket.next())
      }
      await socket.leave()
    }
    expect(heard[0]).toEqual(heard[1])
  })
})

describe('56: a server that cannot start says why, and ends with 2', () => {
  const wrongPort = (text: string) =>
    `error: The number of the port is \`${text}\`\nhint: Write a whole number from 0 to 65535\n`
  const wrongSessions = (text: string) =>
    `error: The number of the sessions is \`${text}\`\nhint: Write a whole number from 1 to 100000\n`

  test('a folder that cannot be made', () => {
    const { code, stderr } = runCli(
      ['serve', 'corpus.json', '--port', '0', '--record', '/proc/nowhere/runs'],
      folderWithBundle(corpus.text),
    )
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^error: `\/proc\/nowhere\/runs\/served-[0-9a-f-]+\.jsonl` cannot be written \(ENOENT\)\n$/,
      ),
    })
  })

  test.each<[env: Record<string, string>, stderr: string]>([
    [{ PORT: 'http' }, wrongPort('http')],
    [{ PORT: '65536' }, wrongPort('65536')],
    [{ PORT: '-1' }, wrongPort('-1')],
    [{ PORT: '80.5' }, wrongPort('80.5')],
    [{ PORT: '' }, wrongPort('')],
    [{ MAX_CONCURRENT_ENVS: '0' }, wrongSessions('0')],
    [{ MAX_CONCURRENT_ENVS: 'many' }, wrongSessions('many')],
    [{ HOST: '203.0.113.1', PORT: '0' }, 'error: Cannot listen on 203.0.113.1:0 (EADDRNOTAVAIL)\n'],
  ])('%j', (env, stderr) => {
    expect(runCli(['serve', 'corpus.json'], folderWithBundle(corpus.text), env)).toEqual({
      code: 2,
      stdout: '',
      stderr,
    })
  })

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    expect(runCli(['serve', 'corpus.json', '--port', String(port)], folderWithBundle(corpus.text))).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: Cannot listen on 127.0.0.1:${port} (EADDRINUSE)\nhint: Something listens there already: stop it, or choose another \`--port\`\n`,
    })
    other.close()
  })
})
