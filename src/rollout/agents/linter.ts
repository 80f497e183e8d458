import { type Finding, MAX_RANGE_LINES } from '../../model/finding.ts'
import { findKind } from '../../model/kinds/kinds.ts'
import { limits } from '../../model/limits.ts'
import type { ServedFile } from '../../runtime/bundle/opened.ts'
import type { Linter } from '../linters/linter.ts'
import { linters, packagesOf } from '../linters/linters.ts'
import type { Agent } from './agent.ts'
import { submitting } from './oracle.ts'

export const linter: Agent = {
  name: 'linter',
  summary:
    'Reports what a linter says, as far as its rules mean a kind: ESLint with plugins for TypeScript, ruff for Python.',
  needs: packagesOf,
  async start({ files, task }) {
    const { findings } = reviewOf(await linterOf(task.language), files)
    return submitting(findings.slice(0, limits.findings))
  },
}

/** A linter takes a second to load: once a process. */
const opened = new Map<string, Promise<Linter>>()

export function linterOf(language: string): Promise<Linter> {
  const found = opened.get(language) ?? linters[language]?.open()
  if (!found) throw new Error(`There is no linter for ${language}`)
  opened.set(language, found)
  return found
}

/** What a linter says of some files, and the review that follows from it: each kind once a place. */
export function reviewOf({ lint, kinds }: Linter, files: readonly ServedFile[]) {
  const messages = lint(files).map((message) => ({ ...message, kind: kinds.kindOf(message.rule) }))
  const findings = new Map<string, Finding>()
  for (const { file, lines, kind, rule, message } of messages)
    if (kind !== null) {
      const key = [file, lines[0], kind].join(' ')
      if (!findings.has(key)) findings.set(key, findingOf(file, lines, kind, rule, message))
    }
  return { messages, findings: [...findings.values()] }
}

function findingOf(
  file: string,
  [first, last]: readonly [number, number],
  kind: string,
  rule: string,
  message: string,
): Finding {
  return {
    file,
    range: [first, Math.min(last, first + MAX_RANGE_LINES - 1)],
    kind,
    severity: findKind(kind)?.category === 'security' ? 'high' : 'medium',
    title: rule.slice(0, 120),
    message: `${rule}: ${message}`.padEnd(30, '.').slice(0, 800),
  }
}
