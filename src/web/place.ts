/** What the address of the page names: a task as `#order-search` or `#order-search/3`, everything else below `#/`. */
export type Place =
  | { readonly at: 'tasks' }
  | { readonly at: 'task'; readonly task: string; readonly row: number | null }
  | { readonly at: 'author'; readonly task: string | null }
  | { readonly at: 'runs' }
  | { readonly at: 'episode'; readonly number: number }
  | { readonly at: 'comparison'; readonly numbers: readonly [number, number] }

export function placeOf(hash: string): Place {
  const text = hash.replace(/^#/, '')
  if (text.startsWith('/')) return sectionOf(text.slice(1).split('/'))
  const [task = '', row] = text.split('/').map(decoded)
  if (task === '') return { at: 'tasks' }
  return { at: 'task', task, row: numberOf(row) }
}

function sectionOf([name, ...parts]: readonly string[]): Place {
  if (name === 'author') return { at: 'author', task: parts[0] ? decoded(parts[0]) : null }
  if (name !== 'runs') return { at: 'tasks' }
  const [one, other] = [numberOf(parts[0]), numberOf(parts[1])]
  if (one === null) return { at: 'runs' }
  return other === null ? { at: 'episode', number: one } : { at: 'comparison', numbers: [one, other] }
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
