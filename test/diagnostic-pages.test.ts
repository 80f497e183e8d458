import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileCorpus } from '../src/author/compile/compile.ts'
import { emitBundle } from '../src/author/compile/emit.ts'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { diagnosticCodes } from '../src/author/diagnostic-codes.ts'
import { proveAttacks } from '../src/author/prove/attacks.ts'
import { codes } from '../src/core/codes.ts'
import { type AttackJob, playJob } from '../src/rollout/attack/job.ts'
import { memoryBench } from './support/workbench.ts'

/**
 * Each page shows lines of `task.yaml` as they are, which is good, and as they are reported, which is bad; or it names a
 * fixture. What only running shows, and what takes a whole corpus, is told in words.
 */
const FOLDER = 'docs/diagnostics'
const TASK = readFileSync(`${FOLDER}/task.yaml`, 'utf8')

const pages = diagnosticCodes.map((code) => {
  const text = readFileSync(`${FOLDER}/${code}.md`, 'utf8')
  const block = (sort: string) =>
    new RegExp(`^\`\`\`yaml ${sort}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1] ?? null
  const [, fixture = null] = /\[`(test\/fixtures\/[^`]+)`\]/.exec(text) ?? []
  return { code, text, good: block('good'), bad: block('bad'), fixture }
})

async function codesIn(text: string): Promise<readonly string[]> {
  const files = [{ path: 'task.yaml', bytes: new TextEncoder().encode(text) }]
  const { diagnostics } = await lintCorpus(files)
  const found = diagnostics.length > 0 ? diagnostics : (await compileCorpus(files)).diagnostics
  return [...new Set(found.map((one) => one.code))]
}

test('there is a page for each code and none besides', () => {
  const found = readdirSync(FOLDER, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md'))
  expect(found.sort()).toEqual(diagnosticCodes.map((code) => `${code}.md`).toSorted())
})

test('each listed code is printed somewhere', () => {
  const sources = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'codes.ts')
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .join('\n')
  expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([])
})

test('the task of the pages is sound', async () => {
  expect(await codesIn(TASK)).toEqual([])
})

describe('what is bad is reported, and nothing else', () => {
  const known = pages.filter(({ code, bad }) => bad !== null && code !== 'prove/attack')
  test.each(known)('$code', async ({ code, good, bad }) => {
    expect(TASK.split(good ?? '')).toHaveLength(2)
    expect(await codesIn(TASK.replace(good ?? '', () => bad ?? ''))).toEqual([code])
  })
})

test('what pays a cheater is reported, and what is good pays none', async () => {
  const page = pages.find(({ code }) => code === 'prove/attack')
  const codesUnderAttack = async (text: string) => {
    const { tasks, diagnostics } = await lintCorpus([
      { path: 'task.yaml', bytes: new TextEncoder().encode(text) },
    ])
    const attack = (job: AttackJob) =>
      playJob({ ...job, attack: job.attack && { ...job.attack, exploits: ['hollow-claims'] } })
    const attacked = await proveAttacks(tasks, emitBundle(tasks, null), { ...memoryBench(), attack })
    return [...diagnostics, ...attacked.diagnostics].map(({ code }) => code)
  }
  expect(TASK.split(page?.good ?? '')).toHaveLength(2)
  expect(await codesUnderAttack(TASK)).toEqual([])
  expect(await codesUnderAttack(TASK.replace(page?.good ?? '', () => page?.bad ?? ''))).toEqual([
    'prove/attack',
  ])
})

test('a fixture that a page names has the code in its picture', () => {
  for (const { code, fixture } of pages.filter((page) => page.fixture !== null)) {
    expect(existsSync(fixture ?? '')).toBe(true)
    const picture = `${fixture?.replace(/\.yaml$/, '')}.txt`
    expect(readFileSync(picture, 'utf8')).toMatch(new RegExp(` (?:error|warning) ${code}$`, 'm'))
  }
})

test('only what running or a whole corpus shows goes without an example', () => {
  const without = pages.filter(({ bad, fixture }) => bad === null && fixture === null)
  expect(without.map(({ code }) => code).filter((code) => !code.startsWith('prove/'))).toEqual([
    'lint/no-common-word',
  ])
})
