import type { Workbench } from '../../src/author/prove/workbench.ts'
import type { Sandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { loadStripTypes } from '../../src/runtime/sandbox/strip-types.ts'
import { runner } from './sandbox.ts'

/** A workbench whose programs run in this process, and whose cache is gone with it. */
export function memoryBench(): Workbench & { runs(): number } {
  const kept = new Map<string, string>()
  let runs = 0
  // One engine serves one run at a time.
  let turn: Promise<unknown> = Promise.resolve()
  const run: Sandbox['run'] = (input) => {
    runs += 1
    const result = turn.then(() => runner.run(input))
    turn = result
    return result.then((ran) => ({ status: 'ran', result: ran }))
  }
  return {
    runs: () => runs,
    sandbox: {
      run,
      together: (work) => work(run),
      async strip(texts) {
        const strip = await loadStripTypes()
        return { status: 'ran', result: texts.map((text) => strip(text)) }
      },
    },
    sandboxIdentity: 'in this process',
    toolIdentity: null,
    native: null,
    attack: null,
    cache: {
      read: async (name) => kept.get(name) ?? null,
      write: async (name, text) => void kept.set(name, text),
    },
    status: () => undefined,
  }
}
