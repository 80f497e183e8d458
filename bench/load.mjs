// Sockets that all ask at once and each wait for their answer, in a process of its own: `node bench/load.mjs JSON`, with
// `{ url, script, sockets, seconds, warmup }`; prints one line of JSON. Counting begins after `warmup` seconds and, where
// `primed` is given, so many answers. `script` is a file of what is said: a list of
// `{ send, bytes }`, which each socket says in turn from a place of its own, and where `bytes` is the length of the answer.
// Frames are made beforehand and answers only measured, for a client that worked would be what limits the server. Asks
// nobody but this machine.
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import process from 'node:process'

const MOST_SOCKETS = 4000
const MOST_SECONDS = 60
const MOST_TIMES = 4_000_000
const AT_ONCE = 64
const TEXT = 1
/** Servers ask for signs of life; who sends messages need not answer. */
const PING = 9
/** Where a text has this word, each message has another one in its place. */
const OWN_WORD = 'ownwordaaaaaa'
const LETTERS = 6

const { url, script, sockets, seconds, warmup, primed = 0, texts = 'differ' } = JSON.parse(process.argv[2])
const { hostname, port } = new URL(url)
if (hostname !== '127.0.0.1') throw new Error('Only this machine may be put under load')
if (sockets > MOST_SOCKETS || seconds + warmup > MOST_SECONDS) throw new Error('Too much is asked for')

const lines = JSON.parse(await readFile(script, 'utf8'))
const said = lines.map(({ send, bytes }) => {
  const frame = frameOf(send)
  const word = frame.indexOf(OWN_WORD)
  // What differs may be graded otherwise, and then be answered by a few bytes more or less.
  const isOther = word !== -1 && texts === 'differ'
  return { frame, bytes: texts === 'differ' ? null : bytes, word: isOther ? word + OWN_WORD.length : -1 }
})
/** Where an episode begins: a socket must not come in the middle of one. */
const beginnings = lines.flatMap(({ send }, at) => (send.startsWith('{"type":"reset"') ? [at] : []))
const times = new Float32Array(MOST_TIMES)
let count = 0
let answers = 0
let isCounting = false
let isOver = false
const wrong = []

/** A text frame whose mask is zero, which leaves the text as it is. */
function frameOf(text) {
  const body = Buffer.from(text)
  const head = body.length < 126 ? Buffer.alloc(6) : Buffer.alloc(8)
  head[0] = 0x81
  head[1] = 0x80 | (body.length < 126 ? body.length : 126)
  if (body.length > 65_535) throw new Error('A message that is too long')
  if (body.length >= 126) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

let words = process.pid

/** The same frame with a word that no other one has; in a copy, for the one before may still wait to be sent. */
function reworded(frame, end) {
  const copy = Buffer.from(frame)
  words += 1
  for (let left = words, at = end - 1; at >= end - LETTERS; at -= 1, left = Math.floor(left / 26))
    copy[at] = 97 + (left % 26)
  return copy
}

/** A socket that begins at this place of the script, once it has been let in. */
function visitor(place) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.setNoDelay(true)
    let at = beginnings[place] ?? place
    let began = 0
    /** What is left of the frame that is coming in; below zero while its head is not there whole. */
    let left = -1
    let head = Buffer.alloc(0)
    const ask = () => {
      began = performance.now()
      const { frame, word } = said[at]
      socket.write(word === -1 ? frame : reworded(frame, word))
    }
    const take = (length) => {
      const { bytes } = said[at]
      if (bytes !== null && bytes !== length && wrong.length < 5) wrong.push({ at, bytes, length })
      answers += 1
      if (isCounting && count < MOST_TIMES) {
        times[count] = performance.now() - began
        count += 1
      }
      at = (at + 1) % said.length
      if (!isOver) ask()
    }
    let whole = 0
    let isAnswer = true
    const read = (chunk) => {
      let from = 0
      while (from < chunk.length) {
        if (left >= 0) {
          const part = Math.min(left, chunk.length - from)
          left -= part
          from += part
        } else {
          const known = head.length === 0 ? chunk.subarray(from) : Buffer.concat([head, chunk.subarray(from)])
          const short = known.length < 2 ? 0 : known[1] & 0x7f
          const size = short === 127 ? 10 : short === 126 ? 4 : 2
          if (known.length < size) {
            head = Buffer.from(known)
            return
          }
          const kind = known[0] & 0x0f
          if (kind !== TEXT && kind !== PING) throw new Error(`A frame of the kind ${kind}`)
          isAnswer = kind === TEXT
          whole =
            short === 127 ? Number(known.readBigUInt64BE(2)) : short === 126 ? known.readUInt16BE(2) : short
          left = whole
          from += size - head.length
          head = Buffer.alloc(0)
        }
        if (left === 0) {
          left = -1
          if (isAnswer) take(whole)
        }
      }
    }
    let greeting = ''
    const greet = (chunk) => {
      greeting += chunk.toString('latin1')
      if (!greeting.includes('\r\n\r\n')) return
      if (!greeting.startsWith('HTTP/1.1 101')) return reject(new Error(greeting.slice(0, 200)))
      socket.off('data', greet)
      socket.on('data', read)
      resolve({ ask, end: () => socket.destroy() })
    }
    socket.on('data', greet)
    socket.on('error', reject)
    socket.on('close', () => isOver || reject(new Error('A socket was closed')))
    socket.write(
      `GET ${new URL(url).pathname}?at=${at} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    )
  })
}

const visitors = []
for (let number = 0; number < sockets; number += AT_ONCE) {
  const some = Array.from({ length: Math.min(AT_ONCE, sockets - number) }, (_, index) =>
    // Places far from each other, the same in every run.
    visitor(Math.floor((((number + index) * 0.618_034) % 1) * (beginnings.length || said.length))),
  )
  visitors.push(...(await Promise.all(some)))
}
for (const { ask } of visitors) ask()
await sleep(warmup)
for (let waited = warmup; answers < primed && waited + seconds < MOST_SECONDS; waited += 1) await sleep(1)
isCounting = true
process.stdout.write('{"counting":true}\n')
const start = performance.now()
const before = process.cpuUsage()
await sleep(seconds)
isCounting = false
const took = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage(before)
isOver = true
for (const { end } of visitors) end()
const sorted = times.subarray(0, count).sort()
console.log(
  JSON.stringify({
    answers: count,
    seconds: took,
    p50: sorted[Math.floor(count * 0.5)],
    p99: sorted[Math.floor(count * 0.99)],
    load: (user + system) / 1e6 / took,
    wrong,
  }),
)

function sleep(time) {
  return new Promise((resolve) => setTimeout(resolve, time * 1000))
}
