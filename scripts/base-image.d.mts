export type Ensured = { readonly image: string } | { readonly missing: string }
export function ensureBaseImage(): Promise<Ensured>
export function ensureWatcherImage(): Ensured
