import type { FrameReply } from './frames.ts'

/** What one socket may have waiting: beyond it, it is not listened to until some of it has been answered. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024
/** What a waiting frame costs beside its text. */
const FRAME_BYTES = 512

/** A frame's text, or the answer to one that is not worth asking about. */
type Waiting = string | Exclude<FrameReply, string>

export interface Answering {
  answer(text: string): FrameReply | Promise<FrameReply>
  send(reply: Exclude<FrameReply, 'none'>): void
  /** The answer to a frame at which an error of ours was met. */
  failed(error: unknown): FrameReply
  /** Told when too much waits, and when there is room again. */
  hold(state: 'full' | 'open'): void
}

/** Answers the frames of one socket one after the other, in the order in which they came. */
export class Answers {
  readonly #answering: Answering
  readonly #waiting: Waiting[] = []
  #bytes = 0
  #isBusy = false
  /** Resolves when nothing is being answered. */
  #answered: Promise<void> = Promise.resolve()
  #isFinishing = false
  #isOver = false

  constructor(answering: Answering) {
    this.#answering = answering
  }

  take(frame: Waiting): void {
    if (this.#isOver || this.#isFinishing) return
    this.#waiting.push(frame)
    this.#bytes += weightOf(frame)
    if (!this.#isBusy) this.#answered = this.#answerAll()
    else if (this.#bytes > MOST_WAITING_BYTES) this.#answering.hold('full')
  }

  /** What waits is not answered any more. */
  stop(): void {
    this.#isOver = true
    this.#waiting.length = 0
  }

  /** What waits is dropped; resolves once what is being answered has been. */
  async finish(): Promise<void> {
    this.#isFinishing = true
    this.#waiting.length = 0
    await this.#answered
  }

  async #answerAll(): Promise<void> {
    this.#isBusy = true
    for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
      this.#bytes -= weightOf(frame)
      const reply = typeof frame === 'string' ? this.#guarded(frame) : frame
      const answer = reply instanceof Promise ? await reply : reply
      if (this.#isOver) return
      if (answer !== 'none') this.#answering.send(answer)
      if (this.#bytes <= MOST_WAITING_BYTES) this.#answering.hold('open')
    }
    this.#isBusy = false
  }

  /** An error of ours costs one step, never the session. */
  #guarded(text: string): FrameReply | Promise<FrameReply> {
    const failed = (error: unknown) => this.#answering.failed(error)
    try {
      const reply = this.#answering.answer(text)
      return reply instanceof Promise ? reply.catch(failed) : reply
    } catch (error) {
      return failed(error)
    }
  }
}

function weightOf(frame: Waiting): number {
  return FRAME_BYTES + (typeof frame === 'string' ? frame.length : 0)
}
