import { readSync, writeSync } from 'node:fs'
import { type Order, TALK_DESCRIPTOR, type Word } from '../protocol.ts'

const NEWLINE = 0x0a

const chunk = Buffer.allocUnsafe(1 << 16)
let heard: Buffer[] = []

/** The next order, for which it waits and does nothing else; null when whoever gives orders is gone. */
export function hear(): Order | null {
  for (;;) {
    const size = readSync(TALK_DESCRIPTOR, chunk)
    if (size === 0) return null
    heard.push(Buffer.from(chunk.subarray(0, size)))
    // An order is sent when the one before is answered, so nothing follows it.
    if (chunk[size - 1] !== NEWLINE) continue
    const text = Buffer.concat(heard).toString()
    heard = []
    return JSON.parse(text)
  }
}

export function say(word: Word): void {
  const bytes = Buffer.from(`${JSON.stringify(word)}\n`)
  for (let at = 0; at < bytes.length; ) at += writeSync(TALK_DESCRIPTOR, bytes, at)
}
