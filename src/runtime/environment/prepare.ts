import type { Action } from '../../model/action.ts'
import { nothingRan, type Verdicts } from '../../model/verdict.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { judgePatch } from '../verify/patch.ts'
import { RunFailure } from '../verify/programs.ts'
import { proveFindings } from '../verify/witness.ts'
import { type Episode, needsRunning } from './episode.ts'

/** Why an action could not be judged: nothing of it counts, and it can be sent again. */
export interface Failure {
  readonly failed: string
  /** Whether what was run may itself have brought it about. */
  readonly isOwn: boolean
  /** What whoever runs the sandbox has to mend; null where that is nothing. Not for agents. */
  readonly trouble: string | null
}

/** How long running is waited for. */
export interface Patience {
  /** After so many milliseconds it is given up. Left out: after as many as it takes, so that how busy a machine is changes nothing; each run has its own end. */
  readonly deadline?: number
  /** Aborted when nobody waits any more. */
  readonly cancel?: AbortSignal
}

/**
 * Runs what an action asks to be run, so that the step itself can stay a function of values. Never throws for what
 * runs, only for a bug of ours.
 */
export async function prepareTurn(
  sandbox: Sandbox,
  episode: Episode,
  action: Action,
  { deadline, cancel }: Patience = {},
): Promise<Verdicts | Failure> {
  if (!needsRunning(episode, action)) return nothingRan
  const over = new AbortController()
  const stop = () => over.abort()
  cancel?.addEventListener('abort', stop)
  if (cancel?.aborted) stop()
  const timer = deadline === undefined ? undefined : setTimeout(stop, deadline)
  try {
    return await Promise.race([runAction(sandbox, episode, action, over.signal), givenUp(over.signal)])
  } catch (thrown) {
    if (!(thrown instanceof RunFailure)) throw thrown
    const { reason, message } = thrown
    const trouble = reason === 'start' ? message : null
    return { failed: reasons[reason], isOwn: reason === 'wall' || reason === 'crash', trouble }
  } finally {
    clearTimeout(timer)
    cancel?.removeEventListener('abort', stop)
    stop()
  }
}

const reasons: Readonly<Record<RunFailure['reason'], string>> = {
  busy: 'There was no time to run this: nothing of it counts, send it again',
  start: 'What runs this does not start here: nothing of it counts',
  wall: 'Running this took too long, twice: nothing of it counts',
  crash: 'Running this broke the sandbox, twice: nothing of it counts',
}

async function runAction(
  sandbox: Sandbox,
  { row }: Episode,
  action: Action,
  cancel: AbortSignal,
): Promise<Verdicts> {
  switch (action.operation) {
    case 'submit_findings': {
      const proofs = await proveFindings(sandbox, row, action.findings, cancel)
      return { witnesses: proofs.map((items) => [...items]), patch: null }
    }
    case 'submit_patch':
      return { witnesses: [], patch: await judgePatch(sandbox, row, action.patch, cancel) }
    case 'request_hint':
    case 'finalize':
      return nothingRan
  }
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new RunFailure('busy', 'It was given up'))
    if (signal.aborted) give()
    else signal.addEventListener('abort', give)
  })
}
