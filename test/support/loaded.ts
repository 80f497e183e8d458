import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'

const MARK = 'loaded: '

/** A hook that says what Node loads, whoever asks for it; it runs in a thread that has the error stream only. */
const hook = `
  import { writeSync } from 'node:fs'
  export async function load(url, context, next) {
    writeSync(2, ${JSON.stringify(MARK)} + url + '\\n')
    return next(url, context)
  }
`
const register = `
  import { register } from 'node:module'
  register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)})
`

/** Every module that a run of the built command line loads, as Node names it. */
export function loadedBy(args: readonly string[], cwd: string): readonly string[] {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(register)}`, resolve('dist/cli.js'), ...args],
    { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return stderr.split('\n').flatMap((line) => (line.startsWith(MARK) ? [line.slice(MARK.length)] : []))
}
