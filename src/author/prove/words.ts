const LONGEST = 200

/** `expected` as the author states it: for notes. */
export function stated(key: string, outcomes: readonly unknown[]): string {
  return `Stated as \`${key}\`: ${shown(outcomes)}`
}

/** What calls gave: for the end of a sentence. */
export function happened(
  cell: { readonly status: string; readonly outcomes?: readonly unknown[] } | null | undefined,
): string {
  return cell?.status === 'ran' ? `they give ${shown(cell.outcomes ?? [])}` : 'they come to no end'
}

function shown(outcomes: readonly unknown[]): string {
  const text = JSON.stringify(outcomes)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text
}

/** `a`, `b` and 3 more. */
export function listed(names: readonly string[]): string {
  const quoted = names.slice(0, 3).map((name) => `\`${name}\``)
  const rest = names.length - quoted.length
  return rest > 0 ? `${quoted.join(', ')} and ${rest} more` : quoted.join(', ')
}
