import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PoolResult } from '../pool.ts'
import type { RunInput } from '../run.ts'
import { commandFor } from './confinement.ts'
import { IMAGE_DESCRIPTOR, type Order, type Word } from './protocol.ts'

export interface ChildFiles {
  /** The built child. */
  readonly child: URL
  /** The folder of the Python package. */
  readonly package: URL
}

export interface ChildEvents {
  /** It can run something: for the first time, or again. */
  ready(): void
  /** It will run nothing more. `hasStarted` is false when it never could. */
  over(hasStarted: boolean, detail: string): void
}

const MOST_STDERR = 4000
const ENDED: PoolResult = { status: 'refused', reason: 'closed' }

/** One child process: it has an interpreter in its first state ready, or is making it. */
export class Child {
  readonly #events: ChildEvents
  readonly #started: Promise<ChildProcess>
  #finish: ((result: PoolResult) => void) | null = null
  readonly #settling: (() => void)[] = []
  #stderr = ''
  #hasStarted = false
  #isReady = false
  #isHeld = false
  #isOver = false
  #live: ChildProcess | null = null

  constructor(files: ChildFiles, image: Promise<Uint8Array>, events: ChildEvents) {
    this.#events = events
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

  get isReady(): boolean {
    return this.#isReady && !this.#isOver
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Resolves when it is ready, or over. */
  get settled(): Promise<void> {
    if (this.isReady || this.#isOver) return Promise.resolve()
    return new Promise((resolve) => this.#settling.push(resolve))
  }

  /** Keeps our process alive until it is released: somebody waits for it. */
  hold(): void {
    this.#isHeld = true
    this.#live?.ref()
  }

  release(): void {
    this.#isHeld = false
    this.#live?.unref()
    this.#live?.channel?.unref()
  }

  /** Runs calls; the child must be ready. After its last run it is over. */
  run(input: RunInput, wall: number, isLast: boolean): Promise<PoolResult> {
    const child = this.#live
    if (child === null || !this.isReady) throw new Error('The child is not ready')
    this.#isReady = false
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#finish?.({ status: 'failed', reason: 'wall', detail: `The run took longer than ${wall} ms` })
        this.end()
      }, wall)
      this.#finish = (result) => {
        clearTimeout(timer)
        this.#finish = null
        if (isLast) this.end()
        resolve(result)
      }
      child.send({ kind: 'run', input, isLast } satisfies Order)
    })
  }

  async end(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#finish?.(ENDED)
    this.#settle()
    this.#events.over(this.#hasStarted, 'It was ended')
    const child = this.#live ?? (await this.#started.catch(() => null))
    child?.kill('SIGKILL')
  }

  #start(files: ChildFiles, image: Uint8Array): ChildProcess {
    const child = launch(files, 'serve')
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
    if (this.#isOver) child.kill('SIGKILL')
    return child
  }

  #hear(word: Word): void {
    switch (word.kind) {
      case 'ready':
        this.#hasStarted = true
        this.#isReady = true
        if (!this.#isHeld) this.release()
        this.#settle()
        this.#events.ready()
        break
      case 'ran':
        this.#finish?.({ status: 'ran', result: word.result })
        break
      case 'spent':
        void this.end()
    }
  }

  #fail(detail: string): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#finish?.({ status: 'failed', reason: 'crash', detail })
    this.#settle()
    this.#events.over(this.#hasStarted, detail)
  }

  #settle(): void {
    for (const done of this.#settling.splice(0)) done()
  }
}

function launch({ child, package: folder }: ChildFiles, task: 'image' | 'serve'): ChildProcess {
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
