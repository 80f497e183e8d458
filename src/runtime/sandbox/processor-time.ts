import { readFileSync, readlinkSync } from 'node:fs'

/** So many times its length a limit may take on the wall's clock, whatever else the machine does. */
const PATIENCE = 12

/**
 * Calls `end` once a thread has worked for so many milliseconds, however long it had to wait for a processor; or once
 * the patience with that is at its end. Where the system does not tell the time of threads, only the latter. Answers
 * what takes the limit back.
 */
export function afterWork(
  thread: string | null,
  milliseconds: number,
  end: (detail: string) => void,
): () => void {
  const worked = () => (thread === null ? null : workOf(thread))
  const [start, latest] = [worked(), performance.now() + PATIENCE * milliseconds]
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    const now = worked()
    const left = start === null || now === null ? Number.POSITIVE_INFINITY : milliseconds - (now - start)
    const patience = latest - performance.now()
    if (left <= 0) end(`The run worked for ${milliseconds} ms and had no end`)
    else if (patience <= 0) end(`The run had no end after ${PATIENCE * milliseconds} ms`)
    else timer = setTimeout(look, Math.ceil(Math.min(left, patience)))
  }
  look()
  return () => clearTimeout(timer)
}

/** This thread, for others to look at; null where the system does not tell. */
export function ownThread(): string | null {
  try {
    return readlinkSync('/proc/thread-self')
  } catch {
    return null
  }
}

/** The first thread of a process. */
export const mainThreadOf = (process: number | undefined) =>
  process === undefined ? null : `${process}/task/${process}`

/** Milliseconds that a thread has worked; null where the system does not tell. */
function workOf(thread: string): number | null {
  try {
    const [nanoseconds = ''] = readFileSync(`/proc/${thread}/schedstat`, 'utf8').split(' ')
    const milliseconds = Number.parseInt(nanoseconds, 10) / 1e6
    return Number.isNaN(milliseconds) ? null : milliseconds
  } catch {
    return null
  }
}
