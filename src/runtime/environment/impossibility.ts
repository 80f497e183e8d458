import { closest } from '../../core/suggestion.ts'
import type { Action } from '../../model/action.ts'
import type { Finding } from '../../model/finding.ts'
import type { Ledger } from '../../model/ledger.ts'
import { limits } from '../../model/limits.ts'
import type { Row } from '../bundle/opened.ts'
import { applyPatch } from '../verify/apply-patch.ts'
import { verifiedLanguages } from '../verify/languages.ts'

/** What an episode has seen so far. */
interface Played {
  readonly row: Row
  readonly submitted: readonly Finding[]
  readonly ledger: Ledger
  /** How often what the agent wanted run broke the sandbox. */
  readonly breaks: number
}

/** What breaks the sandbox is not counted, so it must not be free for ever: each time tells something. */
const MOST_BREAKS = 3

/** Whether an action brings something to be run. */
export function asksForRunning(action: Action): boolean {
  if (action.operation === 'submit_findings') return action.findings.some(({ witness }) => witness)
  return action.operation === 'submit_patch'
}

/** Why a well-formed action cannot be carried out now, or null when it can. */
export function impossibility(played: Played, action: Action): string | null {
  const { row, submitted, ledger, breaks } = played
  if (asksForRunning(action) && !verifiedLanguages.has(row.task.language))
    return `Witnesses and patches are not run for tasks in ${row.task.language}: findings without a witness are taken`
  if (breaks >= MOST_BREAKS && asksForRunning(action))
    return `Nothing more is run in this episode: running broke ${breaks} times; findings without a witness are still taken`
  switch (action.operation) {
    case 'finalize':
      return null
    case 'request_hint':
      return ledger.filter(({ entry }) => entry === 'hint').length < limits.hints
        ? null
        : `All ${limits.hints} hints are taken`
    case 'submit_patch': {
      const taken = ledger.filter(({ entry }) => entry === 'patch').length
      if (taken >= limits.patches) return `All ${limits.patches} patches are submitted`
      const patched = applyPatch(row.files, action.patch)
      return patched.ok ? null : patched.problem
    }
    case 'submit_findings': {
      const left = limits.findings - submitted.length
      if (action.findings.length > left)
        return `An episode takes ${limits.findings} findings: ${left} left, ${action.findings.length} submitted; none was taken`
      return placeProblems(row, action.findings)
    }
  }
}

/** All at once: each reply takes a step. */
function placeProblems(row: Row, findings: readonly Finding[]): string | null {
  const problems = findings.flatMap((finding, index) => {
    const problem = placeProblem(row, finding)
    return problem === null ? [] : `findings[${index}]: ${problem}; `
  })
  return problems.length === 0 ? null : `${problems.join('')}none was taken`
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
