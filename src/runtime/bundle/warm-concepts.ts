import type { OpenBundle } from './opened.ts'

/** Compiles a bundle's patterns one concept at a time, between visitors, so that no first finding waits for all of them. */
export async function warmConcepts({ tasks }: OpenBundle): Promise<void> {
  const [[row] = []] = tasks.values()
  for (const { patterns } of row?.rubric.concepts.values() ?? [])
    if (patterns.length > 0) await new Promise((resume) => setImmediate(resume))
}
