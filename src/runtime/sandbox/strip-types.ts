/** Why a text is not TypeScript that only needs its types taken away, and where. */
export interface StripFault {
  readonly message: string
  /** Offset in the text, as far as the stripper's end. */
  readonly start: number
  readonly end: number
}

export type Stripped =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly fault: StripFault }

export type StripTypes = (code: string) => Stripped

/**
 * The one stripper of author and runtime: types become blanks, so that every character keeps its place. Loaded on
 * first use; it is no compiler, and what is not erasable (enums, namespaces, parameter properties) is a fault.
 */
export async function loadStripTypes(): Promise<StripTypes> {
  const { default: swc } = await import('@swc/wasm-typescript')
  return (code) => {
    try {
      const stripped = swc.transformSync(code, {
        mode: 'strip-only',
        module: true,
        deprecatedTsModuleAsError: true,
      })
      return { ok: true, code: stripped.code }
    } catch (thrown) {
      return { ok: false, fault: readFault(code, thrown) }
    }
  }
}

function readFault(code: string, thrown: unknown): StripFault {
  if (typeof thrown !== 'object' || thrown === null || !('startLine' in thrown) || !('message' in thrown))
    throw thrown
  const place = thrown as unknown as Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>
  return {
    message: String(thrown.message),
    start: offsetOf(code, place.startLine, place.startColumn),
    end: offsetOf(code, place.endLine, place.endColumn),
  }
}

/** Lines from 1, columns from 0 in code points. */
function offsetOf(code: string, line: number, column: number): number {
  let start = 0
  for (let passed = 1; passed < line; passed += 1) {
    const next = code.indexOf('\n', start)
    if (next === -1) return code.length
    start = next + 1
  }
  return Math.min(code.length, start + [...code.slice(start)].slice(0, column).join('').length)
}
