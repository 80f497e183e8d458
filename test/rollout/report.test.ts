import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { calling, openChatServer, rowAskedAbout } from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'

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

test('a page asks for nothing from elsewhere, and no text breaks out of it', async () => {
  const path = await page()
  const html = readFileSync(path, 'utf8')
  expect(html).toContain("default-src 'none'")
  expect(html).not.toMatch(/(?:src|href)=["']?(?:https?:)?\/\//)
  expect(html).not.toContain(HOSTILE)
  expect(html.match(/<script/g)).toHaveLength(html.match(/<\/script>/g)?.length ?? 0)
  expect(statSync(path).size).toBeLessThan(200_000)
})

test('runs whose folders end alike are told apart by the whole path', async () => {
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus.text)
  const runs = ['monday/run', 'tuesday/run', 'other'].map((name) => join(folder, name))
  for (const run of runs)
    await runHere(['eval', bundle, '--agent', 'nop', '--variant', 'clean', '--quiet', '-o', run])
  const path = join(folder, 'report.html')
  expect((await runHere(['report', ...runs, '-o', path])).code).toBe(0)
  const [, packed = ''] = /id="index">([^<]+)</.exec(readFileSync(path, 'utf8')) ?? []
  const index = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'))
  expect(index.runs.map(({ name }: { name: string }) => name)).toEqual([runs[0], runs[1], 'other'])
})
