import { parentPort } from 'node:worker_threads'
import { proveCorpus } from '../author/compile/compile.ts'
import { lintingChanged } from '../author/compile/lint-corpus.ts'
import { ownThread } from '../runtime/sandbox/processor-time.ts'
import type { CompileJob } from './compiler.ts'
import { createRealHost } from './real-host.ts'
import { withWorkbench } from './workbench.ts'

const lint = lintingChanged()

/** The thread's side: one state of the task files at a time. */
parentPort?.on('message', async ({ files, config, worker, python }: CompileJob) => {
  const sandboxFiles = {
    worker: new URL(worker),
    python: () => ({ ...python, child: new URL(python.child), package: new URL(python.package) }),
  }
  const host = createRealHost({ sandboxFiles, webFolder: '' })
  parentPort?.postMessage(await withWorkbench(host, (bench) => proveCorpus(files, bench, config, lint)))
})
parentPort?.postMessage(ownThread())
