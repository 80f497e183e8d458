import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import { unitsToNumber } from '../../src/runtime/grader/assess.ts'
import { type Serving, serve } from '../server/serving.ts'
import { compiledChange } from '../support/corpus.ts'
import { rowOf } from '../support/running.ts'
import { hasChromium, openChromium } from './chromium.ts'
import {
  accessibilityFaults,
  builtWeb,
  finish,
  focusByTab,
  keepPicture,
  openTab,
  overflow,
  report,
  rewrite,
  visit,
} from './page.ts'

const policy = { feedback: 'full', delivery: 'dense', profile: 'strict' } as const
const web = builtWeb()

let bundle: OpenBundle
let row: Row
let server: Serving
let browser: Browser
beforeAll(async () => {
  bundle = (await compiledChange()).bundle
  row = rowOf(bundle.tasks.get('change') ?? [], 'all')
  server = await serve(bundle, { desk: 'author', web, policies: { train: policy, eval: policy } })
  if (hasChromium) browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

const urlOf = (at: Serving) => `${at.url}/web#${row.task.id}/${row.number}`
const codeOf = (path: string) => row.files.find((file) => file.path === path)?.code.split('\n') ?? []

describe.skipIf(!hasChromium)('a change under review', () => {
  test('is shown in the code, whose lines keep their numbers, and is reviewed to the maximum', async () => {
    const { page, complaints } = await visit(browser, urlOf(server))
    const gone = page.locator('.cm-deletedChunk:has(del)')
    await gone.first().waitFor()
    await expect
      .poll(() => gone.allInnerTexts())
      .toEqual([
        '  of(shop: string): string | null {\n    return this.#table.read(shop)',
        "    if (!HOURS.test(hours)) throw new RangeError('Hours are written like 9-18')\n    this.#table.write(shop, hours)",
      ])
    const keywords = gone.last().locator('.tok-keyword')
    await expect.poll(() => keywords.allInnerTexts()).toEqual(['if', 'throw', 'new', 'this'])
    const code = codeOf('src/opening-hours.ts')
    const written = code.findIndex((line) => line.includes('this.#table.write')) + 1
    await expect.poll(() => page.locator('.cm-changedLine').allInnerTexts()).toContain(code[written - 1])
    await page.getByText('this.#table.write(shop, tidy)').click()
    await page.getByText(`Line ${written} selected`).waitFor()
    await openTab(page, 'Review')
    await keepPicture(page, 'change-light-1280')
    const [item] = row.rubric.items
    if (!item) throw new Error('No item')
    expect(item.anchors[0]?.lines[0]).toBe(written)
    await report(page, perfectFinding(item))
    await page.locator('.status.matched').waitFor()
    await page.getByLabel('Show what the change did').uncheck()
    await expect.poll(() => gone.count()).toBe(0)
    await expect
      .poll(() => page.locator('.cm-line').allInnerTexts())
      .toEqual(code.map((line) => line || '\n'))
    await page.getByRole('button', { name: 'src/table.ts' }).click()
    await expect.poll(() => page.getByLabel('Show what the change did').count()).toBe(0)
    await openTab(page, 'Patch')
    await page.getByRole('button', { name: 'Edit the code' }).click()
    for (const { path, code: mended } of row.rubric.reference)
      if (codeOf(path).join('\n') !== mended) await rewrite(page, path, mended)
    await page.getByRole('button', { name: 'Submit patch' }).click()
    await page.locator('.status.taken').waitFor()
    expect(await finish(page)).toBe(`score +${unitsToNumber(row.rubric.maximum.strict).toFixed(3)}`)
    expect(complaints).toEqual([])
  })

  test('is switched by keyboard, and mended in place beside what was there', async () => {
    const { page, complaints } = await visit(browser, urlOf(server))
    const gone = page.locator('.cm-deletedChunk:has(del)')
    await gone.first().waitFor()
    await focusByTab(page, 'Show what the change did')
    await page.keyboard.press('Space')
    await expect.poll(() => gone.count()).toBe(0)
    await page.keyboard.press('Space')
    await expect.poll(() => gone.count()).toBe(2)
    await openTab(page, 'Patch')
    await page.getByRole('button', { name: 'Edit the code' }).click()
    await page.getByText('this.#table.write(shop, tidy)').click()
    await page.keyboard.press('End')
    await page.keyboard.insertText('\nthis.#known.delete(shop)')
    await expect
      .poll(() => page.locator('.cm-changedLine').allInnerTexts())
      .toContain('this.#known.delete(shop)')
    await expect.poll(() => gone.count()).toBe(2)
    await page.getByRole('button', { name: 'Submit patch' }).click()
    await page.locator('.status.taken').waitFor()
    expect(complaints).toEqual([])
  })

  test('whose old code looks like markup, hides characters or has no line breaks is shown as it is', async () => {
    const evil = '</script><img src=x onerror="document.title=\'taken\'">'
    const old = `// ${evil}\n// right\u202eleft\n${'let wide = 1; '.repeat(720)}\n`
    const files = row.files.map((file) =>
      file.path === 'src/opening-hours.ts' ? { ...file, change: { before: old, diff: '' } } : file,
    )
    const hostile: Row = { ...row, number: 0, files }
    const only = { ...bundle, tasks: new Map([[row.task.id, [hostile]]]) }
    const own = await serve(
      { ...only, splits: { train: [hostile], eval: [] } },
      { desk: 'author', web, policies: { train: policy, eval: policy } },
    )
    const { page, complaints } = await visit(browser, `${own.url}/web#${row.task.id}/0`)
    const gone = page.locator('.cm-deletedChunk:has(del)').first()
    await gone.waitFor()
    await expect.poll(() => gone.innerText()).toContain(evil)
    await expect.poll(() => gone.innerText()).toContain('right‹U+202E›left')
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toBe('reviewgym')
    expect(await overflow(page)).toBe(0)
    const { width } = (await page.locator('.side').boundingBox()) ?? { width: 0 }
    expect(width).toBeGreaterThan(300)
    expect(complaints).toEqual([])
    await own.close()
  })

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['dark', 360],
  ] as const)('has nothing that axe objects to, in %s at %i pixels', async (scheme, width) => {
    const { page } = await visit(browser, urlOf(server), { scheme, width })
    await page.locator('.cm-deletedChunk:has(del)').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    await keepPicture(page, `change-${scheme}-${width}`)
  })
})
