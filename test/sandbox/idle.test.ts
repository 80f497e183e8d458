import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { connect } from '../server/connection.ts'
import { runCli } from '../support/cli.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openPool } from '../support/pool.ts'

/** Makes a process tell of each worker that it starts and each WebAssembly that it compiles. */
const TELLING = { NODE_OPTIONS: `--require ${resolve('test/support/tell-heavy.cjs')}` }

let corpus = ''
beforeAll(async () => {
  corpus = (await compiledCorpus()).text
})

function folderWithBundle(): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'corpus.json'), corpus)
  return folder
}

test('what is heavy is told of', async () => {
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'heavy.mjs'),
    `import { Worker } from 'node:worker_threads'
     new Worker('', { eval: true })
     new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
     await WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))`,
  )
  const child = spawn(process.execPath, [join(folder, 'heavy.mjs')], { env: { ...process.env, ...TELLING } })
  expect(await textOf(child.stderr)).toBe('heavy: worker\nheavy: wasm\nheavy: wasm\n')
})

test('a pool that nobody asks has no workers', () => {
  expect(openPool().workers).toBe(0)
})

test('an evaluation that runs no code starts no worker and loads no WebAssembly', () => {
  const args = ['eval', 'corpus.json', '--agent', 'nop', '-o', 'run']
  const { code, stderr } = runCli(args, folderWithBundle(), TELLING)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('a server of episodes that run no code starts no worker and loads no WebAssembly', async () => {
  const command = [resolve('dist/cli.js'), 'serve', 'corpus.json', '--json', '--port', '0']
  const env = { ...process.env, ...TELLING }
  const server = spawn(process.execPath, command, { cwd: folderWithBundle(), env })
  onTestFinished(() => void server.kill('SIGKILL'))
  const complaints = textOf(server.stderr)
  const [line] = await once(createInterface(server.stdout), 'line')
  const { url } = JSON.parse(line)
  const connection = await connect(`${url.replace('http', 'ws')}/ws`)
  await connection.ask({ type: 'reset', data: {} })
  await connection.ask({ type: 'step', data: { operation: 'finalize' } })
  server.kill('SIGTERM')
  expect(await complaints).toBe('')
})

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const part of stream) text += part
  return text
}
