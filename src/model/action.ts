import type { Fault } from './fault.ts'
import { type Finding, findingShape, plainFindingShape } from './finding.ts'
import { limits } from './limits.ts'
import { type Patch, patchShape } from './patch.ts'
import {
  type Infer,
  json,
  list,
  nothing,
  nullable,
  object,
  optional,
  record,
  type Shape,
  word,
} from './shape.ts'
import { witnessFault } from './witness.ts'

export const operations = ['submit_findings', 'request_hint', 'submit_patch', 'finalize'] as const

/** One move of the agent, as it stands on the wire: flat, so that typed clients may send the keys they do not use as null. */
export const actionShape = moveOf(findingShape, nullable(patchShape))

/**
 * Moves with neither a witness nor a patch, which have unions: coercion tries their branches one after the other, and
 * may change what is right as it is. Here it changes nothing that is right.
 */
export const plainActionShape = moveOf(plainFindingShape, nothing('No patch.'))

function moveOf<F extends Shape, P extends Shape>(finding: F, patch: P) {
  return object('One move of the agent.', {
    operation: word(
      '`submit_findings` reports issues, `request_hint` reveals the next hint at a price, `submit_patch` mends the program, `finalize` ends the episode.',
      operations,
    ),
    findings: optional(
      nullable(
        list(`For \`submit_findings\`: one to ${limits.batch} findings.`, finding, {
          minItems: 1,
          maxItems: limits.batch,
        }),
      ),
    ),
    patch: optional(patch),
    metadata: optional(
      nullable(
        record(
          'Notes of the client. Of these only `request_id` is read: an action sent again under the same one is answered as the first time, and not played again.',
          json('Anything.'),
        ),
      ),
    ),
  })
}

export type WireAction = Infer<typeof actionShape>

/** One move of the agent, once it is known to make sense. */
export type Action =
  | { readonly operation: 'submit_findings'; readonly findings: readonly Finding[] }
  | { readonly operation: 'request_hint' }
  | { readonly operation: 'submit_patch'; readonly patch: Patch }
  | { readonly operation: 'finalize' }

/** All that keeps a wire action from making sense. */
interface Senseless {
  readonly faults: readonly Fault[]
}

/** The move that a wire action stands for, or all that keeps it from being one. */
export function decodeAction(wire: WireAction): Action | Senseless {
  const { operation, findings, patch } = wire
  if (findings && operation !== 'submit_findings') return superfluous('findings', findings, operation)
  if (patch && operation !== 'submit_patch') return superfluous('patch', patch, operation)
  switch (operation) {
    case 'submit_findings': {
      if (!findings) return missing('findings', wire)
      const faults = findings.flatMap(findingFaults)
      return faults.length > 0 ? { faults } : { operation, findings }
    }
    case 'submit_patch': {
      if (!patch) return missing('patch', wire)
      const fault = patchFault(patch)
      return fault ? { faults: [fault] } : { operation, patch }
    }
    case 'request_hint':
    case 'finalize':
      return { operation }
  }
}

function missing(key: string, input: WireAction): Senseless {
  return { faults: [{ path: [], input, kind: 'missing-key', key }] }
}

function superfluous(key: string, input: unknown, operation: string): Senseless {
  const own = { submit_findings: ['findings'], submit_patch: ['patch'] }[operation] ?? []
  const known = ['operation', ...own, 'metadata']
  return { faults: [{ path: [], input, kind: 'unknown-key', key, known }] }
}

function findingFaults({ range, witness }: Finding, index: number): readonly Fault[] {
  const path = ['findings', index]
  const faults: Fault[] = []
  if (range[1] < range[0])
    faults.push({
      path: [...path, 'range'],
      input: range,
      kind: 'refused',
      message: 'Last line is before the first',
    })
  const fault = witness ? witnessFault(witness) : null
  if (fault) faults.push({ ...fault, path: [...path, 'witness', ...fault.path] })
  return faults
}

function patchFault(patch: Patch): Fault | null {
  const refused = (path: readonly (string | number)[], message: string): Fault => ({
    path: ['patch', ...path],
    input: null,
    kind: 'refused',
    message,
  })
  const { files, edits } = patch
  if (!files && !edits) return refused([], 'A patch has `files` or `edits`')
  const paths = (files ?? []).map(({ path }) => path)
  const repeated = paths.findIndex((path, index) => paths.indexOf(path) !== index)
  if (repeated !== -1) return refused(['files', repeated, 'path'], `\`${paths[repeated]}\` is there twice`)
  const edited = (edits ?? []).findIndex(({ path }) => paths.includes(path))
  return edited === -1
    ? null
    : refused(['edits', edited, 'path'], `\`${edits?.[edited]?.path}\` is given whole in \`files\``)
}
