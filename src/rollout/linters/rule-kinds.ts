/** Rules of a linter by the kind of defect that each means. Several kinds may be near; the table has the nearest. */
export interface RuleTable {
  /** Names of rules, separated by blanks. */
  readonly kinds: Readonly<Record<string, string>>
  /** Rules that are on too and mean none of our kinds: style, dead code, types, other people's frameworks. */
  readonly none: string
}

export interface RuleKinds {
  /** Every rule that is on. */
  readonly rules: readonly string[]
  /** The kind that a rule means, or null. */
  kindOf(rule: string): string | null
}

/** A table as it is looked up. */
export function readRuleTable({ kinds, none }: RuleTable): RuleKinds {
  const byRule = new Map<string, string | null>()
  const add = (rules: string, kind: string | null) => {
    for (const rule of rules.trim().split(/\s+/)) {
      if (byRule.has(rule)) throw new Error(`The rule ${rule} is in the table twice`)
      byRule.set(rule, kind)
    }
  }
  for (const [kind, rules] of Object.entries(kinds)) add(rules, kind)
  add(none, null)
  return { rules: [...byRule.keys()].sort(), kindOf: (rule) => byRule.get(rule) ?? null }
}
