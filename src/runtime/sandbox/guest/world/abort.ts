import { addTimer } from '../virtual-time.ts'
import { DOMException } from './exception.ts'

type Listener = (event: { readonly type: 'abort' }) => void

/** How a controller reaches its signal; not for tasks. */
let abortSignal: (signal: AbortSignal, reason: unknown) => void
let makeSignal: () => AbortSignal

export class AbortSignal {
  #aborted = false
  #reason: unknown = undefined
  #listeners: readonly { readonly listener: Listener; readonly isOnce: boolean }[] = []
  onabort: Listener | null = null

  static {
    makeSignal = () => Reflect.construct(AbortSignal, [])
    abortSignal = (signal, reason) => signal.#abort(reason)
  }
  static abort(reason?: unknown): AbortSignal {
    const signal = makeSignal()
    signal.#abort(reason)
    return signal
  }
  static timeout(milliseconds: number): AbortSignal {
    const signal = makeSignal()
    const expired = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    addTimer(() => signal.#abort(expired()), milliseconds, 'once')
    return signal
  }
  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const joined = makeSignal()
    for (const signal of signals) {
      if (signal.aborted) joined.#abort(signal.reason)
      else signal.addEventListener('abort', () => joined.#abort(signal.reason), { once: true })
    }
    return joined
  }
  get aborted(): boolean {
    return this.#aborted
  }
  get reason(): unknown {
    return this.#reason
  }
  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason
  }
  addEventListener(_type: 'abort', listener: Listener, options?: { once?: boolean }): void {
    if (this.#listeners.some((one) => one.listener === listener)) return
    this.#listeners = [...this.#listeners, { listener, isOnce: options?.once === true }]
  }
  removeEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners = this.#listeners.filter((one) => one.listener !== listener)
  }
  #abort(reason: unknown): void {
    if (this.#aborted) return
    this.#aborted = true
    this.#reason =
      reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason
    const event = { type: 'abort', target: this } as const
    this.onabort?.(event)
    for (const { listener, isOnce } of this.#listeners) {
      if (isOnce) this.removeEventListener('abort', listener)
      listener(event)
    }
  }
}

export class AbortController {
  readonly #signal = makeSignal()
  get signal(): AbortSignal {
    return this.#signal
  }
  abort(reason?: unknown): void {
    abortSignal(this.#signal, reason)
  }
}
