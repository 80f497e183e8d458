import type { WireAction } from '../../model/action.ts'
import { findingShape } from '../../model/finding.ts'
import { limits } from '../../model/limits.ts'
import { patchShape } from '../../model/patch.ts'
import { list, object, type Shape } from '../../model/shape.ts'

const parameters: Readonly<Record<WireAction['operation'], Shape>> = {
  submit_findings: object('Findings to submit.', {
    findings: list('One to six findings.', findingShape, { minItems: 1, maxItems: limits.batch }),
  }),
  request_hint: object('Nothing is needed.', {}),
  submit_patch: object('A patch to submit.', { patch: patchShape }),
  finalize: object('Nothing is needed.', {}),
}

const words: Readonly<Record<WireAction['operation'], string>> = {
  submit_findings: 'Report defects that you have found in the code.',
  request_hint: 'Reveal the next hint. It costs some of the score.',
  submit_patch: 'Mend the code. It counts for defects that you have reported.',
  finalize: 'End the review. Call it once, when all is reported.',
}

/** The operations of an episode as tools of the chat completions protocol. */
export const tools = Object.entries(parameters).map(([name, shape]) => ({
  type: 'function' as const,
  function: { name, description: words[name as WireAction['operation']], parameters: shape },
}))

/** The same as one JSON Schema of an action, for models that have no tools. */
export const actionSchemas: Readonly<Record<string, Shape>> = parameters
