// The base of exported images, and what watches them, made here where no registry of images can be reached. Node's own modules only.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ensureNode } from './other-node.mjs'

const DOCKERFILE = 'src/rollout/export/openenv/skeleton/Dockerfile'
const NODE = '24.11.1'
const TOOLS = ['buildah', 'podman', 'runc', 'debootstrap', 'catatonit']
/** What Node itself is linked with, beside the C library. */
const LIBRARIES = ['libgcc-s1', 'libstdc++6']
/** A Python with its sockets and `urllib`. */
const PYTHON = ['python3.11-minimal', 'libpython3.11-minimal', 'libpython3.11-stdlib', 'libexpat1', 'libssl3']

/** The image that the exported Dockerfile begins with, in this machine's own store; or why there is none. */
export async function ensureBaseImage() {
  const [, image = ''] = /^FROM (\S+)$/m.exec(readFileSync(DOCKERFILE, 'utf8')) ?? []
  const why = whyNot()
  if (why) return { missing: why }
  if (isThere(image)) return { image }
  const node = await ensureNode(NODE)
  if ('missing' in node) return node
  makeImage(image, LIBRARIES, (system) => copyFileSync(node.path, join(system, 'usr/bin/node')))
  return { image }
}

/** An image with Python and nothing else, in the place of the one from which OpenEnv's validator watches a network. */
export function ensureWatcherImage() {
  const image = 'localhost/reviewgym-watcher'
  const why = whyNot()
  if (why) return { missing: why }
  if (!isThere(image))
    makeImage(image, PYTHON, (system) => symlinkSync('python3.11', join(system, 'usr/bin/python3')))
  return { image }
}

function whyNot() {
  const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error)
  if (missing.length > 0) return `There is no ${missing.join(', ')}`
  return process.getuid?.() === 0 ? null : 'Images are built by root only'
}

function isThere(image) {
  return run('buildah', 'images', '--quiet', '--filter', `reference=${image}`) !== ''
}

/** An image of Debian with these packages, to which something is done before it is kept. */
function makeImage(image, packages, finish) {
  console.error(`Making ${image} …`)
  const folder = mkdtempSync(join(tmpdir(), 'reviewgym-base-'))
  try {
    makeSystem(folder, packages)
    finish(folder)
    const container = run('buildah', 'from', 'scratch')
    run('buildah', 'copy', '--quiet', container, folder, '/')
    run('buildah', 'commit', '--quiet', '--rm', container, image)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Debian's essential packages and some more, unpacked but not set up, which is all that Node or Python asks for. */
function makeSystem(folder, packages) {
  run('debootstrap', '--foreign', '--variant=minbase', `--include=${packages.join(',')}`, 'bookworm', folder)
  const archives = join(folder, 'var/cache/apt/archives')
  for (const name of readdirSync(archives).filter((file) =>
    packages.some((one) => file.startsWith(`${one}_`)),
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
}

function run(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${(stderr || stdout).slice(-2000)}`)
  return stdout.trim()
}
