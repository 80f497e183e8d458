/** What `grade --explain` shows of one finding: plain data, so that the report needs nothing of the grader. */
export interface ExplainedFinding {
  readonly index: number
  readonly class: string
  readonly about: string | null
  readonly quality: number
  readonly place: string
  readonly title: string
  readonly kind: string
  readonly lack: string | null
  readonly tried: readonly ExplainedItem[]
}

export interface ExplainedItem {
  readonly item: string
  readonly gates: readonly ExplainedGate[]
}

/** One gate: whether it is open, and why. */
export interface ExplainedGate {
  readonly name: string
  readonly isOpen: boolean
  readonly because: string
}

/** A finding's way through the gates, for people. */
export function formatExplanation({
  index,
  about,
  quality,
  place,
  title,
  kind,
  lack,
  tried,
  ...finding
}: ExplainedFinding): string {
  const head = `finding ${index}: ${finding.class}${about === null ? '' : ` ${about}`}, quality ${quality.toFixed(3)}`
  const lines = [head, `  ${place} ${kind} “${title}”`]
  if (lack !== null) lines.push(`  ✗ substance: ${lack}`)
  for (const { item, gates } of tried) {
    lines.push(`  against ${item}`)
    for (const gate of gates) lines.push(`    ${gate.isOpen ? '✓' : '✗'} ${gate.name}: ${gate.because}`)
  }
  return lines.join('\n')
}
