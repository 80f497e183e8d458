import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Results } from '../../src/model/results.ts'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { serve } from '../server/serving.ts'
import {
  type ChatAnswer,
  type ChatCall,
  calling,
  improvingModel,
  rowAskedAbout,
  startChatServer,
} from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { rowOf } from '../support/running.ts'
import { hasChromium, openChromium } from './chromium.ts'
import { accessibilityFaults, focusByTab, keepPicture, type VisitorOptions, visit } from './page.ts'

const evil = '</script><img src=x onerror="document.title=\'taken\'"><b>bold</b> \u202eдесять\u202c'

let bundle: OpenBundle
let folder: string
let address: string
const results = new Map<string, Results>()
let browser: Browser
beforeAll(async () => {
  const corpus = await compiledPair()
  bundle = corpus.bundle
  folder = mkdtempSync(join(tmpdir(), 'reviewgym-'))
  writeFileSync(join(folder, 'pair.json'), corpus.text)
  const runs: string[] = []
  const play = async (name: string, ...player: readonly string[]) => {
    const run = join(folder, name)
    const line = ['eval', join(folder, 'pair.json'), ...player, '--quiet', '-o', run]
    expect(await runHere(line)).toEqual({ code: 0, stdout: '', stderr: '' })
    runs.push(run)
    results.set(name, JSON.parse(readFileSync(join(run, 'inference_results.json'), 'utf8')))
  }
  const ask = async (name: string, answer: (call: ChatCall) => ChatAnswer) => {
    const { url, close } = await startChatServer(answer)
    await play(name, '--model', name, '--base-url', url, '--price-in', '2', '--price-out', '8')
    close()
  }
  for (const agent of ['oracle', 'half', 'full-plus-two', 'random', 'nop'])
    await play(agent, '--agent', agent)
  await ask('improving', improvingModel(bundle))
  await ask('hasty', hasty)
  const server = await serve(bundle)
  await play('afar', '--agent', 'half', '--env-url', server.url, '--variant', 'all')
  await server.close()
  await ask('mute', () => ({ message: { refusal: 'I cannot help with that.' } }))
  const path = join(folder, 'report.html')
  const { code, stderr } = await runHere(['report', ...runs, '-o', path])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  address = `file://${path}`
  if (hasChromium) browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

/** Surer of what is wrong than of what is right, and writes what should be shown as text. */
function hasty(call: ChatCall): ChatAnswer {
  const [item] = rowAskedAbout(bundle, call).rubric.items
  const asked = call.body.messages.some(({ role }) => role === 'assistant')
  if (asked || !item) return { message: { content: `${evil} {"operation": "finalize"}` } }
  const right: Finding = { ...perfectFinding(item), confidence: 0.55 }
  const wrong: Finding = {
    ...right,
    range: [1, 1],
    kind: 'command-injection',
    title: evil,
    message: `A shell would run this. ${evil}`,
    confidence: 0.95,
  }
  return calling(['submit_findings', { findings: [right, wrong] }])
}

describe.skipIf(!hasChromium)('the page of a report', () => {
  test('opens from the disk, asks for nothing, and shows how the runs compare', async () => {
    const { page, complaints } = await opened()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.reload()
    await page.locator('html[data-ready]').waitFor()
    const board = page.getByRole('table', { name: 'Leaderboard' })
    const ranked = [...results].sort(([, a], [, b]) => (b.all.score.mean ?? -2) - (a.all.score.mean ?? -2))
    expect(await board.getByRole('rowheader').allInnerTexts()).toEqual(
      ranked.map(([name, { player }]) => (player.name === name ? name : `${name} ${player.name}`)),
    )
    const improving = board.getByRole('row', { name: 'improving' })
    const { all, steps, usage } = resultsOf('improving')
    expect(await improving.getByRole('cell').allInnerTexts()).toEqual([
      '13 scored',
      all.score.mean?.toFixed(3),
      all.score.interval?.map((bound) => bound.toFixed(2)).join(' … '),
      all.score.share_of_maximum?.toFixed(3),
      '1.000',
      '1.000',
      all.pass_at['1']?.toFixed(3),
      `+${steps.improvement?.toFixed(3)}`,
      '0.0',
      'n/a',
      (usage.input + usage.output).toLocaleString('en'),
      `$${usage.dollars?.toFixed(2)}`,
    ])
    expect(await board.getByRole('row', { name: 'mute' }).getByRole('cell').allInnerTexts()).toEqual(
      expect.arrayContaining(['0 scored, 13 invalid', 'n/a']),
    )
    const heat = page.getByRole('table', { name: 'Mean score by task' })
    const head = await heat.getByRole('columnheader').allInnerTexts()
    const cells = await heat.getByRole('row', { name: 'order-search' }).getByRole('cell').allInnerTexts()
    for (const [name, { by_task }] of results) {
      const mean = by_task['order-search']?.score.mean ?? null
      expect(cells[head.indexOf(name) - 1]).toBe(mean === null ? '–' : mean.toFixed(2).replace('-', '−'))
    }
    expect(asked).toEqual([address])
    expect(complaints).toEqual([])
  })

  test('shows step by step how a model improves', async () => {
    const { page } = await opened()
    const { score_after } = resultsOf('improving').steps
    expect((score_after.at(-1) ?? 0) - (score_after[0] ?? 1)).toBeGreaterThan(0.1)
    const rows = await figuresOf(page, 'Mean score after each step')
    const row = rows.find(([name]) => name === 'improving') ?? []
    expect(row.slice(1)).toEqual(score_after.map((score) => score.toFixed(3)))
    const heights = await page
      .getByRole('img', { name: 'Mean score after each step' })
      .locator('polyline')
      .evaluateAll((lines) =>
        lines.map((line) =>
          (line.getAttribute('points') ?? '').split(' ').map((point: string) => Number(point.split(',')[1])),
        ),
      )
    // Upwards on the screen is towards 0.
    expect(heights).toContainEqual(expect.objectContaining({ length: score_after.length }))
    for (const line of heights.filter(({ length }) => length === score_after.length))
      expect(line).toEqual([...line].sort((a, b) => b - a))
  })

  test('shows how sure players were, and what they find of each category', async () => {
    const { page } = await opened()
    const { calibration, by_category } = resultsOf('hasty')
    const bins = calibration.bins.filter(({ findings }) => findings > 0)
    expect(bins).toHaveLength(2)
    const rows = await figuresOf(page, 'Reliability')
    expect(rows.filter(([name]) => name === 'hasty')).toEqual(
      bins.map(({ findings, confidence, right }) => [
        'hasty',
        String(findings),
        confidence?.toFixed(3),
        right?.toFixed(3),
      ]),
    )
    const found = (await figuresOf(page, 'Precision and recall')).filter(([name]) => name === 'hasty')
    expect(found.map(([, category]) => category)).toEqual([...Object.keys(by_category), 'all'])
    for (const [, category, , , , recall, , , precision] of found.slice(0, -1)) {
      const figures = by_category[category ?? '']
      expect([recall, precision]).toEqual(
        [figures?.recall, figures?.precision].map((share) => share?.toFixed(3) ?? 'n/a'),
      )
    }
    const marks = page.getByRole('img', { name: 'Precision and recall' }).locator('title')
    await expect.poll(() => marks.allTextContents()).toContain('oracle, all: precision 1.000, recall 1.000')
  })

  test('shows an episode: code, findings at their lines, what became of them, and every part of the score', async () => {
    const { page, complaints } = await opened()
    await openEpisode(page, 'hasty')
    const row = rowOf(bundle.tasks.get('order-search') ?? [], 'all')
    const [item, ...others] = row.rubric.items
    const wrong = page.locator('.row:has-text("1") + .note.bad').first()
    expect(await wrong.innerText()).toContain('false-positive')
    expect(await page.locator('.code .row').first().locator('span').innerText()).toBe('1')
    // The line that a note hangs on stands before it.
    const line = page.locator('.row', {
      has: page.getByText(String(item?.anchors[0]?.lines[1]), { exact: true }),
    })
    const notes = line.first().locator('xpath=following-sibling::*[position() <= 2]')
    expect(await notes.allInnerTexts()).toEqual([
      expect.stringContaining(`found ${item?.source.id}`),
      expect.stringContaining(`matched ${item?.source.id}, quality`),
    ])
    expect(await page.locator('.note.item', { hasText: 'not found' }).count()).toBe(others.length)
    const parts = page.getByRole('table', { name: 'How the score came about' })
    const names = await parts.getByRole('rowheader').allInnerTexts()
    expect(names).toEqual(expect.arrayContaining(['findings.credit', 'findings.false_positive', 'score']))
    const values = (await parts.locator('.number').allInnerTexts()).map((text) =>
      Number(text.replace('−', '-')),
    )
    expect(values.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBeCloseTo(values.at(-1) ?? 9, 5)
    expect(await page.locator('.turns > li').allInnerTexts()).toEqual([
      expect.stringMatching(
        /^step 1: submit_findings reward \+0\.\d+, score 0\.\d+\nmatched .*, false-positive/,
      ),
      expect.stringMatching(/^answer/),
      expect.stringMatching(/^step 2: finalize/),
    ])
    expect(complaints).toEqual([])
  })

  test('shows what a model wrote as text, and what it would hide', async () => {
    const { page, complaints } = await opened()
    await openEpisode(page, 'hasty')
    const text = await page.locator('#episode').innerText()
    expect(text).toContain('</script><img src=x onerror="document.title=\'taken\'"><b>bold</b> U+202E')
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    expect(await page.locator('#episode').locator('img, b, script').count()).toBe(0)
    expect(await page.title()).toBe('reviewgym report')
    await openEpisode(page, 'mute')
    await page.getByText('3 times in a row: The model refused to answer').waitFor()
    expect(await page.locator('.turns .bad').allInnerTexts()).toEqual(
      Array(3).fill('The model refused to answer'),
    )
    expect(complaints).toEqual([])
    const { page: another } = await opened(new URL(page.url()).hash)
    expect(await another.locator('#episode').innerText()).toBe(await page.locator('#episode').innerText())
  })

  test('shows findings of which a server did not tell what became of them', async () => {
    const { page } = await opened()
    await openEpisode(page, 'afar')
    const items = rowOf(bundle.tasks.get('order-search') ?? [], 'all').rubric.items.length
    const states = await page.locator('.note strong:first-child').allInnerTexts()
    expect(states.filter((state) => state === 'planted')).toHaveLength(items)
    expect(states.filter((state) => state === 'not told')).toHaveLength(Math.ceil(items / 2))
  })

  test('says so where runs do not compare', async () => {
    const other = join(folder, 'other')
    cpSync(join(folder, 'nop'), other, { recursive: true })
    const run = JSON.parse(readFileSync(join(other, 'run.json'), 'utf8'))
    writeFileSync(join(other, 'run.json'), JSON.stringify({ ...run, bundle: 'f'.repeat(64) }))
    const path = join(folder, 'unlike.html')
    expect((await runHere(['report', join(folder, 'half'), other, '-o', path])).code).toBe(0)
    const { page } = await visit(browser, `file://${path}`)
    await page
      .getByText('The runs were played under different bundles: their scores do not compare.')
      .waitFor()
    const { page: alike } = await opened()
    expect(await alike.getByText('do not compare').count()).toBe(0)
  })

  test('is read by keyboard alone', async () => {
    const { page } = await opened()
    const heading = page.locator('#episode h2')
    const focused = () => page.evaluate('document.activeElement.textContent')
    await focusByTab(page, 'On')
    await page.keyboard.press('Enter')
    await page.getByText(/^101 to \d+ of \d+$/).waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByText(/^1 to 100 of \d+$/).waitFor()
    await page.reload()
    await focusByTab(page, 'order')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText(/^1 to 100 of \d+$/).waitFor()
    const [worst = '', next = ''] = await page.locator('#episodes tbody th').allInnerTexts()
    await focusByTab(page, worst)
    await page.keyboard.press('Enter')
    await heading.waitFor()
    expect([await heading.innerText(), await focused()]).toEqual([worst, worst])
    await page.keyboard.press('j')
    await expect.poll(() => heading.innerText()).toBe(next)
    await page.keyboard.press('k')
    await expect.poll(() => heading.innerText()).toBe(worst)
    await page.keyboard.press('Escape')
    await heading.waitFor({ state: 'detached' })
    expect(await focused()).toBe(worst)
  })

  test.each([
    ['light', 1280, 'rgb(255, 255, 255)'],
    ['dark', 1280, 'rgb(20, 23, 27)'],
    ['light', 360, 'rgb(255, 255, 255)'],
    ['dark', 360, 'rgb(20, 23, 27)'],
  ] as const)('has nothing that axe objects to, in %s at %i pixels', async (scheme, width, paper) => {
    const { page, complaints } = await opened('', { scheme, width })
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(paper)
    await keepPicture(page, `report-${scheme}-${width}`)
    await openEpisode(page, 'hasty')
    await keepPicture(page, `report-episode-${scheme}-${width}`)
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
    expect(await accessibilityFaults(page)).toEqual([])
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect({ overflow, complaints }).toEqual({ overflow: 0, complaints: [] })
  })
})

async function opened(hash = '', options: VisitorOptions = {}) {
  const visitor = await visit(browser, `${address}${hash}`, options)
  await visitor.page.locator('html[data-ready]').waitFor()
  return visitor
}

/** Opens the episode of a run that has every defect of order-search. */
async function openEpisode(page: Page, run: string): Promise<void> {
  await page.getByLabel('run', { exact: true }).selectOption(run)
  await page.getByLabel('variant').selectOption('all')
  await page.getByRole('button', { name: /^order-search/ }).click()
  await page.getByText(new RegExp(`^${run} · variant all`)).waitFor()
}

function resultsOf(run: string): Results {
  const found = results.get(run)
  if (!found) throw new Error(`There is no run ${run}`)
  return found
}

/** The rows of the figures below a chart, its head left out. */
async function figuresOf(page: Page, chart: string): Promise<readonly (readonly string[])[]> {
  const figure = page.getByRole('figure', { name: chart })
  await figure.getByText('In figures').click()
  const rows = await figure.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()))
}
