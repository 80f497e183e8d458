import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { version } from '../src/core/version.ts'
import { runCli } from './support/cli.ts'
import { folderWithTasks } from './support/folder.ts'

const TASK = readdirSync('tasks', { recursive: true, encoding: 'utf8' }).find((path) =>
  path.endsWith('order-search.yaml'),
)

/** A folder with one task of the corpus, a part of its text replaced. */
function folderWithTask(from: string, to: string): string {
  const folder = folderWithTasks()
  const text = readFileSync(`tasks/${TASK}`, 'utf8')
  expect(text).toContain(from)
  writeFileSync(
    join(folder, 'order-search.yaml'),
    text.replace(from, () => to),
  )
  return folder
}

describe('prove', () => {
  test('shows which fix mends which cases', () => {
    const { code, stdout, stderr } = runCli(['prove', `tasks/${TASK}`], folderWithTasks())
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`order-search: 6 tests hold on 16 variants
item                   kind                              cases  fix 1  fix 2  fix 3  fix 4
1 trail-of-any-shop    insecure-direct-object-reference      3  3/3    ·      ·      ·
2 page-skips-imported  pagination-error                      3  ·      3/3    ·      ·
3 last-day-missing     off-by-one                            3  ·      ·      3/3    ·
4 any-failure-is-404   over-broad-catch                      3  ·      ·      ·      3/3

1 task proved
`)
  })

  test('says the same to machines', () => {
    const { code, stdout } = runCli(['prove', `tasks/${TASK}`, '--json'], folderWithTasks())
    expect(code).toBe(0)
    const { format, tasks, diagnostics } = JSON.parse(stdout)
    expect({ format, diagnostics }).toEqual({ format: 'reviewgym-prove/1', diagnostics: [] })
    expect(tasks).toHaveLength(1)
    expect(tasks[0]).toMatchObject({ task: 'order-search', tests: 6, testsHold: 6 })
    expect(tasks[0].items[0]).toEqual({
      id: 'trail-of-any-shop',
      kind: 'insecure-direct-object-reference',
      cases: 3,
      flips: {
        'trail-of-any-shop': 3,
        'page-skips-imported': 0,
        'last-day-missing': 0,
        'any-failure-is-404': 0,
      },
      hold: 3,
    })
  })
})

describe('a task that does not hold', () => {
  test('is not compiled, and the place and both outcomes are shown', () => {
    const folder = folderWithTask(
      'replace: "sql: \'(o.placed_at, o.id) < (?, ?)\'"',
      'replace: "sql: \'(o.placed_at, o.id) <= (?, ?)\'"',
    )
    const { code, stdout } = runCli(
      ['compile', '--no-attacks', 'order-search.yaml', '-o', 'out.json'],
      folder,
    )
    expect(code).toBe(1)
    expect(stdout).toMatch(/^order-search\.yaml:\d+:\d+ error prove\//m)
    expect(readdirSync(folder)).not.toContain('out.json')
  })
})

test('what is kept of a compilation is never given for another one', () => {
  const folder = folderWithTasks()
  const path = join(folder, 'tasks', TASK ?? '')
  const text = readFileSync(path, 'utf8')
  const compile = () => {
    const { code } = runCli(['compile', '--no-attacks', `tasks/${TASK}`, '-o', 'out.json'], folder)
    return { code, bundle: readFileSync(join(folder, 'out.json'), 'utf8') }
  }
  const first = compile()
  expect(compile()).toEqual(first)
  writeFileSync(path, text.replace(/^title: .*$/m, 'title: Another title'))
  const second = compile()
  expect(JSON.parse(second.bundle).public.tasks[0].title).toBe('Another title')
  writeFileSync(path, text)
  expect(compile()).toEqual(first)
  writeFileSync(path, text.replace('kind: off-by-one', 'kind: off-by-two'))
  expect(compile().code).toBe(1)
})

describe('a bundle', () => {
  test('says by what its tasks were proved', () => {
    const folder = folderWithTasks()
    runCli(['compile', '--no-attacks', `tasks/${TASK}`, '-o', 'corpus.json'], folder)
    const { proof, attacks } = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8'))
    expect(proof).toEqual({
      version,
      sandbox: expect.any(String),
      limits: { fuel: 1000, jobs: 500_000 },
      tasks: { 'order-search': { variants: 16, witnessed: 4, cases: 12, tests: 6 } },
    })
    expect(attacks).toBe(null)
  })

  test('that was not proved says so, and is served only when that is asked for', () => {
    const folder = folderWithTasks({ isCold: true })
    const compiled = runCli(['compile', '--no-prove', '-o', 'corpus.json'], folder)
    expect(compiled.stdout).toMatch(/^\d+ tasks, \d+ rows, not proved, sha256/)
    expect(JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8')).proof).toBe(null)
    const { code, stderr } = runCli(['serve', 'corpus.json'], folder)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: This bundle was not proved: nothing has shown that its defects are real\nhint: Compile it without `--no-prove`, or take it as it is with `--unproved`\n',
    })
    const run = runCli(['eval', 'corpus.json', '--agent', 'nop', '-o', 'run'], folder)
    expect(run.stdout).toContain('The bundle was not proved: see `reviewgym prove`')
    expect(JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8')).proved).toBe(false)
  })
})
