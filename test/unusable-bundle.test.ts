import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Bundle } from '../src/model/bundle.ts'
import { runCli } from './support/cli.ts'
import { compiledPair } from './support/corpus.ts'
import { temporaryFolder } from './support/folder.ts'
import { bundleWithConcepts } from './support/strange-bundle.ts'

const HEAD = 'sql-injection'
const TOLD = `error: The bundle cannot be used: Concept ${HEAD}, pattern \`(a\`: \`(a\` is not a lower-case word, with \`*\` for a prefix
hint: Compile the corpus again
`
const finding = {
  file: 'src/orders.ts',
  range: [1, 2],
  kind: 'sql-injection',
  severity: 'high',
  title: 'The search term becomes part of the statement',
  message: 'A crafted search term changes the query, because it is concatenated into the SQL text.',
  confidence: 1,
}

/** A folder with the broken bundle, a review, and a run of the sound bundle that says it was of the broken one. */
async function folderWithRun(): Promise<string> {
  const folder = temporaryFolder()
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
  const sound = (await compiledPair()).text
  const broken = await bundleWithConcepts((own) => ({ ...own, [HEAD]: ['(a'] }))
  write('sound.json', sound)
  write('broken.json', broken)
  write('review.json', JSON.stringify([finding]))
  runCli(['eval', 'sound.json', '--agent', 'oracle', '--task', 'order-search', '-o', 'run'], folder)
  const hashOf = (text: string) => (JSON.parse(text) as Bundle).sha256
  const played = readFileSync(join(folder, 'run/trajectories.jsonl'), 'utf8')
  write('run/trajectories.jsonl', played.replaceAll(hashOf(sound), hashOf(broken)))
  return folder
}

test('a bundle whose hash is right but that holds a pattern which does not compile is a usage error of every command that needs it', async () => {
  const folder = await folderWithRun()
  for (const words of [
    'grade broken.json review.json --task order-search',
    'eval broken.json --agent oracle -o another-run',
    'attack broken.json --task order-search --no-cache',
    'export openenv broken.json --unproved',
    'replay run --bundle broken.json',
    'regrade run --bundle broken.json',
  ])
    expect(runCli(words.split(' '), folder), words).toEqual({ code: 2, stdout: '', stderr: TOLD })
})
