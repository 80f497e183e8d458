import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../src/model/limits.ts'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import { unitsToNumber } from '../../src/runtime/grader/assess.ts'
import { type Serving, serve } from '../server/serving.ts'
import { compiledPair } from '../support/corpus.ts'
import { rowOf } from '../support/running.ts'
import { hasChromium, openChromium } from './chromium.ts'
import {
  accessibilityFaults,
  builtWeb,
  bytesOf,
  finish,
  focusByTab,
  keepPicture,
  openTab,
  overflow,
  report,
  rewrite,
  visit,
} from './page.ts'

const web = builtWeb()
const desk = 'author'
const policy = { feedback: 'full', delivery: 'dense', profile: 'strict' } as const

let bundle: OpenBundle
let server: Serving
let browser: Browser
beforeAll(async () => {
  bundle = (await compiledPair()).bundle
  server = await serve(bundle, { desk, web, policies: { train: policy, eval: policy } })
  if (hasChromium) browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

const rowsOf = (task: string): readonly Row[] => bundle.tasks.get(task) ?? []
const urlOf = ({ task, number }: Row) => `${server.url}/web#${task.id}/${number}`
const shown = (units: number) => `score +${unitsToNumber(units).toFixed(3)}`

describe.skipIf(!hasChromium)('the page', () => {
  test('lists the tasks, narrows them, and opens one', async () => {
    const { page, complaints } = await visit(browser, `${server.url}/web`)
    const links = page.locator('.tasks a')
    await expect.poll(() => links.count()).toBe(bundle.tasks.size)
    await page.getByLabel('Search').fill('order search')
    await expect.poll(() => links.count()).toBeLessThan(bundle.tasks.size)
    await page
      .getByRole('link', { name: /Order search/i })
      .first()
      .click()
    await page.getByRole('heading', { name: 'About this code' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('sends less than 200 kB until the list and the first task are shown, packed, and no code of the difference', async () => {
    const { page } = await visit(browser, `${server.url}/web`)
    await page.locator('.tasks a').first().waitFor()
    const list = await bytesOf(page)
    await page.locator('.tasks a').first().click()
    await page.locator('.tok-keyword').first().waitFor()
    const desk = await bytesOf(page)
    expect(Object.keys(desk).filter((name) => name.startsWith('change-marks'))).toEqual([])
    const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((all, one) => all + one, 0)
    expect(sum(list)).toBeLessThan(60_000)
    expect(sum(desk), JSON.stringify(desk)).toBeLessThan(190_000)
  })

  test.each(['/web/main.js', '/schema', '/openapi.json'])(
    '%s comes packed to those who can unpack it, and as it is to others',
    async (path) => {
      const ask = (encoding: string) =>
        fetch(`${server.url}${path}`, { headers: { 'accept-encoding': encoding } })
      const [packed, plain] = await Promise.all([ask('br, gzip'), ask('gzip;q=0')])
      expect(packed.headers.get('content-encoding')).toBe('gzip')
      expect(plain.headers.get('content-encoding')).toBe(null)
      expect(packed.headers.get('vary')?.toLowerCase()).toBe('accept-encoding')
      const text = await plain.text()
      expect(text.length).toBeGreaterThan(1000)
      expect(await packed.text()).toBe(text)
    },
  )

  test('plays a perfect review with the reference patch to the maximum, and shows rubric and reward', async () => {
    const row = rowOf(rowsOf('order-search'), 'all')
    const { page, complaints } = await visit(browser, urlOf(row))
    await openTab(page, 'Review')
    for (const item of row.rubric.items) await report(page, perfectFinding(item))
    await expect.poll(() => page.locator('.status.matched').count()).toBe(row.rubric.items.length)
    await openTab(page, 'Patch')
    await page.getByRole('button', { name: 'Edit the code' }).click()
    for (const { path, code } of row.rubric.reference)
      if (row.files.find((file) => file.path === path)?.code !== code) await rewrite(page, path, code)
    await page.getByRole('button', { name: 'Submit patch' }).click()
    await page.locator('.status.taken').waitFor()
    expect(await finish(page)).toBe(shown(row.rubric.maximum.strict))
    for (const { id, kind, source } of row.rubric.items) {
      await page.getByText(id, { exact: true }).waitFor()
      const shown = page.getByRole('tabpanel').locator('.findings li', { hasText: source.why })
      await shown.getByRole('button').click()
      const note = page.locator('.cm-content .note.good', { hasText: `${id} · ${kind} · found` })
      await note.getByText(source.why).waitFor()
    }
    const values = await page.locator('.waterfall tbody .number').allInnerTexts()
    const sum = values.reduce((total, value) => total + Number(value.replace('−', '-')), 0)
    expect(Math.abs(sum - unitsToNumber(row.rubric.maximum.strict))).toBeLessThan(0.0005 * values.length)
    await expect.poll(() => page.locator('.mark-item').count()).toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })

  test('shows what a wrong finding and a hint cost, and why a move had no effect', async () => {
    const row = rowOf(rowsOf('order-search'), 'all')
    const [item] = row.rubric.items
    if (!item) throw new Error('No item')
    const { page } = await visit(browser, urlOf(row))
    await page.getByRole('button', { name: /Take a hint/ }).click()
    await page.getByText(row.task.hints[0] ?? '').waitFor()
    await openTab(page, 'Review')
    await report(page, { ...perfectFinding(item), kind: 'command-injection', range: [1, 1] })
    await expect.poll(() => page.locator('.status.false-positive').count()).toBe(1)
    await page.getByLabel('From line').fill('9000')
    await page.getByLabel('From line').blur()
    await page.getByLabel('Kind').fill('command-injection')
    await page.getByLabel('Title').fill('Far away')
    await page.getByLabel('Cause and consequence').fill('This line is far beyond the end of the file.')
    await page.getByRole('button', { name: 'Submit finding' }).click()
    await page.getByRole('alert').waitFor()
    expect(await finish(page)).toMatch(/^score −0\.\d{3}$/)
  })

  test('is played by keyboard alone: a clean program, finished without a finding', async () => {
    const row = rowOf(rowsOf('order-search'), 'clean')
    // Without a number the server draws one, which may be the very program that is chosen here: nothing would change.
    const { page, complaints } = await visit(browser, urlOf(rowOf(rowsOf('order-search'), 'all')))
    await page.getByRole('heading', { name: 'About this code' }).waitFor()
    await focusByTab(page, 'Program')
    await page.keyboard.type(String(row.number))
    await expect.poll(() => new URL(page.url()).hash).toBe(`#${row.task.id}/${row.number}`)
    await page.getByRole('heading', { name: 'About this code' }).waitFor()
    await focusByTab(page, 'Brief')
    await page.keyboard.press('ArrowRight')
    await page.getByText('No finding yet').waitFor()
    await focusByTab(page, 'Code of')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('Lines 2–3 selected').waitFor()
    await expect.poll(() => page.getByLabel('To line').inputValue()).toBe('3')
    await focusByTab(page, 'Finish review')
    await page.keyboard.press('Enter')
    await page.getByText(/^score [+−]/).waitFor()
    await expect.poll(() => page.locator('output').innerText()).toBe(shown(row.rubric.maximum.strict))
    expect(complaints).toEqual([])
  })

  test('takes a finding with its witness by keyboard alone, and says at once where that is no JSON', async () => {
    const row = rowOf(rowsOf('order-search'), 'all')
    const item = row.rubric.items.find(({ id }) => id === 'last-day-missing')
    if (!item) throw new Error('No item')
    const { range, kind, title, message, recommendation } = perfectFinding(item)
    const [shows] = item.source.cases
    const { page, complaints } = await visit(browser, urlOf(row))
    await page.getByRole('heading', { name: 'About this code' }).waitFor()
    await focusByTab(page, 'Write a finding')
    await page.keyboard.press('Enter')
    for (const [name, text] of [
      ['From line', range[0]],
      ['To line', range[1]],
      ['Kind', kind],
      ['Severity', item.severity],
      ['Title', title],
      ['Cause and consequence', message],
      ['What to do about it', recommendation],
    ] as const) {
      await focusByTab(page, name)
      await page.keyboard.type(String(text))
    }
    await focusByTab(page, 'How sure')
    await page.keyboard.press('End')
    await focusByTab(page, 'Witness')
    await page.keyboard.press('Enter')
    await focusByTab(page, 'Calls, what happens')
    const witness = JSON.stringify(shows)
    await page.keyboard.insertText(witness.slice(1))
    await focusByTab(page, 'Submit finding')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('The witness is no JSON').waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.type('{')
    await focusByTab(page, 'Submit finding')
    await page.keyboard.press('Enter')
    const found = page.locator('.findings > li')
    await found.locator('.status.matched').waitFor()
    await expect.poll(() => found.innerText()).toContain('with a witness')
    expect(complaints).toEqual([])
  })

  test('two visitors do not see each other', async () => {
    const row = rowOf(rowsOf('order-search'), 'all')
    const [one, other] = [await visit(browser, urlOf(row)), await visit(browser, urlOf(row))]
    await openTab(one.page, 'Review')
    await openTab(other.page, 'Review')
    await report(one.page, perfectFinding(row.rubric.items[0] as Row['rubric']['items'][number]))
    expect(await other.page.locator('.findings > li').count()).toBe(0)
    expect(await finish(other.page)).toBe('score +0.000')
    await expect.poll(() => one.page.getByText(`1 of ${limits.findings} findings`).count()).toBe(1)
  })

  test('code and texts that look like markup, hide characters or have no line breaks are shown as they are', async () => {
    const row = rowOf(rowsOf('order-search'), 'all')
    const evil = '</script><img src=x onerror="document.title=\'taken\'">'
    const code = `// ${evil}\n// right\u202eleft\u2066\n${'const wide = 1; '.repeat(700)}\n${row.files[0]?.code}`
    const hostile: Row = {
      ...row,
      number: 0,
      task: { ...row.task, title: evil, context: `${evil}\u202e`, hints: [evil, evil, evil] },
      files: row.files.map((file, index) => (index === 0 ? { ...file, code } : file)),
    }
    const only = {
      ...bundle,
      tasks: new Map([[row.task.id, [hostile]]]),
      splits: { train: [hostile], eval: [] },
    }
    const own = await serve(only, { desk, web, policies: { train: policy, eval: policy } })
    const { page, complaints } = await visit(browser, `${own.url}/web#${row.task.id}/0`)
    await page.getByText(evil).first().waitFor()
    await page.getByRole('button', { name: /Take a hint/ }).click()
    await expect.poll(() => page.getByText(evil).count()).toBeGreaterThan(2)
    await expect.poll(() => page.locator('.cm-specialChar').count()).toBeGreaterThan(0)
    expect(await page.title()).toBe('reviewgym')
    expect(await page.locator('img[onerror], img[src=x]').count()).toBe(0)
    const { width } = (await page.locator('.side').boundingBox()) ?? { width: 0 }
    expect(width).toBeGreaterThan(300)
    expect(await overflow(page)).toBe(0)
    expect(complaints).toEqual([])
    await own.close()
  })

  test('colours Python as Python', async () => {
    const row = rowOf(rowsOf('order-search'), 'all')
    const [file] = row.files
    if (!file) throw new Error('No file')
    const code = 'def page_of(orders):\n    """The first ones."""\n    return None\n'
    const task = { ...row.task, language: 'python' as const }
    const python: Row = { ...row, number: 0, task, files: [{ ...file, code }] }
    const only = { ...bundle, tasks: new Map([[task.id, [python]]]), splits: { train: [python], eval: [] } }
    const own = await serve(only, { desk, web, policies: { train: policy, eval: policy } })
    const { page } = await visit(browser, `${own.url}/web#${task.id}/0`)
    await expect.poll(() => page.locator('.tok-keyword').allInnerTexts()).toEqual(['def', 'return', 'None'])
    await expect.poll(() => page.locator('.tok-string').allInnerTexts()).toEqual(['"""The first ones."""'])
    await own.close()
  })

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)('has nothing that axe objects to, in %s at %i pixels', async (scheme, width) => {
    const row = rowOf(rowsOf('order-search'), 'all')
    const list = await visit(browser, `${server.url}/web`, { scheme, width })
    await list.page.locator('.tasks a').first().waitFor()
    expect(await accessibilityFaults(list.page)).toEqual([])
    const { page } = await visit(browser, urlOf(row), { scheme, width })
    for (const name of ['Brief', 'Review', 'Patch', 'Result'] as const) {
      await openTab(page, name)
      expect([name, await accessibilityFaults(page)]).toEqual([name, []])
      await keepPicture(page, `${name.toLowerCase()}-${scheme}-${width}`)
    }
    expect(await overflow(page)).toBe(0)
    await keepPicture(list.page, `tasks-${scheme}-${width}`)
  })
})
