// What agents say to a server, with what it answers: each row of a bundle is an episode of one finding at a time.
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { WebSocket } from 'ws'
import { KEPT } from './serving.mjs'

const STEPS = 6

/** A message of 160 to 400 characters, as models write them. */
const ORDINARY =
  'This part does not do what the rest of the program relies on, so a caller that passes an ordinary value gets another result than the one that is promised, and nothing tells it.'

/** The findings that a row's episode submits: right ones, wrong ones, and some that are about nothing. */
export function findingsOf(bundle, taskId, number) {
  const { items, rows } = bundle.private.tasks[taskId]
  const { path } = bundle.public.tasks.find(({ id }) => id === taskId).rows[number][0]
  const kinds = Object.keys(bundle.private.heads)
  const about = rows[number].items.flatMap(({ id, anchor }) => {
    const item = items.find((one) => one.id === id)
    return [...item.accepts, ...item.rejects].map((message, index) => ({
      file: anchor.path,
      range: anchor.lines.with(1, Math.min(anchor.lines[1], anchor.lines[0] + 4)),
      kind: item.kind,
      severity: item.severity,
      title: `${item.kind} in ${anchor.path}`.slice(0, 120),
      message: `${message} See ownwordaaaaaa.`.slice(0, 800),
      recommendation: item.recommendation,
      confidence: (index % 10) / 10,
    }))
  })
  const stray = kinds.slice(number, number + STEPS).map((kind, index) => ({
    file: path,
    range: [index + 1, index + 2],
    kind,
    severity: 'medium',
    title: `Something about ${kind}`,
    message: `${ORDINARY} See ownwordaaaaaa.`,
  }))
  // Every third is of another item, so that texts differ from step to step.
  return [...about.filter((_, index) => index % 3 === number % 3), ...about, ...stray]
}

/** The path of a script for `bench/load.mjs`: all rows of a bundle, with the answers of the server at this address. */
export async function recordScript(bundlePath, url) {
  const bundle = JSON.parse(await readFile(bundlePath, 'utf8'))
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { perMessageDeflate: false })
  await new Promise((done, failed) => socket.once('open', done).once('error', failed))
  const said = []
  const say = async (message) => {
    const send = JSON.stringify(message)
    const reply = await new Promise((done) => {
      socket.once('message', (text) => done(String(text)))
      socket.send(send)
    })
    const { type, data } = JSON.parse(reply)
    if (type !== 'observation') throw new Error(reply.slice(0, 500))
    said.push({ send, reply, bytes: Buffer.byteLength(reply) })
    return data
  }
  for (const { id, rows } of bundle.public.tasks)
    for (const row of rows.keys()) {
      await say({ type: 'reset', data: { task_id: id, row } })
      let isDone = false
      for (const finding of findingsOf(bundle, id, row).slice(0, STEPS)) {
        if (isDone) break
        const step = await say({ type: 'step', data: { operation: 'submit_findings', findings: [finding] } })
        isDone = step.done
      }
      if (!isDone) await say({ type: 'step', data: { operation: 'finalize' } })
    }
  socket.close()
  const path = resolve(KEPT, 'script.json')
  await writeFile(path, JSON.stringify(said))
  const texts = said.flatMap(({ send }) => JSON.parse(send).data.findings ?? []).map(({ message }) => message)
  const letters = texts.map(({ length }) => length).sort((a, b) => a - b)
  const sends = said.map(({ send }) => Buffer.byteLength(send))
  const mean = (numbers) => Math.round(numbers.reduce((total, one) => total + one, 0) / numbers.length)
  return {
    path,
    messages: said.length,
    steps: said.filter(({ send }) => send.startsWith('{"type":"step"')).length,
    asked: mean(sends),
    answered: mean(said.map(({ bytes }) => bytes)),
    texts: `${new Set(texts).size} that authors gave as right or wrong, ${letters[0]} to ${letters.at(-1)} letters (median ${letters[letters.length >> 1]})`,
  }
}

/** The same findings for OpenEnv's echo environment, which gives each back, or answers as much as we do. */
export async function echoScript(path, answers) {
  const said = JSON.parse(await readFile(path, 'utf8'))
  const steps = said.filter(({ send }) => send.includes('submit_findings'))
  const echoed = steps.map(({ send, bytes }) => {
    const message = JSON.stringify(JSON.parse(send).data.findings)
    const data = answers === 'as large' ? { message, size: bytes } : { message }
    return { send: JSON.stringify({ type: 'step', data }), bytes: null }
  })
  const echo = resolve(KEPT, `echo-${answers.replace(' ', '-')}.json`)
  await writeFile(echo, JSON.stringify(echoed))
  return echo
}
