export function ensurePython(): Promise<{ readonly path: string } | { readonly missing: string }>
