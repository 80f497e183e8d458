import { parentPort } from 'node:worker_threads'
import { ownThread } from './processor-time.ts'
import { loadStripTypes } from './strip-types.ts'

/**
 * Takes the types away from texts of strangers. A text that is nested too deep breaks the stripper for good: this
 * worker then ends, and nothing else does.
 */
const strip = await loadStripTypes()

parentPort?.on('message', (texts: readonly string[]) => {
  parentPort?.postMessage(texts.map(strip))
})
parentPort?.postMessage(ownThread())
