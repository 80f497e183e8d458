/** Compiles tasks/ unless their bundle is there; answers its path. */
export function ensureCompiled(): Promise<string>
