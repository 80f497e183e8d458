import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const CACHE = '.reviewgym/cache'

/** A folder of this test's own, gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reviewgym-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * The same with a copy of the repository's `tasks/` in it, and of what is known from proving them unless the folder is
 * to be cold.
 */
export function folderWithTasks({ isCold = false } = {}): string {
  const folder = temporaryFolder()
  cpSync('tasks', join(folder, 'tasks'), { recursive: true })
  if (!isCold && existsSync(CACHE)) cpSync(CACHE, join(folder, CACHE), { recursive: true })
  return folder
}
