import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readTaskWithoutOutcomes } from '../src/author/compile/read-task.ts'
import { corpusStats } from '../src/author/compile/stats.ts'
import type { Task } from '../src/author/task/task.ts'
import { formatStats } from '../src/report/stats.ts'

/** A template under another id, split and difficulty. */
async function taskLike(template: string, changes: Readonly<Record<string, string>>): Promise<Task> {
  let text = readFileSync(`templates/${template}.yaml`, 'utf8')
  for (const [key, value] of Object.entries(changes))
    text = text.replace(new RegExp(`^${key}: .*$`, 'm'), `${key}: ${value}`)
  const { value } = await readTaskWithoutOutcomes({
    path: 'task.yaml',
    bytes: new TextEncoder().encode(text),
  })
  if (!value) throw new Error(`${template} is no task`)
  return value
}

test('stats count what there is, name the same thing told twice, and say what is missing', async () => {
  const tasks = await Promise.all([
    taskLike('web-handler.typescript', { id: 'notes' }),
    taskLike('web-handler.typescript', { id: 'notes-again', split: 'eval', difficulty: 'hard' }),
    taskLike('cli.python', { id: 'labels' }),
  ])
  const stats = corpusStats(tasks)
  expect(stats).toMatchObject({
    tasks: 3,
    items: 3,
    clean_rows: 0,
    by_language: { typescript: 2, python: 1 },
    by_split: { train: 2, eval: 1 },
    by_difficulty: { easy: 2, medium: 0, hard: 1 },
    by_severity: { critical: 2, high: 0, medium: 1, low: 0 },
    by_kind: { 'missing-validation': 1, 'sql-injection': 2 },
    difficulty_in_split: { train: { easy: 2, medium: 0, hard: 0 }, eval: { easy: 0, medium: 0, hard: 1 } },
    category_in_language: { typescript: { security: 2 }, python: { security: 0 } },
  })
  expect(stats.by_category).toMatchObject({ security: 2, privacy: 0 })
  expect(stats.duplicates.map(({ task }) => task)).toEqual(['notes-again'])
  expect(stats.missing).toEqual(
    expect.arrayContaining([
      'no item of severity low',
      'no item of the category privacy',
      'no medium task of the split eval',
      'no item of the category security in python',
    ]),
  )
  expect(corpusStats([...tasks].reverse())).toEqual(stats)
  const text = formatStats(stats)
  expect(text).toContain('3 tasks, 3 items')
  expect(text).toMatch(/^hard +0 +1$/m)
  expect(text).toContain('sql-injection ×2')
})
