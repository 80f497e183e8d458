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
