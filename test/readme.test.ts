import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blocksIn, typedAgain } from './support/console.ts'
import { folderWithTasks, temporaryFolder } from './support/folder.ts'

test('what the README shows is what its commands print (UPDATE=1 rewrites it)', () => {
  const readme = readFileSync('README.md', 'utf8')
  const cwd = folderWithTasks()
  cpSync('docs/tour', join(cwd, 'docs/tour'), { recursive: true })
  const typed = typedAgain(readme, cwd)
  expect(blocksIn(readme)).toBe(7)
  if (process.env.UPDATE) writeFileSync('README.md', typed)
  else expect(readme).toBe(typed)
})

test('who follows docs/first-task.md sees what it shows, and ends with a bundle (UPDATE=1 rewrites it)', () => {
  const page = readFileSync('docs/first-task.md', 'utf8')
  const cwd = temporaryFolder()
  const typed = typedAgain(page, cwd)
  expect(blocksIn(page)).toBe(10)
  const { proof } = JSON.parse(readFileSync(join(cwd, 'corpus.json'), 'utf8'))
  expect(proof.tasks['rain-report']).toMatchObject({ witnessed: 1, cases: 4 })
  if (process.env.UPDATE) writeFileSync('docs/first-task.md', typed)
  else expect(page).toBe(typed)
})
