import type { Fault } from './fault.ts'
import { type Finding, findingShape } from './finding.ts'
import { limits } from './limits.ts'
import { type Infer, json, list, nullable, object, optional, record, word } from './shape.ts'

export const operations = ['submit_findings', 'request_hint', 'finalize'] as const

/** One move of the agent, as it stands on the wire: flat, so that typed clients may send the keys they do not use as null. */
export const actionShape = object('One move of the agent.', {
  operation: word(
    '`submit_findings` reports issues, `request_hint` reveals the next hint at a price, `finalize` ends the episode.',
    operations,
  ),
  findings: optional(
    nullable(
      list(`For \`submit_findings\`: one to ${limits.batch} findings.`, findingShape, {
        minItems: 1,
        maxItems: limits.batch,
      }),
    ),
  ),
  metadata: optional(nullable(record('Notes of the client; never read.', json('Anything.')))),
})

export type WireAction = Infer<typeof actionShape>

/** One move of the agent, once it is known to make sense. */
export type Action =
  | { readonly operation: 'submit_findings'; readonly findings: readonly Finding[] }
  | { readonly operation: 'request_hint' }
  | { readonly operation: 'finalize' }

/** The move that a wire action stands for, or what keeps it from being one. */
export function decodeAction(wire: WireAction): Action | Fault {
  const { operation, findings } = wire
  if (operation === 'submit_findings') {
    if (!findings) return { path: [], input: wire, kind: 'missing-key', key: 'findings' }
    const reversed = findings.findIndex(({ range: [first, last] }) => last < first)
    if (reversed === -1) return { operation, findings }
    const input = findings[reversed]?.range
    return {
      path: ['findings', reversed, 'range'],
      input,
      kind: 'refused',
      message: 'Last line is before the first',
    }
  }
  if (findings)
    return {
      path: [],
      input: findings,
      kind: 'unknown-key',
      key: 'findings',
      known: ['operation', 'metadata'],
    }
  return { operation }
}
