import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { exploits } from '../../src/rollout/attack/exploits/exploits.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runIn } from '../support/in-folder.ts'
import { hasChromium, openChromium } from './chromium.ts'
import { accessibilityFaults, focusByTab, keepPicture, overflow, visit } from './page.ts'

let browser: Browser
beforeAll(async () => {
  if (hasChromium) browser = await openChromium()
})
afterAll(() => browser?.close())

const evil = '</script><img src=x onerror="document.title=\'taken\'">'

/** A server process that watches a corpus of one task, and the task's file. */
async function watching(...options: readonly string[]) {
  const folder = temporaryFolder()
  await runIn(folder, ['new', 'rain', '-t', 'data-pipeline'])
  const command = [resolve('dist/cli.js'), 'serve', '--watch', '--author', '--web', '--port', '0', ...options]
  const server = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(server, 'exit')
  onTestFinished(async () => {
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })
  const path = join(folder, 'tasks/rain.yaml')
  for await (const line of createInterface(server.stdout)) {
    const [, url] = / at (http:\S+) \(/.exec(line) ?? []
    if (url) return { url, path, sound: readFileSync(path, 'utf8') }
  }
  throw new Error('The server did not start')
}

describe.skipIf(!hasChromium)('the page of an author at work', () => {
  test('follows the YAML: errors with their place while the last sound bundle is served, then the new one', async () => {
    const { url, path, sound } = await watching()
    const { page, complaints } = await visit(browser, `${url}/web`)
    await page.getByRole('link', { name: 'Author' }).click()
    await page.getByText(/^Sound: serving 1 task,/).waitFor()
    writeFileSync(path, sound.replace('kind: off-by-one', 'kind: of-by-one'))
    await page.getByText(/^1 error in 1 file; still serving 1 task,/).waitFor()
    const problem = page.locator('.diagnostics .error')
    await expect
      .poll(() => problem.innerText())
      .toMatch(/tasks\/rain\.yaml:\d+:\d+.*Did you mean off-by-one\?/s)
    expect(await accessibilityFaults(page)).toEqual([])
    await keepPicture(page, 'author-faulty')
    const { tasks } = (await (await fetch(`${url}/tasks`)).json()) as { tasks: { title: string }[] }
    expect(tasks.map(({ title }) => title)).toEqual(['Daily totals of a weather station'])
    writeFileSync(path, sound.replace('title: Daily totals', 'title: Daily <b>sums</b>'))
    await page.getByText(/^Sound: serving 1 task,/).waitFor()
    await expect.poll(() => problem.count()).toBe(0)
    await page.getByRole('link', { name: 'Tasks', exact: true }).click()
    await page.getByText('Daily <b>sums</b> of a weather station').waitFor()
    expect(complaints).toEqual([])
  })

  test('shows the compiled task with the places of its rubric, matrix, fixes and witnesses, by keyboard alone', async () => {
    const { url, path, sound } = await watching()
    const { page, complaints } = await visit(browser, `${url}/web`, { scheme: 'dark', width: 360 })
    await page.locator('.tasks a').waitFor()
    await focusByTab(page, 'Author')
    await page.keyboard.press('Enter')
    await page.getByText('not let loose').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await focusByTab(page, 'rain')
    await page.keyboard.press('Enter')
    const matrix = page.getByRole('table', { name: /^Witness matrix: \d+ of \d+ tests hold/ })
    await matrix.waitFor()
    expect(await matrix.locator('td.loss-text').count()).toBe(0)
    await expect
      .poll(() => page.locator('.mark-item').allInnerTexts())
      .toEqual(['  return Array.from({ length: last - first }, (_, index) => first + index)'])
    await page.locator('.note.bad', { hasText: 'last-day-missing · off-by-one · medium' }).waitFor()
    await focusByTab(page, 'Program')
    await page.keyboard.type('0')
    await focusByTab(page, 'Code of src/rain.ts')
    await page.keyboard.press('ArrowDown')
    await focusByTab(page, 'Fix')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.diff').first().locator('.gone, .new').count()).toBeGreaterThan(1)
    await focusByTab(page, 'Witness: 3 cases')
    await page.keyboard.press('Enter')
    await page.getByText('with the fix').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await keepPicture(page, 'author-task')
    expect(await overflow(page)).toBe(0)
    writeFileSync(path, sound.replaceAll('last - first', 'last - first - 0'))
    await page.locator('.mark-item', { hasText: 'last - first - 0' }).waitFor()
    await focusByTab(page, 'Review it')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'About this code' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('shows what cheaters earn, and lets them play again what has changed', async () => {
    const { url, path, sound } = await watching('--attacks')
    const { page, complaints } = await visit(browser, `${url}/web#/author`)
    const said = page.getByRole('row', { name: /^rain/ })
    await said.getByText('every bound holds').waitFor()
    await page.getByRole('link', { name: 'rain' }).click()
    const table = page.getByRole('table', { name: /^What cheaters earn/ })
    const earned = async () =>
      Object.fromEntries(
        (await table.locator('tbody tr').allInnerTexts()).map((row) => {
          const [name = '', , , mean = '', bound = '', verdict = ''] = row.split('\t')
          return [name, { mean, bound, verdict }]
        }),
      )
    await table.waitFor()
    const before = await earned()
    // One of them needs two items.
    const players = exploits.map(({ name }) => name).filter((name) => name !== 'told-twice')
    expect(Object.keys(before)).toEqual(players)
    expect(before.silence).toEqual({ mean: '+0.000', bound: '+0.000', verdict: 'holds' })
    expect(before.shotgun?.mean).toMatch(/^−0\.\d{3}$/)
    expect(await accessibilityFaults(page)).toEqual([])
    await table.scrollIntoViewIfNeeded()
    await keepPicture(page, 'author-attacks')
    // They may have played again between two looks of the page: so it hears of that only when it is told.
    const work = '**/work?*'
    await page.route(work, async (route) => {
      const whole = route
        .request()
        .url()
        .replace(/known=.*/, 'known=')
      const answer = await (await route.fetch({ url: whole })).json()
      const tasks = answer.tasks.map((task: object) => ({ ...task, attacks: null }))
      await route.fulfill({ json: { ...answer, revision: answer.revision + 0.5, tasks } })
    })
    writeFileSync(path, sound.replace(/decoys:.*?(?=# What holds)/s, 'decoys: []\n'))
    await page.getByText('Cheaters have not played this task yet').waitFor()
    await page.unroute(work)
    await expect.poll(earned).not.toEqual(before)
    await expect.poll(async () => Object.keys(await earned())).toEqual(players)
    expect(await earned()).not.toEqual(before)
    expect(complaints).toEqual([])
  })

  test('texts that look like markup, hide characters or have no line breaks are shown as they are', async () => {
    const { url, path, sound } = await watching()
    const { page, complaints } = await visit(browser, `${url}/web#/author/rain`)
    const wide = `// ${evil} ${'wide '.repeat(2000)}`
    writeFileSync(
      path,
      sound
        .replace('why: The days', `why: |\n      ${evil}\u2067 The days`)
        .replace('      const DRY = 1\n', `      const DRY = 1\n      ${wide}\n`),
    )
    await page.locator('.cm-line', { hasText: evil }).waitFor()
    await page.locator('.findings p', { hasText: evil }).waitFor()
    await page.locator('.cm-content .note', { hasText: evil }).waitFor()
    expect(await overflow(page)).toBe(0)
    writeFileSync(path, sound.replace('kind: off-by-one', `kind: '${evil}\u202e${'wide'.repeat(2500)}'`))
    await page.locator('.diagnostics pre', { hasText: evil }).waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toBe('reviewgym')
    expect(complaints).toEqual([])
    await keepPicture(page, 'author-hostile')
  })
})
