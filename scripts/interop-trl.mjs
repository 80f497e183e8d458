// `npm run interop:trl`: the examples of an exported folder on a processor, against its own server: TRL trains a tiny
// model for two optimiser steps, then the trained model reviews. Installs torch, which takes gigabytes. Node's own
// modules only.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { ensureBuilt, ensureCompiled, ensureInstalled, runOrExit } from './fresh.mjs'
import { ensurePython } from './python.mjs'

await ensureInstalled()
const python = await ensurePython('test/python/trl-requirements.txt')
if ('missing' in python) throw new Error(python.missing)
await ensureBuilt()
const bundle = await ensureCompiled()
const root = await mkdtemp(join(tmpdir(), 'reviewgym-trl-'))
const folder = join(root, 'review_env')
runOrExit(process.execPath, ['dist/cli.js', 'export', 'openenv', bundle, '-o', folder, '--quiet'])

const server = spawn(process.execPath, [join(folder, 'runtime/server.js'), '--port', '0', '--json'], {
  env: { ...process.env, MAX_CONCURRENT_ENVS: '16' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
process.on('exit', () => server.kill())
const [line] = await once(createInterface({ input: server.stdout }), 'line')
const env = {
  ENV_BASE_URL: JSON.parse(line).url,
  // The folder itself is the package.
  PYTHONPATH: root,
  PYTHONDONTWRITEBYTECODE: '1',
  // A model this small loses more by threads that wait for each other than it gains.
  OMP_NUM_THREADS: '1',
  PYTHONWARNINGS: 'ignore',
  HF_HUB_OFFLINE: '1',
  HF_HUB_DISABLE_PROGRESS_BARS: '1',
  TRL_EXPERIMENTAL_SILENCE: '1',
}
const play = (title, program, ...args) => {
  console.log(`\n${title}`)
  runOrExit(python.path, [program, ...args], env)
}

const [tiny, trained] = [join(root, 'tiny'), join(root, 'trained')]
play('A tiny model', resolve('test/python/tiny_model.py'), tiny, folder)
play(
  'examples/train_grpo.py',
  join(folder, 'examples/train_grpo.py'),
  ...['--model', tiny, '--output', trained, '--steps', '2', '--generations', '4', '--completion', '400'],
  ...['--rate', '1e-3', '--cpu'],
)
play(
  'examples/inference.py',
  join(folder, 'examples/inference.py'),
  ...['--model', trained, '--rows', '3', '--turns', '4', '--tokens', '200'],
)
const ended = once(server, 'exit')
server.kill('SIGTERM')
const [code] = await ended
await rm(root, { recursive: true, force: true })
if (code !== 0) throw new Error(`The server ended with ${code}`)
