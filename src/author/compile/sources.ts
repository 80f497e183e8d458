import type { Source } from '../../core/source.ts'
import { decode } from './decode.ts'
import type { TaskFileContent } from './file-content.ts'

/** The files by path, each read into text when it is first asked for: the same source every time. */
export function sourcesOf(files: readonly TaskFileContent[]): (path: string) => Source {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const read = new Map<string, Source>()
  return (path) => {
    const known = read.get(path)
    if (known) return known
    const file = byPath.get(path)
    const source = file && 'bytes' in file ? textOf(file) : null
    if (!source) throw new Error(`No text of ${path}`)
    read.set(path, source)
    return source
  }
}

/** The text of a file as its diagnostics know it, be it UTF-8 or not. */
function textOf(file: { readonly path: string; readonly bytes: Uint8Array }): Source | null {
  const { value, diagnostics } = decode(file.path, file.bytes)
  return value ?? diagnostics[0]?.span?.source ?? null
}
