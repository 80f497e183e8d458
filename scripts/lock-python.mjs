// Writes the uv.lock of exported folders into the build, or into the folder that is named, from the newest packages that
// `pyproject.toml` admits. It names where they come from, so it belongs to a release and not to the sources.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runOrExit } from './fresh.mjs'
import { ensurePython } from './python.mjs'

const SKELETON = 'src/rollout/export/openenv/skeleton'
const target = process.argv[2] ?? 'dist/openenv'
/** A name that the lock is made under; every exported package's stands at the same place of its order. */
const NAME = 'openenv-review-env'
const VERSION = '0.0.0'

const python = await ensurePython('test/python/lock-requirements.txt')
if ('missing' in python) throw new Error(python.missing)
const folder = await mkdtemp(join(tmpdir(), 'reviewgym-lock-'))
try {
  const project = await readFile(join(SKELETON, 'pyproject.toml'), 'utf8')
  const words = { distribution: NAME, version: VERSION, name: 'review_env', description: 'Locked' }
  await writeFile(
    join(folder, 'pyproject.toml'),
    project.replace(/\{\{(\w+)\}\}/g, (_, word) => words[word]),
  )
  runOrExit(join(dirname(python.path), 'uv'), ['lock', '--project', folder, '--no-config', '--quiet'])
  const lock = await readFile(join(folder, 'uv.lock'), 'utf8')
  const own = `name = "${NAME}"\nversion = "${VERSION}"\n`
  if (lock.split(own).length !== 2) throw new Error(`The lock does not name ${NAME} once`)
  await writeFile(
    join(target, 'uv.lock'),
    lock.replace(own, 'name = "{{distribution}}"\nversion = "{{version}}"\n'),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}
