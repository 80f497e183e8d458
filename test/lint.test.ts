import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { corpusRules, rules } from '../src/author/lint/rules.ts'
import { formatPretty } from '../src/report/pretty.ts'
import { plain } from '../src/report/style.ts'

/**
 * For each rule a folder: under `valid/` tasks that are sound, under `invalid/` tasks about which the rule has something
 * to say and no other rule has, with a picture of what authors see. A folder in place of a file is a corpus.
 */
const FOLDER = 'test/fixtures/lint'

/** What is shown in place of a fixture that would need twenty tasks: see lint-corpora.test.ts. */
const WITHOUT_FIXTURES: ReadonlySet<string> = new Set(['no-common-word'])

function cases(rule: string, sort: 'valid' | 'invalid'): readonly string[] {
  return readdirSync(join(FOLDER, rule, sort))
    .filter((name) => !/^\.|\.txt$/.test(name))
    .sort()
}

async function run(rule: string, sort: 'valid' | 'invalid', name: string) {
  const at = join(FOLDER, rule, sort, name)
  const files = statSync(at).isDirectory()
    ? readdirSync(at)
        .sort()
        .map((file) => join(at, file))
    : [at]
  const { diagnostics } = await lintCorpus(
    files.map((file) => ({
      path: file.replaceAll('\\', '/').slice(`${FOLDER}/${rule}/${sort}/`.length),
      bytes: readFileSync(file),
    })),
  )
  return diagnostics
}

test('every rule has its fixtures, and nothing else has', () => {
  const wanted = rules.map(({ name }) => name).filter((name) => !WITHOUT_FIXTURES.has(name))
  expect(readdirSync(FOLDER).sort()).toEqual(wanted.toSorted())
})

describe.each(readdirSync(FOLDER))('%s', (rule) => {
  test.each(cases(rule, 'valid'))('is silent on %s', async (name) => {
    expect(await run(rule, 'valid', name)).toEqual([])
  })

  test.each(cases(rule, 'invalid'))('reports %s and nothing else does', async (name) => {
    const found = await run(rule, 'invalid', name)
    expect([...new Set(found.map(({ code }) => code))]).toEqual([`lint/${rule}`])
    const text = `${found.map((one) => formatPretty(one, plain)).join('\n\n')}\n`
    const picture = join(FOLDER, rule, 'invalid', `${name.replace(/\.yaml$/, '')}.txt`)
    await expect(text).toMatchFileSnapshot(resolve(picture))
  })

  test('has a picture for each report and none besides', () => {
    const pictures = readdirSync(join(FOLDER, rule, 'invalid')).filter((name) => name.endsWith('.txt'))
    expect(pictures.sort()).toEqual(
      cases(rule, 'invalid')
        .map((name) => `${name.replace(/\.yaml$/, '')}.txt`)
        .sort(),
    )
  })
})

test('a rule’s name begins with what it wants', () => {
  for (const { name, summary } of rules) {
    expect(name).toMatch(/^(?:no|require)(?:-[a-z]+)+$/)
    expect(summary).toMatch(/^[A-Z].*\.$/)
  }
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
  expect(corpusRules.length).toBeGreaterThan(0)
})

test('outcomes that are still to be filled in hide nothing of what the rules say', async () => {
  const path = join(FOLDER, 'no-any/invalid/argument-and-comment.yaml')
  const text = readFileSync(path, 'utf8').replace(/^ +actual: \[900\]\n/m, '')
  const { tasks, diagnostics } = await lintCorpus([{ path, bytes: new TextEncoder().encode(text) }])
  expect(tasks).toEqual([])
  expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
    new Set(['check/outcome-missing', 'lint/no-any']),
  )
})
