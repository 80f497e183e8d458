import type { SnippetLanguage } from './language.ts'

/** Every snippet language; loaded only when a corpus has snippets in it. */
const loaders: Readonly<Record<string, () => Promise<SnippetLanguage>>> = {
  typescript: async () => (await import('./typescript/typescript.ts')).typescript,
  python: async () => (await import('./python/python.ts')).python,
}

export function loadLanguage(name: string): Promise<SnippetLanguage> {
  const load = loaders[name]
  if (!load) throw new Error(`The schema allows the language ${name}, and nobody speaks it`)
  return load()
}
