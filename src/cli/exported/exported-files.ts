import { join } from 'node:path'
import type { Built } from '../real-host.ts'

/** Where an exported environment has its bundle, and what runs it. */
export interface ExportedFiles {
  readonly bundle: string
  readonly built: Built
}

/** Everything lies in or beside the folder of the program that was started. */
export function exportedFiles({ url, dirname }: ImportMeta): ExportedFiles {
  return {
    bundle: join(dirname, '../bundle.json'),
    built: {
      sandboxFiles: {
        worker: new URL('sandbox-worker.js', url),
        python: () => ({
          child: new URL('python-child.cjs', url),
          package: new URL('pyodide/', url),
          kept: null,
        }),
      },
      webFolder: join(dirname, 'web'),
    },
  }
}
