import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of this test's own, gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reviewgym-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The same with a copy of the repository's `tasks/` in it. */
export function folderWithTasks(): string {
  const folder = temporaryFolder()
  cpSync('tasks', join(folder, 'tasks'), { recursive: true })
  return folder
}
