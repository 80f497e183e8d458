export function ensurePython(list?: string): Promise<{ readonly path: string } | { readonly missing: string }>
