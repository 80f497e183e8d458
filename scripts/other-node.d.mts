export function ensureOtherNode(): Promise<{ readonly path: string } | { readonly missing: string }>

export function ensureNode(wanted: string): Promise<{ readonly path: string } | { readonly missing: string }>
