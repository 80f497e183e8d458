import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { serve } from '../server/serving.ts'
import { improvingModel, openChatServer } from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runAt } from '../support/run-folder.ts'

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledPair()
})

test('a model plays against a server as it does in this process, and the record replays', async () => {
  const env = await serve(corpus.bundle)
  onTestFinished(() => env.close())
  const model = await openChatServer(improvingModel(corpus.bundle))
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus.text)
  const play = async (name: string, address: Record<string, string>) => {
    const args = ['eval', bundle, '--model', 'improving', '--base-url', model.url, '--task', 'order-search']
    const run = join(folder, name)
    const { code, stderr } = await runHere([...args, '--quiet', '-o', run], { env: address })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return run
  }
  const [near, far] = [await play('near', {}), await play('far', { ENV_BASE_URL: env.url })]
  const [inside, outside] = [(await runAt(near)).results, (await runAt(far)).results]
  const told = ({ rollouts }: typeof inside) => rollouts.map(({ identity: _, ...rollout }) => rollout)
  expect(told(outside)).toEqual(told(inside))
  expect(outside.steps).toEqual(inside.steps)
  expect(inside.all.found.recall).toBe(1)
  expect(outside.all.found).toMatchObject({ items: 0, recall: null, precision: null })
  expect((await runHere(['replay', far])).stdout).toBe('6 episodes replayed, 0 differences, 0 not playable\n')
})

test('a server that is not there, or plays something else, is no fault of the model', async () => {
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus.text)
  const reasons = async (url: string, run: string) => {
    const args = ['eval', bundle, '--agent', 'nop', '--task', 'order-search', '--variant', 'clean', '--quiet']
    expect((await runHere([...args, '--env-url', url, '-o', join(folder, run)])).code).toBe(0)
    const { all, reasons: counted } = (await runAt(join(folder, run))).results
    expect(all.outcomes).toMatchObject({ requested: 1, unscored: 1 })
    return Object.keys(counted)
  }
  expect((await reasons('http://127.0.0.1:9', 'gone'))[0]).toMatch(/^The server cannot be reached: /)
  const other = JSON.parse(corpus.text.replaceAll('export interface Cursor', 'export interface Cursors'))
  const env = await serve({
    ...corpus.bundle,
    tasks: (await import('../../src/runtime/bundle/opened.ts')).indexBundle(other).tasks,
  })
  onTestFinished(() => env.close())
  expect(await reasons(env.url, 'other')).toEqual([
    'The server plays another bundle than the one that was named',
  ])
})
