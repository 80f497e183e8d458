/** Compiles tasks/ unless their bundle is there; answers its path. */
export function ensureCompiled(): Promise<string>

/** One hash for all that dist/ is made from. */
export function sourceHash(): Promise<string>
