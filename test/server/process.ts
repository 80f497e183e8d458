import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'

export function folderWithBundle(text: string): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'corpus.json'), text)
  return folder
}

/** The real server process on `corpus.json` in a folder, from its first line of output to its end. */
export async function startServer(folder: string, env: Record<string, string>, ...args: string[]) {
  const command = [resolve('dist/cli.js'), 'serve', 'corpus.json', '--json', ...args]
  const server = spawn(process.execPath, command, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void server.kill('SIGKILL'))
  const ended = once(server, 'exit').then(([code, signal]) => ({ code, signal }))
  let complaints = ''
  server.stderr.setEncoding('utf8').on('data', (part) => {
    complaints += part
  })
  const [line] = await Promise.race([
    once(createInterface(server.stdout), 'line'),
    ended.then(() => Promise.reject(new Error(complaints))),
  ])
  return { server, ended, announced: JSON.parse(line), complaints: () => complaints }
}
