import { createHash } from 'node:crypto'
import type { TaskFileContent } from './file-content.ts'

/** One hash for what these files hold and for `about`, whatever else a result hangs on; null where a file cannot be read. */
export function contentKey(about: string, files: readonly TaskFileContent[]): string | null {
  const hash = createHash('sha256').update(about)
  for (const file of files) {
    if (!('bytes' in file)) return null
    hash.update(`\0${file.path}\0${file.bytes.length}\0`).update(file.bytes)
  }
  return hash.digest('hex')
}

/** One hash for what a file holds, or why it cannot be read, and for `about`. */
export function fileKey(about: string, file: TaskFileContent): string {
  const content = 'bytes' in file ? file.bytes : `unreadable ${file.unreadable}`
  return createHash('sha256').update(`${about}\0${file.path}\0`).update(content).digest('hex')
}
