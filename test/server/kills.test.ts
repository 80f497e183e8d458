import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killAtRandom } from '../../scripts/kills.mjs'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'

test('whenever a server is killed, every episode whose end was heard is on disk and replays to its score', async () => {
  const folder = temporaryFolder()
  const [bundle, record] = [join(folder, 'corpus.json'), join(folder, 'record')]
  writeFileSync(bundle, (await compiledPair()).text)
  mkdirSync(record)
  const { episodes, wrong } = await killAtRandom({ bundle, record, kills: 5 })
  expect(wrong).toEqual([])
  expect(episodes).toBeGreaterThan(0)
})
