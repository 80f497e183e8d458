export function ensureOtherNode(): Promise<{ readonly path: string } | { readonly missing: string }>
