import type { ChildProcess } from 'node:child_process'
import type { PoolResult } from '../pool.ts'
import { afterWork, mainThreadOf } from '../processor-time.ts'
import type { RunInput } from '../run.ts'
import type { ChildFiles } from './child-files.ts'
import type { Image } from './image.ts'
import { launch, listenToErrors, refer, talkOf } from './launch.ts'
import type { Order, Word } from './protocol.ts'

export interface ChildEvents {
  /** It can run something: for the first time, or again. */
  ready(): void
  /** It will run nothing more. `hasStarted` is false when it never could. */
  over(hasStarted: boolean, detail: string): void
}

/** Bytes of one word of a child; the outcomes of a run fit, whatever it does. */
const MOST_SAID = 256 * 1024 * 1024
const NEWLINE = '\n'
const ENDED: PoolResult = { status: 'refused', reason: 'closed' }

/** One child process: it has an interpreter in its first state ready, or is making it. */
export class Child {
  readonly #events: ChildEvents
  readonly #started: Promise<ChildProcess>
  #finish: ((result: PoolResult) => void) | null = null
  readonly #settling: (() => void)[] = []
  #said: Buffer[] = []
  #hasStarted = false
  #isReady = false
  #isHeld = false
  #isOver = false
  #live: ChildProcess | null = null

  constructor(files: ChildFiles, image: Promise<Image>, events: ChildEvents) {
    this.#events = events
    this.#started = image.then(({ descriptor, isWhole }) => {
      isWhole.then(
        () => this.#tell({ kind: 'restore' }),
        (error) => this.#fail(messageOf(error)),
      )
      return this.#start(files, descriptor)
    })
    this.#started.catch((error) => this.#fail(messageOf(error)))
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
    if (this.#live) refer(this.#live, true)
  }

  /** One that is not ready yet keeps it alive until it is: somebody may wait for that. */
  release(): void {
    this.#isHeld = false
    if (this.#live && this.isReady) refer(this.#live, false)
  }

  /** Runs calls; the child must be ready. After its last run it is over. */
  run(input: RunInput, wall: number, isLast: boolean): Promise<PoolResult> {
    if (!this.isReady) throw new Error('The child is not ready')
    this.#isReady = false
    return new Promise((resolve) => {
      const forget = afterWork(mainThreadOf(this.#live?.pid), wall, (detail) => {
        this.#finish?.({ status: 'failed', reason: 'wall', detail })
        this.end()
      })
      this.#finish = (result) => {
        forget()
        this.#finish = null
        if (isLast) this.end()
        resolve(result)
      }
      this.#tell({ kind: 'run', input, isLast })
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

  #tell(order: Order): void {
    if (this.#live) talkOf(this.#live).write(`${JSON.stringify(order)}\n`)
  }

  #start(files: ChildFiles, image: number): ChildProcess {
    const child = launch(files, 'serve', image)
    this.#live = child
    const errors = listenToErrors(child)
    // One that is gone says so by its end.
    talkOf(child).on('error', () => undefined)
    talkOf(child).on('data', (chunk: Buffer) => this.#listen(chunk))
    child.on('error', (error) => this.#fail(messageOf(error)))
    child.on('exit', (code, signal) =>
      this.#fail(`The child ended with ${signal ?? `code ${code}`}. ${errors()}`),
    )
    if (this.#isOver) child.kill('SIGKILL')
    return child
  }

  /** A child that says what cannot be read is broken. */
  #listen(chunk: Buffer): void {
    this.#said.push(chunk)
    const size = this.#said.reduce((sum, { length }) => sum + length, 0)
    if (size > MOST_SAID) this.#break('The child said too much')
    if (!chunk.includes(NEWLINE)) return
    const bytes = Buffer.concat(this.#said)
    const end = bytes.lastIndexOf(NEWLINE)
    this.#said = [bytes.subarray(end + 1)]
    try {
      for (const line of bytes.toString('utf8', 0, end).split(NEWLINE)) this.#hear(JSON.parse(line))
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError)) throw thrown
      this.#break('The child said what is no word')
    }
  }

  #hear(word: Word): void {
    switch (word.kind) {
      case 'ready':
        this.#hasStarted = true
        break
      case 'ran':
        this.#finish?.({ status: 'ran', result: word.result })
    }
    if (!this.#isOver) this.#becomeReady()
  }

  #becomeReady(): void {
    this.#isReady = true
    if (!this.#isHeld) this.release()
    this.#settle()
    this.#events.ready()
  }

  #fail(detail: string): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#finish?.({ status: 'failed', reason: 'crash', detail })
    this.#settle()
    this.#events.over(this.#hasStarted, detail)
  }

  #break(detail: string): void {
    this.#live?.kill('SIGKILL')
    this.#fail(detail)
  }

  #settle(): void {
    for (const done of this.#settling.splice(0)) done()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
