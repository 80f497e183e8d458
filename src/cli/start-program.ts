import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Program } from '../rollout/eval/program-reviewer.ts'

/** How long a program that was asked to end may take to. */
const STOP_GRACE_MS = 2000

/** Starts a program, its words separated by blanks. */
export function startProgram(command: string): Program {
  const [name = '', ...args] = command.split(' ').filter((word) => word !== '')
  const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    writeLine: (line) => void child.stdin.write(`${line}\n`),
    async readLine(timeout) {
      const over = new AbortController()
      const late = new Promise<null>((resolve) => {
        const timer = setTimeout(() => resolve(null), timeout)
        over.signal.addEventListener('abort', () => clearTimeout(timer))
      })
      const gone = ended.then(() => null)
      try {
        const next = await Promise.race([lines.next(), late])
        return next === null ? null : next.done ? gone : next.value
      } finally {
        over.abort()
      }
    },
    async stop() {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS)
      await ended
      clearTimeout(timer)
    },
  }
}
