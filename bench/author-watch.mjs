// Saving a task while its corpus is watched: from the save to the line on the screen, and to the bundle's being written,
// in a large corpus beside a small one.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { withCorpus } from './corpora.mjs'
import { median } from './in-turns.mjs'

export const name = 'compile --watch --no-prove, 1,000 tasks'
export const beside = 'the same with ten tasks'
export const target = '≤ 300 ms from the save to the line, with 10,000 tasks too'
export const short = { count: 40, rounds: 3 }

/** From so many tasks on it says something that a small corpus is as quick. */
const LARGE = 500

/** What was saved and is not seen after so long will not be. */
const PATIENCE_MS = 60_000

/** What a system tells of a process's time: in hundredths of a second. */
const TICK_MS = 10

export async function run({ count = 1000, rounds = 7, checker = 'ts-morph' } = {}) {
  const few = await measured(10, rounds, checker)
  const many = await measured(count, rounds, checker)
  // With few tasks both are little more than the pause in which nothing more is heard.
  const isLarge = count >= LARGE
  const figures = many.saves.map((figure, index) => ({
    ...figure,
    ...(isLarge && { ratio: figure.ms / few.saves[index].ms }),
  }))
  const small = few.saves.map(({ what, ...rest }) => ({ what: `${what}, ten tasks`, ...rest }))
  return { figures: [many.first, ...figures, ...small] }
}

async function measured(count, rounds, checker) {
  return withCorpus(count, async (cwd) => {
    const start = performance.now()
    const watch = watching(cwd, checker)
    await watch.until(/not proved.*\n/, true)
    const ms = performance.now() - start
    const first = { what: 'the first round', ms, cpu_ms: processorOf(watch.pid), peak_MB: peakOf(watch.pid) }
    await watch.until(/written: .*\n/, true)
    const path = join(cwd, 'tasks', `task-${String(count >> 1).padStart(4, '0')}.yaml`)
    const sound = readFileSync(path, 'utf8')
    const [harmless, faulty] = [[], []]
    for (let round = 0; round <= rounds; round += 1) {
      const title = sound.replace(/^title: .*/m, (line) => `${line} ${round}`)
      harmless.push(await saved(watch, path, title, /not proved\n/, /written: .*\n/))
      faulty.push(
        await saved(watch, path, title.replace(/kind: \S+/, 'kind: no-kind'), /left as it was.*\n/, null),
      )
    }
    const peak = peakOf(watch.pid)
    await watch.stop()
    // In the first round much is done for the first time.
    const timesOf = (all) => all.slice(1)
    const saves = [
      { what: 'a new title', ...medians(timesOf(harmless)), peak_MB: peak },
      { what: 'a fault', ...medians(timesOf(faulty)), peak_MB: peak },
    ]
    return { first, saves }
  })
}

async function saved(watch, path, text, shown, written) {
  const before = processorOf(watch.pid)
  const start = performance.now()
  writeFileSync(path, text)
  await watch.until(shown)
  const ms = performance.now() - start
  const cpu = processorOf(watch.pid) - before
  if (written) await watch.until(written)
  return { ms, cpu, written: performance.now() - start }
}

function medians(all) {
  const [ms, cpu_ms, written_ms] = ['ms', 'cpu', 'written'].map((key) => median(all.map((one) => one[key])))
  return { ms, worst_ms: Math.max(...all.map((one) => one.ms)), cpu_ms, written_ms }
}

function watching(cwd, checker) {
  const args = ['compile', '--watch', '--no-prove', '--checker', checker, '-o', 'corpus.json']
  const child = spawn(process.execPath, [resolve('dist/cli.js'), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  let told = () => {}
  child.stdout.on('data', (piece) => {
    text += piece
    told()
  })
  const ended = new Promise((done) => child.on('close', done))
  const failed = ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${text}`)))
  failed.catch(() => {})
  return {
    pid: child.pid,
    /** Waits for a line, and forgets what was printed as far as that; after a save not for ever. */
    async until(line, isFirst = false) {
      const late = isFirst ? null : setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      for (;;) {
        const found = line.exec(text)
        if (found) {
          text = text.slice(found.index + found[0].length)
          clearTimeout(late)
          return
        }
        const more = new Promise((resolve) => {
          told = resolve
        })
        await Promise.race([more, failed])
      }
    },
    async stop() {
      child.kill('SIGINT')
      await ended
    },
  }
}

/** A process's time in milliseconds so far; NaN where the system does not tell. */
function processorOf(pid) {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return Number.NaN
  const fields = readFileSync(file, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

function peakOf(pid) {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return Number.NaN
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))[1]) / 1024
}
