import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Whether there is a browser to test with. In CI there must be one. */
export const hasChromium = existsSync(EXECUTABLE)
if (!hasChromium && process.env.CI) throw new Error(`There is no Chromium at ${EXECUTABLE}`)

/** A browser that keeps to this machine: what it would look up elsewhere is switched off. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
