import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensurePython } from '../../scripts/python.mjs'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runIn } from '../support/in-folder.ts'

const python = await ensurePython('test/python/manifests-requirements.txt')
if ('missing' in python && process.env.CI) throw new Error(python.missing)

/** A word of each file whose slip must be found, so that a file that is not looked at fails too. */
const words = {
  'compose.yaml': 'cap_drop',
  'kubernetes/autoscaler.yaml': 'scaleDown',
  'kubernetes/deployment.yaml': 'readinessProbe',
  'kubernetes/disruption-budget.yaml': 'maxUnavailable',
  'kubernetes/service.yaml': 'sessionAffinityConfig',
}

test.skipIf('missing' in python)('the manifests of an export keep to the official schemas', async () => {
  if ('missing' in python) return
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'pair.json'), (await compiledPair()).text)
  const line = ['export', 'openenv', 'pair.json', '-o', 'pair_env', '--name', 'pair_env', '--unproved']
  expect(await runIn(folder, line)).toMatchObject({ code: 0, stderr: '' })
  const args = ['test/python/manifests.py', join(folder, 'pair_env'), JSON.stringify(words)]
  const judged = JSON.parse(execFileSync(python.path, args, { encoding: 'utf8' }))
  expect(judged).toEqual(
    Object.fromEntries(
      Object.entries(words).map(([name, word]) => [name, [null, expect.stringContaining(`${word}x`)]]),
    ),
  )
})
