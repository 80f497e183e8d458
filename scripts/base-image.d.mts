export function ensureBaseImage(): Promise<{ readonly image: string } | { readonly missing: string }>
