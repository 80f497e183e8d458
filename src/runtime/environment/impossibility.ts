import { closest } from '../../core/suggestion.ts'
import type { Action } from '../../model/action.ts'
import type { Finding } from '../../model/finding.ts'
import type { Ledger } from '../../model/ledger.ts'
import { limits } from '../../model/limits.ts'
import type { Row } from '../bundle/opened.ts'

/** What an episode has seen so far. */
interface Played {
  readonly row: Row
  readonly submitted: readonly Finding[]
  readonly ledger: Ledger
}

/** Why a well-formed action cannot be carried out now, or null when it can. */
export function impossibility({ row, submitted, ledger }: Played, action: Action): string | null {
  switch (action.operation) {
    case 'finalize':
      return null
    case 'request_hint':
      return ledger.filter(({ entry }) => entry === 'hint').length < limits.hints
        ? null
        : `All ${limits.hints} hints are taken`
    case 'submit_findings': {
      const left = limits.findings - submitted.length
      if (action.findings.length > left)
        return `An episode takes ${limits.findings} findings: ${left} left, ${action.findings.length} submitted; none was taken`
      return firstProblem(row, action.findings)
    }
  }
}

function firstProblem(row: Row, findings: readonly Finding[]): string | null {
  for (const [index, finding] of findings.entries()) {
    const problem = placeProblem(row, finding)
    if (problem !== null) return `findings[${index}]: ${problem}; none was taken`
  }
  return null
}

function placeProblem({ files }: Row, { file, range }: Finding): string | null {
  const served = files.find(({ path }) => path === file)
  if (!served) {
    const meant = closest(
      file,
      files.map(({ path }) => path),
    )
    return `There is no file \`${file}\`${meant === null ? '' : `; did you mean \`${meant}\`?`}`
  }
  if (range[1] > served.lineCount)
    return `\`${file}\` ends at line ${served.lineCount}, the range at ${range[1]}`
  return null
}
