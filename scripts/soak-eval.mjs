// `npm run soak:eval`: a run of 200 episodes (fewer where the bundle has not 40 rows) that is killed with -9 at ten moments and resumed, against one that is not;
// then the peak memory and the time of `eval`, `replay`, `export` and `report` with 50,000 episodes (EPISODES; 0 leaves that out),
// and how soon Chromium (CHROMIUM, where there is one) has opened the page. BUNDLE names another bundle than that of tasks/;
// PICTURES is a folder for screenshots of the page.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ensureBuilt, ensureCompiled, ensureInstalled } from './fresh.mjs'

const KILLS = 10
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

await ensureInstalled()
await ensureBuilt()
const bundle = resolve(process.env.BUNDLE ?? (await ensureCompiled()))
const folder = await mkdtemp(join(tmpdir(), 'soak-eval-'))
try {
  await killed()
  const episodes = Number(process.env.EPISODES ?? 50_000)
  if (episodes > 0) await measured(episodes)
} finally {
  await rm(folder, { recursive: true })
}

async function killed() {
  const program = join(folder, 'reviewer.mjs')
  await writeFile(
    program,
    `import { createInterface } from 'node:readline'
for await (const line of createInterface({ input: process.stdin })) {
  const { observation } = JSON.parse(line)
  console.log(JSON.stringify({ operation: observation.hints.length < observation.row % 3 ? 'request_hint' : 'finalize' }))
}`,
  )
  const play = [
    'eval',
    bundle,
    '--command',
    `${process.execPath} ${program}`,
    '-n',
    '40',
    '--seeds',
    '5',
    '--quiet',
  ]
  const whole = join(folder, 'whole')
  await run([...play, '-o', whole])
  const broken = join(folder, 'broken')
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = start([...play, '--resume', '-o', broken])
    await Promise.race([
      grownTo(broken, (await episodesIn(broken)) + Math.ceil(15 * Math.random())),
      child.ended,
    ])
    child.process.kill('SIGKILL')
    await child.ended
    console.log(`killed after ${await episodesIn(broken)} episodes`)
  }
  await run([...play, '--resume', '-o', broken])
  const [a, b] = await Promise.all(
    [whole, broken].map((run) => readFile(join(run, 'inference_results.json'), 'utf8')),
  )
  if (a !== b) throw new Error('The resumed run has other results')
  const { rollouts } = JSON.parse(a)
  if ((await episodesIn(broken)) !== rollouts.length) throw new Error('Not every episode is there once')
  console.log(`${KILLS} kills: the results of ${rollouts.length} episodes are the same, byte for byte`)
}

/** Resolves some moments after a run has so many episodes. */
async function grownTo(run, episodes) {
  while ((await episodesIn(run)) < episodes) await wait(50)
  await wait(100 * Math.random())
}

async function episodesIn(run) {
  const text = await readFile(join(run, 'trajectories.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line.startsWith('{"event":"end"')).length
}

async function measured(episodes) {
  const path = join(folder, 'many')
  const rows = Number(
    /^(\d+)/.exec((await run(['eval', bundle, '--agent', 'random', '--dry-run'])).stdout)?.[1],
  )
  const seeds = String(Math.ceil(episodes / rows))
  const steps = [
    ['eval', bundle, '--agent', 'random', '--seeds', seeds, '--quiet', '-o', path],
    ['replay', path, '--quiet'],
    ...['sft', 'dpo', 'atif', 'parquet', 'openenv-json'].map((target) => ['export', target, path, '--quiet']),
    ['report', path, '-o', join(folder, 'report.html'), '--quiet'],
  ]
  console.log(`${rows * Number(seeds)} episodes`)
  for (const args of steps) {
    const { seconds, megabytes } = await run(args)
    console.log(
      `${args.slice(0, args[0] === 'export' ? 2 : 1).join(' ')}: ${seconds.toFixed(1)} s, ${megabytes} MB`,
    )
  }
  if (existsSync(CHROMIUM)) await looked(join(folder, 'report.html'))
}

/** Opens a report in light and dark, wide and narrow, and one of its last episodes. */
async function looked(path) {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  for (const colorScheme of ['light', 'dark'])
    for (const width of [1280, 360]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } })
      const begun = performance.now()
      await page.goto(`file://${path}`)
      await page.locator('html[data-ready]').waitFor()
      console.log(
        `page, ${colorScheme}, ${width} pixels: ${((performance.now() - begun) / 1000).toFixed(2)} s`,
      )
      const keep = (name) =>
        process.env.PICTURES &&
        page.screenshot({ path: join(process.env.PICTURES, `${name}-${colorScheme}-${width}.png`) })
      await keep('report')
      await page.keyboard.press('j')
      await page.locator('#episode h2').waitFor()
      await keep('episode')
      await page.close()
    }
  await browser.close()
}

function start(args) {
  const tell = "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))"
  const told = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`]
  const child = spawn(process.execPath, [...told, 'dist/cli.js', ...args])
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (part) => {
    stdout += part
  })
  child.stderr.on('data', (part) => {
    stderr += part
  })
  const ended = new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })))
  return { process: child, ended }
}

/** Runs a command line to its end, which must be a good one. */
async function run(args) {
  const begun = performance.now()
  const { code, stdout, stderr } = await start(args).ended
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`)
  const peak = Number(/peak (\d+)$/.exec(stderr)?.[1])
  return { stdout, seconds: (performance.now() - begun) / 1000, megabytes: Math.round(peak / 1024) }
}
