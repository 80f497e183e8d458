import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'

/** A visitor: a page with a session of its own, and all that went wrong in it. */
export interface Visitor {
  readonly page: Page
  /** Errors of the console, exceptions, and whatever broke the page's policy. */
  readonly complaints: readonly string[]
}

export interface VisitorOptions {
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
}

/** Opens a page for somebody new, closed when the test is over. */
export async function visit(browser: Browser, url: string, options: VisitorOptions = {}): Promise<Visitor> {
  const { width = 1280, scheme = 'light' } = options
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(url)
  return { page, complaints }
}

/** What axe finds against WCAG 2.2 AA, and what moves although nobody wants it to. It is run outside of the page's policy, which lets no foreign script in. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
  await page.evaluate(readFileSync(axe, 'utf8'))
  const faults = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run()
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
  return [...faults, ...(await page.evaluate<string[]>(MOVING))]
}

/** What moves, in the page and in the shadow roots of code. */
const MOVING = `(() => {
  const roots = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
  const all = [document, ...roots].flatMap((root) => [...root.querySelectorAll('*')])
  const moving = all.filter((element) => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element)
    return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior !== 'auto'
  })
  return moving.map(({ outerHTML }) => 'moves: ' + outerHTML.slice(0, 200))
})()`

/** Opens a part of the review. */
export async function openTab(page: Page, name: 'Brief' | 'Review' | 'Patch' | 'Result'): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click()
}

/** Fills the form of a finding and sends it; answers once it is in the list. */
export async function report(page: Page, finding: Finding): Promise<void> {
  const { file, range, kind, severity, title, message, recommendation, confidence } = finding
  const before = await page.locator('.findings > li').count()
  await page.getByRole('combobox', { name: 'File' }).selectOption(file)
  await page.getByLabel('From line').fill(String(range[0]))
  await page.getByLabel('From line').blur()
  await page.getByLabel('To line').fill(String(range[1]))
  await page.getByLabel('To line').blur()
  await page.getByLabel('Kind').fill(kind ?? '')
  await page.getByLabel('Severity').selectOption(severity)
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Cause and consequence').fill(message)
  await page.getByLabel('What to do about it').fill(recommendation ?? '')
  await page.getByLabel(/How sure/).fill(String(confidence ?? 0.5))
  await page.getByRole('button', { name: 'Submit finding' }).click()
  await expect.poll(() => page.locator('.findings > li').count()).toBe(before + 1)
}

/** Replaces the text of the file that is shown. */
export async function rewrite(page: Page, path: string, code: string): Promise<void> {
  await page.getByRole('button', { name: path }).click()
  await page.getByRole('textbox', { name: `Your version of ${path}` }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(code)
}

/** The score as the strip shows it, once the episode is over. */
export async function finish(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Finish review' }).click()
  await page.getByText(/^score [+−]/).waitFor()
  return page.locator('output').innerText()
}

/** The page as it is built. */
export function builtWeb(): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync('dist/web')
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(`dist/web/${name}`))]))
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/** What came over the wire for a page, headers included, in bytes by the last part of its address. */
export function bytesOf(page: Page): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(`Object.fromEntries(
    ['navigation', 'resource']
      .flatMap((type) => performance.getEntriesByType(type))
      .map(({ name, transferSize }) => [name.split('/').at(-1), transferSize])
  )`)
}

/** Screenshots are for people to look at, where they ask for them. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` })
}

/** Presses Tab until what has the focus is called so. */
export async function focusByTab(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = await page.evaluate(`(() => {
      let at = document.activeElement
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
      return at?.getAttribute('aria-label') ?? at?.closest('label')?.textContent ?? at?.textContent ?? ''
    })()`)
    if (String(focused).startsWith(name)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Nothing called ${name} was reached by Tab`)
}
