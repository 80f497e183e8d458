// A Python with the packages of a list of requirements, in an environment of its own. Node's own modules only.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { oneAtATime } from './one-at-a-time.mjs'

const OLDEST = [3, 10]
/** Registries fail a look-up now and then. */
const PAUSES_S = [5, 15, 45, null]

/**
 * The path of an interpreter that has the requirements, made at the first call; or why there is none.
 * An environment that was left half made has no stamp, and is made anew. `alone` is a package of which only its own files
 * are wanted: what it depends on, and which Python it asks for, is passed over.
 */
export async function ensurePython(list = 'test/python/requirements.txt', { alone = '' } = {}) {
  const python = await findPython()
  if ('missing' in python) return python
  const requirements = await readFile(list, 'utf8')
  const key = createHash('sha256')
    .update(`${python.version}\0${requirements}${alone}`)
    .digest('hex')
    .slice(0, 16)
  const folder = resolve('node_modules/.cache/reviewgym', `python-${key}`)
  const path = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const stamp = join(folder, 'complete')
  const isThere = async () => existsSync(stamp) && (await run(path, '-c', '')).ok
  if (await isThere()) return { path }
  return oneAtATime(folder, async () => {
    if (await isThere()) return { path }
    console.error(`Installing ${requirements.trim().split('\n').join(', ')} for Python ${python.version} …`)
    await rm(folder, { recursive: true, force: true })
    const made = await run(python.path, '-m', 'venv', folder)
    if (!made.ok) return { missing: `Python cannot make an environment (python3-venv?): ${made.output}` }
    const bare = ['--no-deps', '--ignore-requires-python', alone]
    for (const what of [['-r', list], ...(alone === '' ? [] : [bare])]) {
      const installed = await install(path, what)
      if (!installed.ok) return { missing: `pip cannot install ${what.at(-1)}: ${installed.output}` }
    }
    await writeFile(stamp, '')
    return { path }
  })
}

async function install(path, what) {
  for (const pause of PAUSES_S) {
    const installed = await run(path, '-m', 'pip', 'install', '--quiet', ...what)
    if (installed.ok || pause === null) return installed
    console.error(`pip failed; again in ${pause} s …`)
    await wait(pause * 1000)
  }
}

async function findPython() {
  const others = []
  for (const path of ['python3', 'python']) {
    const { ok, output } = await run(path, '-c', 'import platform; print(platform.python_version())')
    if (!ok) continue
    const [major = 0, minor = 0] = output.split('.').map(Number)
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return { path, version: output }
    others.push(` (${path} is ${output})`)
  }
  return { missing: `There is no Python ${OLDEST.join('.')} or newer${others.join('')}` }
}

function run(command, ...args) {
  return new Promise((done) => {
    execFile(command, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      done({ ok: error === null, output: (stdout + stderr || error?.message || '').trim().slice(-2000) })
    })
  })
}
