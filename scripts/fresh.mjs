// What is installed and built already, so that `npm start` and `npm test` do no work twice. Node's own modules only.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { manifestText } from './manifest.mjs'

const INSTALLED = 'node_modules/.reviewgym-installed'

/** Installs the packages of package-lock.json unless they are there. */
export async function ensureInstalled() {
  const wanted = await hashOf(['package-lock.json'])
  if ((await readOr(INSTALLED)) === wanted || (await isInstalledByHand())) return
  console.error('Installing packages …')
  runOrExit('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  await writeFile(INSTALLED, wanted)
}

/** Whether npm has noted that it installed just what package-lock.json names; what is optional may be for other machines. */
async function isInstalledByHand() {
  const noted = await readOr('node_modules/.package-lock.json')
  if (noted === null) return false
  const found = JSON.parse(noted).packages
  const { '': _, ...named } = JSON.parse(await readFile('package-lock.json', 'utf8')).packages
  const wanted = Object.entries(named).filter(([path, { optional }]) => !optional || found[path])
  return isDeepStrictEqual(found, Object.fromEntries(wanted))
}

/** Builds dist/ unless it is that of the present sources. */
export async function ensureBuilt() {
  if ((await readOr('dist/.sources')) === (await sourceHash())) return
  console.error('Building …')
  runOrExit(process.execPath, ['scripts/build.mjs'])
}

/** Compiles tasks/ unless their bundle is there; answers its path. Nobody waits for cheaters here: `npm run check` lets them play. */
export async function ensureCompiled() {
  const [bundle, stamp] = ['.reviewgym/tasks.json', '.reviewgym/tasks.sources']
  const wanted = await hashOf(['dist/.sources', ...(await filesBelow('tasks'))])
  if ((await readOr(stamp)) === wanted && existsSync(bundle)) return bundle
  runOrExit(process.execPath, ['dist/cli.js', 'compile', '--no-attacks', '--output', bundle])
  await writeFile(stamp, wanted)
  return bundle
}

/** One hash for all that dist/ is made from. */
export async function sourceHash() {
  const scripts = ['build', 'manifest', 'strip-types-wasm', 'typescript-library', 'typescript-parser'].map(
    (name) => `scripts/${name}.mjs`,
  )
  const files = await hashOf(['package-lock.json', ...scripts, ...(await filesBelow('src'))])
  return createHash('sha256')
    .update(files)
    .update(await manifestText())
    .digest('hex')
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Runs a command in the foreground; a failure is this process's failure. */
export function runOrExit(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (error) console.error(`${command} could not be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

async function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(await readFile(path))
      .update('\0')
  return hash.digest('hex')
}

async function readOr(path) {
  return existsSync(path) ? readFile(path, 'utf8') : null
}
