export function ensureYamlServer(): Promise<{ readonly path: string } | { readonly missing: string }>
