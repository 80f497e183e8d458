/** The same function; what it answered last, for at most so many arguments that `keyOf` tells apart, is not made again. */
export function keepingLast<Arguments extends readonly unknown[], Result>(
  most: number,
  make: (...all: Arguments) => Result,
  keyOf: (...all: Arguments) => string,
): (...all: Arguments) => Result {
  const kept = new Map<string, { readonly result: Result }>()
  return (...all) => {
    const key = keyOf(...all)
    const found = kept.get(key) ?? { result: make(...all) }
    kept.delete(key)
    kept.set(key, found)
    const [oldest = key] = kept.keys()
    if (kept.size > most) kept.delete(oldest)
    return found.result
  }
}
