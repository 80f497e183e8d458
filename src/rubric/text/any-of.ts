/** One expression for several of which any will do: a text is searched once for all. They have no flags. */
export function anyOf(expressions: readonly RegExp[]): RegExp {
  return new RegExp(expressions.map(({ source }) => `(?:${source})`).join('|'))
}
