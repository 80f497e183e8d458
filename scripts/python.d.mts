export function ensurePython(
  list?: string,
  options?: { readonly alone?: string },
): Promise<{ readonly path: string } | { readonly missing: string }>
