import { parseJson } from '../core/parse-json.ts'
import type { HeldOut } from '../rollout/attack/held-out.ts'
import { type Host, UsageError } from './host.ts'
import { reasonOf } from './read-corpus.ts'

/** The true findings among the labelled ones of a file. */
export async function readHeldOutAt(path: string, host: Host): Promise<readonly HeldOut[]> {
  const { readHeldOut } = await import('../rollout/attack/held-out.ts')
  const { describeFault, formatPath } = await import('../model/fault.ts')
  const parsed = parseJson(await textAt(path, host))
  if (!parsed.ok) throw new UsageError(`\`${path}\` is not JSON`, 'Write a list of labelled findings')
  const read = readHeldOut(parsed.value)
  if (read.ok) return read.findings
  const [fault] = read.faults
  const detail = fault ? `: ${formatPath(fault.path, 'findings')}: ${describeFault(fault)}` : ''
  throw new UsageError(
    `\`${path}\` is no list of labelled findings${detail}`,
    'Each has `task`, `item`, `truth` (`explains` when it is right) and `finding`',
  )
}

async function textAt(path: string, host: Host): Promise<string> {
  try {
    return new TextDecoder().decode(await host.readFile(path))
  } catch (cause) {
    throw new UsageError(`\`${path}\` cannot be read (${reasonOf(cause)})`)
  }
}
