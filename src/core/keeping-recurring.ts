/**
 * The same function; what it answered for a text that has come twice is not made again, for at most so many. Of most texts
 * that strangers write there is no second one: to keep what is made of each takes longer than to make some of it twice, and
 * what is kept would be forgotten each time that there are too many. Nothing grows for ever.
 */
export function keepingRecurring<Result>(
  most: number,
  make: (text: string) => Result,
): (text: string) => Result {
  const kept = new Map<string, Result>()
  const madeOnce = new Set<string>()
  return (text) => {
    const before = kept.get(text)
    if (before !== undefined) return before
    const result = make(text)
    if (madeOnce.delete(text)) {
      if (kept.size >= most) kept.clear()
      kept.set(text, result)
    } else {
      if (madeOnce.size >= most) madeOnce.clear()
      madeOnce.add(text)
    }
    return result
  }
}
