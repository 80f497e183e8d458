import type { WireAction } from '../../../model/action.ts'
import type { Observation } from '../../../model/observation.ts'
import type { Row } from '../../../runtime/bundle/opened.ts'
import { oracle } from '../../agents/oracle.ts'

/** All that the oracle does on a row, as long as nothing of it is refused. */
export function perfectActions(row: Row): readonly WireAction[] {
  const play = oracle.start(row, 0)
  const actions: WireAction[] = []
  let [findings, patches]: [readonly unknown[], readonly unknown[]] = [[], []]
  while (actions.at(-1)?.operation !== 'finalize') {
    // The oracle looks at nothing else.
    const action = play({ findings, patches } as unknown as Observation)
    actions.push(action)
    findings = [...findings, ...(action.findings ?? [])]
    patches = [...patches, ...(action.patch ? [action.patch] : [])]
  }
  return actions
}
