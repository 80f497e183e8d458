import { describe, expect, test } from 'vitest'
import type { Bundle } from '../../src/model/bundle.ts'
import { openBundle } from '../../src/runtime/bundle/open.ts'
import { compiledPair } from '../support/corpus.ts'
import { bundleWithConcepts } from '../support/strange-bundle.ts'
import { folderWithBundle, startServer } from './process.ts'

describe('a bundle whose hash is right but that holds a pattern which does not compile', () => {
  test.each([[[]], [['--workers', '2']]])('ends its server with a usage error (%j)', async (args) => {
    const text = await bundleWithConcepts((own) => ({ ...own, 'zzz/broken': ['(a'] }))
    const { ended, complaints } = await startServer(
      folderWithBundle(text),
      {},
      ...['--port', '0', '--unproved', ...args],
    )
    expect(await ended).toEqual({ code: 2, signal: null })
    const told = 'error: The bundle cannot be used: Concept zzz/broken, pattern `(a`: '
    expect(complaints()).toContain(told)
    expect(complaints()).toContain('hint: Compile the corpus again\n')
    expect(complaints()).not.toContain('another one is started')
  })
})

test('a concept that an item asks for and the bundle does not have is told when it is opened', async () => {
  const { private: secret } = JSON.parse((await compiledPair()).text) as Bundle
  const asked = Object.values(secret.tasks)[0]?.items[0]?.evidence.all[0]?.[0] ?? ''
  const text = await bundleWithConcepts(({ [asked]: _, ...others }) => others)
  expect(openBundle(text)).toEqual({
    status: 'refused',
    reason: `Concept ${asked} is missing`,
    hint: 'Compile the corpus again',
  })
})
