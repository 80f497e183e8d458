// The base of exported images, made here where no registry of images can be reached. Node's own modules only.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ensureNode } from './other-node.mjs'

const DOCKERFILE = 'src/rollout/export/openenv/skeleton/Dockerfile'
const NODE = '24.11.1'
const TOOLS = ['buildah', 'podman', 'runc', 'debootstrap']
/** What Node itself is linked with, beside the C library. */
const LIBRARIES = ['libgcc-s1', 'libstdc++6']

/** The image that the exported Dockerfile begins with, in this machine's own store; or why there is none. */
export async function ensureBaseImage() {
  const [, image = ''] = /^FROM (\S+)$/m.exec(readFileSync(DOCKERFILE, 'utf8')) ?? []
  const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error)
  if (missing.length > 0) return { missing: `There is no ${missing.join(', ')}` }
  if (process.getuid?.() !== 0) return { missing: 'Images are built by root only' }
  if (run('buildah', 'images', '--quiet', '--filter', `reference=${image}`) !== '') return { image }
  const node = await ensureNode(NODE)
  if ('missing' in node) return node
  console.error(`Making ${image} …`)
  const folder = mkdtempSync(join(tmpdir(), 'reviewgym-base-'))
  try {
    makeSystem(folder, node.path)
    const container = run('buildah', 'from', 'scratch')
    run('buildah', 'copy', '--quiet', container, folder, '/')
    run('buildah', 'commit', '--quiet', '--rm', container, image)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { image }
}

/** Debian's essential packages, unpacked but not set up, which is all that Node asks for. */
function makeSystem(folder, node) {
  run('debootstrap', '--foreign', '--variant=minbase', `--include=${LIBRARIES.join(',')}`, 'bookworm', folder)
  const archives = join(folder, 'var/cache/apt/archives')
  for (const name of readdirSync(archives).filter((file) =>
    LIBRARIES.some((library) => file.startsWith(`${library}_`)),
  ))
    run(
      'sh',
      '-c',
      'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --keep-directory-symlink',
      'sh',
      join(archives, name),
      folder,
    )
  for (const left of ['var/cache/apt/archives', 'var/lib/apt/lists', 'debootstrap', 'proc'])
    rmSync(join(folder, left), { recursive: true, force: true })
  mkdirSync(join(folder, 'proc'))
  copyFileSync(node, join(folder, 'usr/bin/node'))
}

function run(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${(stderr || stdout).slice(-2000)}`)
  return stdout.trim()
}
