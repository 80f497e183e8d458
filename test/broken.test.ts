import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'

/**
 * Each entry of the folder is one thing that an author can do wrong; beside it stands what `compile` says about it.
 * Those called `sound-…` look wrong and are right.
 */
const FOLDER = resolve('test/fixtures/broken')
const CLI = resolve('dist/cli.js')

const entries = await readdir(FOLDER)
const inputs = entries.filter((name) => !name.endsWith('.txt')).sort()
const broken = inputs.filter((name) => !name.startsWith('sound-'))
const output = await mkdtemp(join(tmpdir(), 'broken-'))
afterAll(() => rm(output, { recursive: true }))

interface Answer {
  readonly text: string
  readonly code: number
}

/** Two processes at a time: each keeps a core busy. */
const answers = new Map<string, Promise<Answer>>()
for (const [index, name] of inputs.entries()) {
  const lane = answers.get(inputs[index - 2] ?? '') ?? Promise.resolve()
  answers.set(
    name,
    lane.then(() => compile(name)),
  )
}

function compile(name: string): Promise<Answer> {
  const bundle = join(output, `${name}.json`)
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [CLI, 'compile', '--quiet', '--output', bundle, name],
      { cwd: FOLDER },
      (_, stdout, stderr) => done({ text: `${stdout}${stderr}`, code: child.exitCode ?? -1 }),
    )
  })
}

async function answerTo(name: string): Promise<Answer> {
  return (await answers.get(name)) ?? { text: 'never run', code: -1 }
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

test('every expected answer belongs to an input', () => {
  const pictures = entries.filter((name) => name.endsWith('.txt'))
  expect(pictures).toEqual(inputs.map((name) => `${name.replace(/\.yaml$/, '')}.txt`).sort())
})
