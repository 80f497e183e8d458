export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly offset: number }

/** Deeper values than this come from nobody who means well. */
const MAX_DEPTH = 64

/** JSON from a stranger: never throws, and refuses what is nested too deeply to be walked safely. */
export function parseJson(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text)
    return isDeeperThan(value, MAX_DEPTH)
      ? { ok: false, message: `Nested deeper than ${MAX_DEPTH} levels`, offset: 0 }
      : { ok: true, value }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, message, offset: Number(/position (\d+)/.exec(message)?.[1] ?? 0) }
  }
}

/** Level by level, because a recursive walk is what a deep value is meant to break. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let layer = [value]
  for (let depth = 0; layer.length > 0; depth += 1) {
    if (depth > levels) return true
    layer = layer.flatMap((entry) =>
      typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
    )
  }
  return false
}
