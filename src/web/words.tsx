/** A text whose words between backticks are code. */
export function withCode(text: string) {
  return text
    .split('`')
    .map((part, index, { length }) =>
      index % 2 === 1 && index < length - 1 ? <code key={index}>{part}</code> : part,
    )
}

/** A number with what is counted, in words. */
export function counted(number: number, one: string, more = `${one}s`): string {
  return `${number} ${number === 1 ? one : more}`
}
