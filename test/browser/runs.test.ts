import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Trajectory } from '../../src/model/trajectory.ts'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { Row } from '../../src/runtime/bundle/opened.ts'
import { connect } from '../server/connection.ts'
import { type Serving, serve } from '../server/serving.ts'
import { compiledPair } from '../support/corpus.ts'
import { recordingInto, shelfOf } from '../support/recorded.ts'
import { rowOf } from '../support/running.ts'
import { hasChromium, openChromium } from './chromium.ts'
import { accessibilityFaults, builtWeb, focusByTab, keepPicture, overflow, visit } from './page.ts'

const markup = '</script><img src=x onerror="document.title=\'taken\'">'
const evil = `${markup}\u202e`

let folder: string
let server: Serving
let browser: Browser
let row: Row
beforeAll(async () => {
  const { bundle } = await compiledPair()
  folder = mkdtempSync(join(tmpdir(), 'reviewgym-'))
  row = rowOf(bundle.tasks.get('order-search') ?? [], 'all')
  const recording = recordingInto(folder, 'served.jsonl', bundle)
  const desk = 'author'
  server = await serve(bundle, { desk, recording, web: builtWeb(), runs: shelfOf(folder) })
  const [first] = row.rubric.items
  if (!first) throw new Error('No item')
  const wrong = { ...perfectFinding(first), range: [1, 1], kind: 'command-injection', title: evil } as Finding
  await play(row.rubric.items.map(perfectFinding))
  await play([perfectFinding(first), wrong])
  if (hasChromium) browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server.close()
  rmSync(folder, { recursive: true })
})

/** Plays findings and finishes. */
async function play(findings: readonly Finding[]): Promise<void> {
  const client = await connect(`${server.url.replace('http', 'ws')}/ws`)
  await client.ask({ type: 'reset', data: { task_id: row.task.id, row: row.number } })
  await client.ask({ type: 'step', data: { operation: 'submit_findings', findings } })
  await client.ask({ type: 'step', data: { operation: 'finalize' } })
  await client.leave()
}

describe.skipIf(!hasChromium)('the page of recorded runs', () => {
  test('lists episodes, opens one, and steps through it by keyboard', async () => {
    const { page, complaints } = await visit(browser, `${server.url}/web`)
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByText('2 episodes').waitFor()
    await focusByTab(page, `${row.task.id} ${row.number}`)
    await page.keyboard.press('Enter')
    await page.getByText(/^score \+0\.\d+ of \+0/).waitFor()
    await page.locator('.note.good', { hasText: `matched · ${row.rubric.items[0]?.id}` }).waitFor()
    await page.getByRole('tab', { name: 'Reward' }).click()
    await page.getByText('How the score came about').waitFor()
    await focusByTab(page, 'Previous')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByLabel('Moment', { exact: true }).inputValue()).toBe('1')
    await page.getByRole('tab', { name: 'Done' }).click()
    await expect.poll(() => page.locator('.findings > li').count()).toBe(row.rubric.items.length)
    await page.getByRole('tab', { name: 'Told' }).click()
    await page.getByText('reward_components').waitFor()
    await page.getByRole('button', { name: 'Previous' }).click()
    await expect.poll(() => page.locator('.note.good').count()).toBe(0)
    // What was not found is written below the code, where the rubric is shown.
    await expect.poll(() => page.locator('.note.fair').count()).toBeGreaterThan(0)
    await page.getByLabel('Show the rubric').uncheck()
    await expect.poll(() => page.locator('.cm-content .note').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('compares two by keyboard alone, and shows what players wrote as text', async () => {
    const { page, complaints } = await visit(browser, `${server.url}/web#/runs`)
    await page.getByText('2 episodes').waitFor()
    for (let picked = 1; picked <= 2; picked += 1) {
      await page.keyboard.press('Tab')
      await focusByTab(page, `Compare ${row.task.id} ${row.number}`)
      await page.keyboard.press('Space')
      await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(picked)
    }
    await focusByTab(page, 'Compare the two')
    await page.keyboard.press('Enter')
    const found = page.getByRole('table', { name: 'What they found' })
    await found.waitFor()
    await expect.poll(() => found.locator('.status.matched').count()).toBe(row.rubric.items.length + 1)
    await expect.poll(() => found.locator('.status.missed').count()).toBe(row.rubric.items.length - 1)
    await page.getByRole('table', { name: 'What that was worth' }).waitFor()
    await page.getByText(evil).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toBe('reviewgym')
    const [file = ''] = row.files.map(({ path }) => path).slice(1)
    await focusByTab(page, file)
    await page.keyboard.press('Enter')
    await focusByTab(page, `Code of ${file}`)
    await page.keyboard.press('PageDown')
    await focusByTab(page, 'client')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Done' }).waitFor()
    expect(new URL(page.url()).hash).toMatch(/^#\/runs\/[01]$/)
    expect(complaints).toEqual([])
  })

  test('shows episodes that are recorded meanwhile, and what a model wrote', async () => {
    const { page } = await visit(browser, `${server.url}/web#/runs`)
    await page.getByText('2 episodes').waitFor()
    const end = {
      outcome: 'invalid',
      reason: 'No action',
      score: null,
      components: {},
      usage: null,
      seconds: 1,
    }
    const lines = [
      {
        ...(await startOf(0)),
        episode: 'm',
        player: { type: 'model', name: evil },
        prompt: 'p',
      },
      { event: 'answer', episode: 'm', ...answer, message: { role: 'assistant', content: `I say ${evil}` } },
      { event: 'end', episode: 'm', ...end },
    ]
    const prompt = {
      event: 'prompt',
      prompt: 'p',
      messages: [{ role: 'user', content: 'Review this.' }],
      tools: [],
    }
    appendFileSync(
      join(folder, 'served.jsonl'),
      [prompt, ...lines].map((one) => `${JSON.stringify(one)}\n`).join(''),
    )
    await page.reload()
    await page.getByLabel('Outcome').selectOption('invalid')
    await page.getByText('1 of 3 episodes').waitFor()
    await page.getByRole('link', { name: `${row.task.id} ${row.number}` }).click()
    await page.getByText('No action could be read: It is no JSON').waitFor()
    await page.getByRole('tab', { name: 'Written' }).click()
    await page.getByText(`I say ${evil}`).waitFor()
    await page.getByLabel('Moment', { exact: true }).selectOption('0')
    await page.getByText('Review this.').waitFor()
  })

  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('has nothing that axe objects to, in %s at %i pixels', async (scheme, width) => {
    for (const [name, hash, ready] of [
      ['runs', '#/runs', 'h1'],
      ['episode', '#/runs/1', '.cm-content'],
      ['comparison', '#/runs/0/1', '.cm-content'],
    ] as const) {
      const { page } = await visit(browser, `${server.url}/web${hash}`, { scheme, width })
      await page.locator(ready).first().waitFor()
      expect([name, await accessibilityFaults(page)]).toEqual([name, []])
      await keepPicture(page, `${name}-${scheme}-${width}`)
      expect([name, await overflow(page)]).toEqual([name, 0])
    }
  })

  test('code and texts of any make that were recorded are shown as they are', async () => {
    const wide = `${evil}${'wide'.repeat(2500)}`
    const { start, scene, turns, end } = (await (await fetch(`${server.url}/runs/1`)).json()) as Trajectory
    const snippets = (scene.observation.snippets as { code: string; before?: string | null }[]).map(
      (one) => ({
        ...one,
        before: `// ${evil}\n${'let wide; '.repeat(1000)}\n${one.code}`,
        code: `// ${wide}\n${one.code}`,
      }),
    )
    const observation = { ...scene.observation, title: wide, context: wide, snippets }
    const action = {
      operation: 'submit_findings',
      findings: [
        { file: wide, range: [evil, {}], title: wide, message: wide, kind: evil, recommendation: wide },
        { file: row.files[0]?.path, range: [1, 1], title: wide, message: wide, kind: wide, severity: evil },
      ],
    }
    const lines = [
      { ...scene, event: 'scene', scene: 'hostile', observation },
      { ...start, episode: 'h', scene: 'hostile', player: { type: 'model', name: wide } },
      ...turns.map((turn) => ({ ...turn, episode: 'h', ...(turn.event === 'step' ? { action } : {}) })),
      { ...end, episode: 'h', outcome: 'invalid', score: null, reason: wide },
    ]
    appendFileSync(join(folder, 'served.jsonl'), lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
    const { total } = (await (await fetch(`${server.url}/runs`)).json()) as { total: number }
    const last = total - 1
    for (const width of [1280, 360]) {
      const { page, complaints } = await visit(browser, `${server.url}/web#/runs`, { width })
      await page.locator('td', { hasText: evil }).first().waitFor()
      expect(await overflow(page)).toBe(0)
      await page.goto(`${server.url}/web#/runs/${last}`)
      await page.locator('h1', { hasText: evil }).waitFor()
      await page.getByLabel('Moment', { exact: true }).selectOption('1')
      await page.locator('.cm-line', { hasText: markup }).waitFor()
      await page.locator('.cm-deletedLine', { hasText: `${markup}‹U+202E›` }).waitFor()
      await page.locator('.cm-content .note', { hasText: evil }).first().waitFor()
      for (const tab of ['Done', 'Told', 'Written']) {
        await page.getByRole('tab', { name: tab }).click()
        await page.getByRole('tab', { name: tab, selected: true }).waitFor()
        expect([tab, await overflow(page)]).toEqual([tab, 0])
      }
      await keepPicture(page, `hostile-${width}`)
      await page.goto(`${server.url}/web#/runs/1/${last}`)
      await page.getByRole('table', { name: 'What they found' }).waitFor()
      await page.locator('.steps').getByText(evil).first().waitFor()
      expect(await overflow(page)).toBe(0)
      expect(await page.locator('img').count()).toBe(0)
      expect(await page.title()).toBe('reviewgym')
      expect(complaints).toEqual([])
    }
  })
})

const answer = {
  finish: 'stop',
  problem: 'It is no JSON',
  usage: { input: 10, output: 5 },
  tries: 1,
  seconds: 0.5,
}

/** What an episode that is recorded began with. */
async function startOf(number: number): Promise<Trajectory['start']> {
  const { start } = (await (await fetch(`${server.url}/runs/${number}`)).json()) as Trajectory
  return start
}
