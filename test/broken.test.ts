import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCli } from './support/cli.ts'
import { runIn } from './support/in-folder.ts'

/**
 * Each entry of the folder is one thing that an author can do wrong; beside it stands what `compile` says about it.
 * Those called `sound-…` look wrong and are right.
 */
const FOLDER = resolve('test/fixtures/broken')

const entries = await readdir(FOLDER)
const inputs = entries.filter((name) => !/^\.|\.txt$/.test(name)).sort()
const broken = inputs.filter((name) => !name.startsWith('sound-'))
const output = await mkdtemp(join(tmpdir(), 'broken-'))
afterAll(() => rm(output, { recursive: true }))

interface Answer {
  readonly text: string
  readonly code: number | null
}

const answers = new Map<string, Promise<Answer>>()

function answerTo(name: string): Promise<Answer> {
  const known = answers.get(name) ?? compile(name)
  answers.set(name, known)
  return known
}

/** What the command line answers, in this process: to start one for each input takes minutes. */
async function compile(name: string): Promise<Answer> {
  const { stdout, stderr, code } = await runIn(FOLDER, argsFor(name))
  return { text: `${stdout}${stderr}`, code }
}

function argsFor(name: string): readonly string[] {
  return ['compile', '--no-attacks', '--quiet', '--output', join(output, `${name}.json`), name]
}

test.each(inputs)('says about %s what is expected', async (name) => {
  const { text, code } = await answerTo(name)
  const picture = join(FOLDER, `${name.replace(/\.yaml$/, '')}.txt`)
  await expect(`$ reviewgym compile ${name}\n${text}exit ${code}\n`).toMatchFileSnapshot(picture)
})

test.each(broken)('refuses %s and names a place', async (name) => {
  const { text, code } = await answerTo(name)
  expect(code).toBe(1)
  const place = name === 'folder.yaml' ? 'folder\\.yaml' : `${name}(?:/[\\w-]+\\.yaml)?:\\d+:\\d+`
  expect(text).toMatch(new RegExp(`^${place} error [a-z]+/[a-z0-9-]+$`, 'm'))
  expect(text).not.toMatch(/^ {4}at |file:\/\/|node_modules/m)
  expect(text).not.toContain(resolve('.'))
})

test('a process says the same and ends with the same code', async () => {
  for (const name of ['unknown-key.yaml', 'sound-special-values.yaml']) {
    const { code, stdout, stderr } = runCli(argsFor(name), FOLDER)
    expect({ text: `${stdout}${stderr}`, code }).toEqual(await answerTo(name))
  }
})

test('every expected answer belongs to an input', () => {
  const pictures = entries.filter((name) => name.endsWith('.txt'))
  expect(pictures).toEqual(inputs.map((name) => `${name.replace(/\.yaml$/, '')}.txt`).sort())
})
