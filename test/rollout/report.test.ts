import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { calling, openChatServer, rowAskedAbout } from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'

const chromium =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledPair()
})

const HOSTILE = `</script><img src=x onerror="document.title='broken'"><b>bold</b>`

/** Runs of a model that writes HTML, and of an agent, on one page. */
async function page(): Promise<string> {
  const server = await openChatServer((call) => {
    const [item] = rowAskedAbout(corpus.bundle, call).rubric.items
    const asked = call.body.messages.some(({ role }) => role === 'assistant')
    if (asked || !item) return { message: { content: `${HOSTILE} {"operation": "finalize"}` } }
    const finding = { ...perfectFinding(item), title: HOSTILE }
    return calling(['submit_findings', { findings: [finding] }])
  })
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus.text)
  const chosen = ['--task', 'order-search', '--quiet']
  const [model, agent] = [join(folder, 'model'), join(folder, 'half')]
  await runHere(['eval', bundle, '--model', 'hostile', '--base-url', server.url, ...chosen, '-o', model])
  await runHere(['eval', bundle, '--agent', 'half', ...chosen, '-o', agent])
  const path = join(folder, 'report.html')
  const { code, stdout } = await runHere(['report', model, agent, '-o', path])
  expect({ code, stdout }).toEqual({ code: 0, stdout: `12 episodes\n${path}\n` })
  return path
}

/** The page as Chromium has it once its script has run. */
async function opened(address: string): Promise<string> {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=20000', '--dump-dom']
  const profile = `--user-data-dir=${temporaryFolder()}`
  const { stdout } = await promisify(execFile)(chromium ?? '', [...flags, profile, address], {
    maxBuffer: 2 ** 26,
  })
  return stdout.slice(0, stdout.indexOf('<script'))
}

test('a page asks for nothing from elsewhere, and no text breaks out of it', async () => {
  const html = readFileSync(await page(), 'utf8')
  expect(html).toContain("default-src 'none'")
  expect(html).not.toMatch(/(?:src|href)=["']?(?:https?:)?\/\//)
  expect(html).not.toContain(HOSTILE)
  expect(html.match(/<script/g)).toHaveLength(html.match(/<\/script>/g)?.length ?? 0)
})

test.skipIf(chromium === undefined && !process.env.CI)(
  'Chromium shows figures, episodes, and one of them with what the model wrote as text',
  async () => {
    const path = await page()
    const dom = await opened(`file://${path}#episode-0`)
    expect(dom).toContain('data-ready="true"')
    expect(dom).toContain('<title>reviewgym report</title>')
    for (const word of [
      'Leaderboard',
      'Mean score by task',
      'Reliability',
      'hostile',
      'half',
      '1 to 12 of 12',
      'findings.credit',
    ])
      expect(dom).toContain(word)
    expect(dom).toMatch(/<div class="note good"><strong class="good">matched<\/strong>/)
    expect(dom).toContain('&lt;/script&gt;&lt;img src=x onerror=')
    expect(dom).not.toContain('<img')
    expect(dom).not.toContain('<b>bold')
    expect(statSync(path).size).toBeLessThan(200_000)
  },
)
