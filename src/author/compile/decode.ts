import { diagnosticAt } from '../../core/diagnostic.ts'
import { failed, type Outcome, outcome } from '../../core/outcome.ts'
import { type Source, spanOf } from '../../core/source.ts'

/** The text of a file without its byte order mark, or where it stops being UTF-8. */
export function decode(path: string, bytes: Uint8Array): Outcome<Source> {
  try {
    return outcome({ path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }, [])
  } catch {
    const readable = readablePrefix(bytes)
    const source = { path, text: `${readable}\uFFFD` }
    return failed(
      diagnosticAt(
        'yaml/not-utf8',
        spanOf(source, readable.length, readable.length + 1),
        'From here on the file is not UTF-8',
        { hint: 'Save it as UTF-8' },
      ),
    )
  }
}

/** The longest beginning that is UTF-8, found by halving. */
function readablePrefix(bytes: Uint8Array): string {
  const isReadable = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
      return true
    } catch {
      return false
    }
  }
  let [good, bad] = [0, bytes.length]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isReadable(middle)) good = middle
    else bad = middle
  }
  return new TextDecoder().decode(bytes.subarray(0, good), { stream: true })
}
