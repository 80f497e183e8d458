/** One line of JSON. Half a surrogate pair, which JSON can spell and no encoding of Unicode can hold, becomes U+FFFD. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value)
  const isWhole = !/\\ud[89a-f]/.test(text)
  return `${isWhole ? text : JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? mended(one) : one))}\n`
}

function mended(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD')
}
