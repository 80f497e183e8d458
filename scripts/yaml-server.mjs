// The language server that editors use for YAML, in a folder of its own: only one test needs it. Node's own modules only.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'

const RELEASE = '1.19.2'

/** The path of yaml-language-server, installed at the first call; or why there is none. */
export async function ensureYamlServer() {
  const folder = resolve('node_modules/.cache/reviewgym', `yaml-language-server-${RELEASE}`)
  const path = join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server')
  const stamp = join(folder, 'complete')
  if (existsSync(stamp)) return { path }
  console.error(`Installing yaml-language-server ${RELEASE} …`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"private": true}')
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', `yaml-language-server@${RELEASE}`],
    { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
  )
  if (status !== 0 || !existsSync(path))
    return { missing: `npm cannot install yaml-language-server@${RELEASE}: ${stderr.trim().slice(-2000)}` }
  await writeFile(stamp, '')
  return { path }
}
