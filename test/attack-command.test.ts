import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from './support/cli.ts'
import { folderWithTasks, temporaryFolder } from './support/folder.ts'

const SMALL = ['--task', 'order-search', '--exploit', 'silence', 'shotgun', '--seeds', '2']

test('prints a line for each setting, the margin and the verdict, and the same again from what it kept', () => {
  const folder = folderWithTasks()
  const first = runCli(['attack', ...SMALL], folder)
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout).toMatch(/^exploit {2}rows +profile +level +delivery +mean +± +max +bound +verdict/)
  expect(first.stdout).toMatch(
    /\nsilence {2}defective {2}strict +any +any +0\.000 +0\.000 +0\.000 +0\.000 +holds/,
  )
  expect(first.stdout).toMatch(
    /half of the items earns 0\.\d+ under `strict` \(items in their authors’ words\)/,
  )
  expect(first.stdout).toMatch(/Every bound holds: 1 tasks, 6 figures\n$/)
  const kept = () =>
    readdirSync(join(folder, '.reviewgym/cache/attacks')).filter((name) => /-[0-9a-f]{8}\.json$/.test(name))
  expect(kept()).toEqual([expect.stringMatching(/^order-search-/)])
  expect(runCli(['attack', ...SMALL], folder).stdout).toBe(first.stdout)
})

test('says as JSON what it says in words', () => {
  const { code, stdout } = runCli(['attack', ...SMALL, '--json'], folderWithTasks())
  const { format, margin, corpus, tasks, breaches } = JSON.parse(stdout)
  expect({ code, format, breaches }).toEqual({ code: 0, format: 'reviewgym-attack/1', breaches: [] })
  expect(corpus).toHaveLength(6)
  expect(tasks).toHaveLength(1)
  expect(margin.texts).toEqual({ held_out: 0, accepts: 4 })
})

test.each([
  [['--exploit', 'shotgunn'], 'There is no exploit `shotgunn`\nhint: Did you mean `shotgun`?'],
  [['--task', 'order-serch'], 'There is no task `order-serch`\nhint: Did you mean `order-search`?'],
  [['--seeds', '0'], 'The number of the seeds is `0`'],
  [['--held-out', 'nothing.json'], '`nothing.json` cannot be read (ENOENT)'],
])('refuses %j with what to do', (args, message) => {
  const folder = args[0] === '--task' ? folderWithTasks() : temporaryFolder()
  const { code, stderr } = runCli(['attack', ...args], folder)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
})
