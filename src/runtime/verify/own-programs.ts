import type { Row, ServedFile } from '../bundle/opened.ts'
import type { Program } from '../sandbox/program.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { languageOf } from './languages.ts'

const linked = new WeakMap<readonly ServedFile[], Promise<Program>>()

/** A program of the bundle's own, made once. */
export function ownProgram(sandbox: Sandbox, row: Row, files: readonly ServedFile[]): Promise<Program> {
  const known = linked.get(files)
  if (known) return known
  const made = languageOf(row)
    .link(sandbox, row, files)
    .then((result) => {
      if (!result.ok) throw new Error(`${row.task.id}: ${result.path} does not load: ${result.fault.message}`)
      return result.program
    })
  linked.set(files, made)
  made.catch(() => linked.delete(files))
  return made
}
