// The other end of the supported range of Node versions, in a folder of its own. Node's own modules only.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { oneAtATime } from './one-at-a-time.mjs'

const RELEASES = ['20.19.5', '24.11.1']
/** Registries fail a look-up now and then. */
const PAUSES_S = [5, 15, 45, null]

/** The path of a Node of another major version than this one, installed at the first call; or why there is none. */
export async function ensureOtherNode() {
  const major = (version) => version.split('.')[0]
  return ensureNode(
    RELEASES.find((release) => major(release) !== major(process.versions.node)) ?? RELEASES[0],
  )
}

/** The path of a Node of this version, installed at the first call; or why there is none. */
export async function ensureNode(wanted) {
  const folder = resolve('node_modules/.cache/reviewgym', `node-${wanted}`)
  const path = join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const stamp = join(folder, 'complete')
  if (existsSync(stamp)) return { path }
  return oneAtATime(folder, () => (existsSync(stamp) ? { path } : install(wanted, folder, path, stamp)))
}

async function install(wanted, folder, path, stamp) {
  console.error(`Installing Node ${wanted} …`)
  for (const pause of PAUSES_S) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{"private": true}')
    const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', `node@${wanted}`], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    if (status === 0 && existsSync(path)) break
    if (pause === null) return { missing: `npm cannot install node@${wanted}: ${stderr.trim().slice(-2000)}` }
    await wait(pause * 1000)
  }
  await writeFile(stamp, '')
  return { path }
}
