import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { runIn } from '../support/in-folder.ts'
import { hasChromium, openChromium } from './chromium.ts'
import { accessibilityFaults, keepPicture, visit } from './page.ts'

let browser: Browser
beforeAll(async () => {
  if (hasChromium) browser = await openChromium()
})
afterAll(() => browser?.close())

/** A server process that watches a corpus of one task, and the task's file. */
async function watching() {
  const folder = temporaryFolder()
  await runIn(folder, ['new', 'rain', '-t', 'data-pipeline'])
  const command = [resolve('dist/cli.js'), 'serve', '--watch', '--author', '--web', '--port', '0']
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
    await page.getByText(/^Sound: serving 1 tasks/).waitFor()
    writeFileSync(path, sound.replace('kind: off-by-one', 'kind: of-by-one'))
    await page.getByText(/^1 error in 1 files; still serving 1 tasks/).waitFor()
    const problem = page.locator('.diagnostics .error')
    expect(await problem.innerText()).toMatch(/tasks\/rain\.yaml:\d+:\d+.*Did you mean `off-by-one`\?/s)
    expect(await accessibilityFaults(page)).toEqual([])
    await keepPicture(page, 'author-faulty')
    const { tasks } = (await (await fetch(`${url}/tasks`)).json()) as { tasks: { title: string }[] }
    expect(tasks.map(({ title }) => title)).toEqual(['Daily totals of a weather station'])
    writeFileSync(path, sound.replace('title: Daily totals', 'title: Daily <b>sums</b>'))
    await page.getByText(/^Sound: serving 1 tasks/).waitFor()
    expect(await problem.count()).toBe(0)
    await page.getByRole('link', { name: 'Tasks', exact: true }).click()
    await page.getByText('Daily <b>sums</b> of a weather station').waitFor()
    expect(complaints).toEqual([])
  }, 120_000)

  test('shows a task’s programs, matrix, fixes and witnesses', async () => {
    const { url } = await watching()
    const { page, complaints } = await visit(browser, `${url}/web#/author`, { scheme: 'dark', width: 360 })
    await page.getByText('not let loose').waitFor()
    await page.getByRole('link', { name: 'rain' }).click()
    const matrix = page.getByRole('table', { name: /^Witness matrix: \d+ of \d+ tests hold/ })
    await matrix.waitFor()
    expect(await matrix.locator('td.loss-text').count()).toBe(0)
    await page.getByText('Fix', { exact: true }).first().click()
    expect(await page.locator('.diff').first().locator('.gone, .new').count()).toBeGreaterThan(1)
    await page
      .getByText(/^Witness: \d+ cases/)
      .first()
      .click()
    await page.getByText('with the fix').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await keepPicture(page, 'author-task')
    expect(await overflow(page)).toBe(0)
    await page.getByRole('link', { name: /^0 / }).click()
    await page.getByRole('heading', { name: 'About this code' }).waitFor()
    expect(complaints).toEqual([])
  }, 120_000)
})
