import type { OpenBundle } from './opened.ts'

/**
 * Compiles a bundle's patterns one concept at a time, between visitors, so that no first finding waits for all of them,
 * and looks at what is left of it. Rejects at what is wrong: a pattern that does not compile, with its concept, or what
 * opening it whole would have told; what has that in a rubric cannot be graded.
 */
export async function warmBundle(bundle: OpenBundle): Promise<void> {
  await bundle.readRest()
  const [[row] = []] = bundle.tasks.values()
  for (const { patterns } of row?.rubric.concepts.values() ?? [])
    if (patterns.length > 0) await new Promise((resume) => setImmediate(resume))
}
