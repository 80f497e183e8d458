import { addImmediate, addTimer, removeTimer } from '../virtual-time.ts'
import type { AbortSignal } from './abort.ts'
import { DOMException } from './exception.ts'

function setTimeout(delay?: number, value?: unknown, options?: { signal?: AbortSignal }): Promise<unknown> {
  const signal = options?.signal
  return new Promise((resolve, reject) => {
    const aborted = () => {
      removeTimer(timer)
      reject(
        Object.assign(new DOMException('The operation was aborted', 'AbortError'), { cause: signal?.reason }),
      )
    }
    const timer = addTimer(
      () => {
        signal?.removeEventListener('abort', aborted)
        resolve(value)
      },
      delay,
      'once',
    )
    if (signal?.aborted) aborted()
    else signal?.addEventListener('abort', aborted, { once: true })
  })
}

const setImmediate = (value?: unknown) =>
  new Promise((resolve) => {
    addImmediate(() => resolve(value))
  })

const members = { setTimeout, setImmediate }

export const timersModule = { default: members, ...members }

/** One turn of the event loop, in which other started calls get on. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    addImmediate(resolve)
  })
