import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PoolResult } from '../pool.ts'
import type { RunInput, RunResult } from '../run.ts'
import { commandFor } from './confinement.ts'
import { IMAGE_DESCRIPTOR, type Order, type Word } from './protocol.ts'

export interface ChildFiles {
  /** The built child. */
  readonly child: URL
  /** The folder of the Python package. */
  readonly package: URL
}

type Task = 'image' | 'once' | 'fresh'

const MOST_STDERR = 4000
const ENDED: PoolResult = { status: 'refused', reason: 'closed' }

/** One child process: it has an interpreter ready, or is making it. */
export class Child {
  readonly #task: Task
  #started: Promise<ChildProcess>
  #becomeReady: () => void = () => undefined
  #failReady: (error: Error) => void = () => undefined
  #finish: ((result: PoolResult) => void) | null = null
  #stderr = ''
  #isReady = false
  readonly whenReady: Promise<void>
  isOver = false
  #live: ChildProcess | null = null

  constructor(files: ChildFiles, task: Task, image: Promise<Uint8Array>) {
    this.#task = task
    this.whenReady = new Promise<void>((resolve, reject) => {
      this.#becomeReady = resolve
      this.#failReady = reject
    })
    this.whenReady.catch(() => undefined)
    this.#started = image.then((bytes) => this.#start(files, bytes))
    this.#started.catch((error) => this.#fail(String(error)))
  }

  /** Lets a child start Python from nothing and hand over its image. */
  static async makeImage(files: ChildFiles): Promise<Uint8Array> {
    const child = launch(files, 'image')
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-MOST_STDERR)
    })
    const chunks: Buffer[] = []
    child.stdio[IMAGE_DESCRIPTOR]?.on('data', (chunk: Buffer) => chunks.push(chunk))
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    if (code !== 0) throw new Error(`Python did not start (code ${code}): ${said}`)
    return Buffer.concat(chunks)
  }

  get isFree(): boolean {
    return this.#isReady && this.#finish === null && !this.isOver
  }

  /** Runs calls; the child must be free. */
  run(input: RunInput, wall: number): Promise<PoolResult> {
    const child = this.#live
    if (child === null) throw new Error('The child is not ready')
    child.ref()
    this.#isReady = false
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#finish?.({ status: 'failed', reason: 'wall', detail: `The run took longer than ${wall} ms` })
        this.end()
      }, wall)
      this.#finish = (result) => {
        clearTimeout(timer)
        this.#finish = null
        child.unref()
        resolve(result)
      }
      child.send({ kind: 'run', input } satisfies Order)
    })
  }

  async end(): Promise<void> {
    this.isOver = true
    this.#finish?.(ENDED)
    const child = this.#live ?? (await this.#started.catch(() => null))
    child?.kill('SIGKILL')
  }

  #start(files: ChildFiles, image: Uint8Array): ChildProcess {
    const child = launch(files, this.#task)
    this.#live = child
    child.stderr?.on('data', (chunk) => {
      this.#stderr = (this.#stderr + String(chunk)).slice(-MOST_STDERR)
    })
    child.on('message', (word: Word) => this.#hear(word))
    child.on('error', (error) => this.#fail(String(error)))
    child.on('exit', (code, signal) =>
      this.#fail(`The child ended with ${signal ?? `code ${code}`}. ${this.#stderr}`),
    )
    const pipe = child.stdio[IMAGE_DESCRIPTOR]
    pipe?.on('error', () => undefined)
    if (pipe && 'end' in pipe) pipe.end(image)
    if (this.isOver) child.kill('SIGKILL')
    return child
  }

  #hear(word: Word): void {
    if (word.kind === 'ready') {
      this.#isReady = true
      this.#live?.unref()
      this.#live?.channel?.unref()
      this.#becomeReady()
    } else this.#ran(word.result, word.isLast)
  }

  #ran(result: RunResult, isLast: boolean): void {
    const finish = this.#finish
    this.isOver = isLast
    this.#isReady = !isLast
    if (isLast) this.#live?.kill('SIGKILL')
    finish?.({ status: 'ran', result })
  }

  #fail(detail: string): void {
    const wasOver = this.isOver
    this.isOver = true
    if (wasOver) return
    this.#failReady(new Error(detail))
    this.#finish?.({ status: 'failed', reason: 'crash', detail })
  }
}

function launch({ child, package: folder }: ChildFiles, task: Task): ChildProcess {
  const script = fileURLToPath(child)
  const home = fileURLToPath(folder).replace(/\/$/, '')
  const { command, args } = commandFor(script, home)
  const started = spawn(command, [...args, script, task, home], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    env: { TZ: 'UTC' },
    serialization: 'advanced',
  })
  return started
}
