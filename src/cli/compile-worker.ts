import { parentPort } from 'node:worker_threads'
import { bundleOf } from '../author/compile/bundle-pieces.ts'
import type { ProvedCorpus } from '../author/compile/compile.ts'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import { SoundCorpus } from '../author/compile/sound-corpus.ts'
import { type CorpusChange, WatchedCorpus } from '../author/compile/watched-corpus.ts'
import type { Workbench } from '../author/prove/workbench.ts'
import { ownThread } from '../runtime/sandbox/processor-time.ts'
import type { CompileJob } from './compiler.ts'
import { createRealHost } from './real-host.ts'
import { withWorkbench } from './workbench.ts'

const corpus = new WatchedCorpus()
const files = new Map<string, TaskFileContent>()

/** The thread's side: one change of the task files at a time. */
parentPort?.on('message', async ({ change, worker, python }: CompileJob) => {
  const sandboxFiles = {
    worker: new URL(worker),
    python: () => ({ ...python, child: new URL(python.child), package: new URL(python.package) }),
  }
  const host = createRealHost({ sandboxFiles, webFolder: '' })
  parentPort?.postMessage(await withWorkbench(host, (bench) => prove(change, bench)))
})
parentPort?.postMessage(ownThread())

async function prove(change: CorpusChange, bench: Workbench): Promise<ProvedCorpus> {
  for (const path of change.gone) files.delete(path)
  for (const file of change.changed) files.set(file.path, file)
  const { bundle: packed, summaries, diagnostics, isKept } = await corpus.update(change, { bench })
  const bundle = packed && bundleOf(packed)
  if (bundle && !isKept && diagnostics.length === 0) {
    const { config } = change
    const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
    await new SoundCorpus(config ? [config, ...sorted] : sorted, bench).write({ summaries, bundle })
  }
  return { bundle, summaries, diagnostics }
}
