// Takes the pictures that the documentation shows, docs/pictures/*.png: of the page for people, from the real server,
// and of a report.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { ensureBuilt, ensureCompiled } from './fresh.mjs'

const target = process.argv[2] ?? 'docs/pictures'
const cli = resolve('dist/cli.js')
await ensureBuilt()
const bundle = resolve(await ensureCompiled())
const folder = await mkdtemp(join(tmpdir(), 'reviewgym-pictures-'))
await mkdir(join(folder, 'tasks'))
await cp('tasks/web/order-search.yaml', join(folder, 'tasks/order-search.yaml'))
const row = ['--task', 'order-search', '--variant', 'all']
for (const agent of ['half', 'other-words']) play(agent, row, `runs/${agent}`)
const compared = ['half', 'other-words', 'full-plus-two', 'random', 'nop']
for (const agent of compared) play(agent, ['--split', 'eval'], `compared/${agent}`)
run(['report', ...compared.map((agent) => `compared/${agent}`), '-o', 'report.html'])
run(['new', 'opening-hours', '--template', 'change'])
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})
const servers = []
try {
  const desk = await serve([bundle, '--runs', 'runs'])
  await take('tasks', `${desk}/web`, {}, (page) => page.locator('.tasks a').first().waitFor())
  for (const [name, width, scheme] of [
    ['review', 1180, 'light'],
    ['review-narrow', 360, 'dark'],
  ])
    await take(name, `${desk}/web#order-search/5`, { width, scheme }, review)
  await take('result', `${desk}/web#order-search/5`, { scheme: 'dark' }, async (page) => {
    await review(page)
    await page.getByRole('button', { name: 'Submit finding' }).click()
    await page.locator('.status.matched').waitFor()
    await page.getByRole('button', { name: 'Finish review' }).click()
    await page.getByText('Fix', { exact: true }).first().waitFor()
  })
  await take('episode', `${desk}/web#/runs/0`, {}, async (page) => {
    await page.getByRole('button', { name: 'Previous' }).click()
    await page.locator('.note').first().waitFor()
  })
  await take('comparison', `${desk}/web#/runs/0/1`, { scheme: 'dark' }, (page) =>
    page.getByText('What they found').waitFor(),
  )
  const report = `file://${join(folder, 'report.html')}`
  await take('report', report, { height: 1180 }, (page) => page.locator('html[data-ready]').waitFor())
  await take('report-episode', report, { scheme: 'dark' }, async (page) => {
    await page.getByLabel('run', { exact: true }).selectOption('full-plus-two')
    await page.getByLabel('variant').selectOption('all')
    await page.getByRole('button', { name: /^password-reset/ }).click()
    await page.locator('.note.good').first().scrollIntoViewIfNeeded()
  })
  const author = await serve(['--watch', 'tasks'])
  await take('change', `${author}/web#opening-hours/0`, {}, async (page) => {
    await page.locator('.cm-deletedLine').first().waitFor()
    await page.getByText('this.#table.write(shop, tidy)').click()
    await page.getByRole('tab', { name: 'Review' }).click()
  })
  for (const [name, width, scheme] of [
    ['author', 1180, 'light'],
    ['author-narrow', 360, 'dark'],
  ])
    await take(name, `${author}/web#/author/order-search`, { width, scheme }, (page) =>
      page.locator('.note.bad').first().waitFor(),
    )
} finally {
  await browser.close()
  for (const server of servers) server.kill()
  await Promise.all(servers.map((server) => server.exitCode ?? once(server, 'exit')))
  await rm(folder, { recursive: true })
}

/** Runs a command in the folder to its end, which must be a good one. */
function run(args) {
  const { status } = spawnSync(process.execPath, [cli, ...args, '--quiet'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

function play(agent, rows, output) {
  run(['eval', bundle, '--agent', agent, ...rows, '-o', output])
}

/** Starts a server in the folder; answers its address. */
async function serve(options) {
  const command = [cli, 'serve', ...options, '--author', '--web', '--port', '0']
  const server = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  servers.push(server)
  for await (const line of createInterface(server.stdout)) {
    const [, url] = / at (http:\S+) \(/.exec(line) ?? []
    if (url) return url
  }
  throw new Error('The server did not start')
}

/** Opens a page, brings it to where the picture is taken, and takes it. */
async function take(
  name,
  url,
  { width = 1180, height = width > 400 ? 660 : 720, scheme = 'light' },
  prepare,
) {
  const viewport = { width, height }
  const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  await page.goto(url)
  await prepare(page)
  // The colours of code come with its grammar.
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(500)
  await page.screenshot({ path: `${target}/${name}.png` })
  await context.close()
}

/** Writes a finding, and leaves it in its form. */
async function review(page) {
  await page.getByRole('tab', { name: 'Review' }).click()
  await page.getByLabel('From line').fill('26')
  await page.getByLabel('From line').blur()
  await page.getByLabel('To line').fill('27')
  await page.getByLabel('To line').blur()
  await page.getByLabel('Kind').fill('off-by-one')
  await page.getByLabel('Title').fill('Orders of the last day are not found')
  await page
    .getByLabel('Cause and consequence')
    .fill(
      'The upper bound is midnight at the start of the last day, so orders placed during that day are not found.',
    )
  await page
    .getByLabel('What to do about it')
    .fill('Compare with the start of the following day and use a strict comparison.')
  await page.getByRole('heading', { name: /Order search/ }).scrollIntoViewIfNeeded()
}
