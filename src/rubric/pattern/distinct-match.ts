/**
 * Whether every list can give one of its entries so that no two give the same: bipartite matching by augmenting paths
 * (Kuhn), because a greedy choice would miss some.
 */
export function distinctMatch(choices: readonly (readonly number[])[]): boolean {
  const owner = new Map<number, number>()
  const place = (list: number, tried: Set<number>): boolean =>
    (choices[list] ?? []).some((entry) => {
      if (tried.has(entry)) return false
      tried.add(entry)
      const rival = owner.get(entry)
      if (rival !== undefined && !place(rival, tried)) return false
      owner.set(entry, list)
      return true
    })
  return choices.every((_, list) => place(list, new Set()))
}
