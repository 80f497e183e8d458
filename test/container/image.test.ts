import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBaseImage, ensureWatcherImage } from '../../scripts/base-image.mjs'
import { ensurePython } from '../../scripts/python.mjs'
import { runCli } from '../support/cli.ts'
import { compiledCorpus, compiledPair } from '../support/corpus.ts'
import { answers, freePort } from './ports.ts'

const base = await ensureBaseImage()
if ('missing' in base) {
  process.stderr.write(`The tests of the image do not run: ${base.missing}\n`)
  if (process.env.CI) throw new Error(base.missing)
}

const watcher = ensureWatcherImage()
const python = await ensurePython()
if ('missing' in python && process.env.CI) throw new Error(python.missing)

const MEGABYTE = 1_000_000
const root = mkdtempSync(join(tmpdir(), 'reviewgym-image-'))
const name = `reviewgym-${process.pid}`
const images = { typescript: `${name}-typescript`, python: `${name}-python` }
let url = ''
/** Milliseconds from the start of the container to the first healthy answer. */
let healthy = 0

interface Ran {
  readonly code: number | null
  readonly stdout: string
}

function run(command: string, ...args: string[]): Promise<Ran> {
  return runWith({}, command, ...args)
}

function runWith(env: Record<string, string>, command: string, ...args: string[]): Promise<Ran> {
  return new Promise((done) => {
    const options = { maxBuffer: 2 ** 26, env: { ...process.env, ...env } }
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      done({ code, stdout: (code === 0 ? stdout : `${stdout}${stderr}`).trim() })
    })
  })
}

async function must(command: string, ...args: string[]): Promise<string> {
  const { code, stdout } = await run(command, ...args)
  if (code !== 0) throw new Error(`${command} ${args[0]}: ${stdout}`)
  return stdout
}

const inside = (...command: string[]) => run('podman', 'exec', name, ...command)

async function build(image: string, bundle: string): Promise<void> {
  writeFileSync(join(root, `${image}.json`), bundle)
  const exported = runCli(['export', 'openenv', `${image}.json`, '-o', image, '--unproved'], root)
  if (exported.code !== 0) throw new Error(exported.stderr)
  // No step runs anything, so no network and no package is needed.
  await must(
    'buildah',
    'build',
    '--isolation',
    'chroot',
    '--pull-never',
    '--format',
    'docker',
    '-q',
    '-t',
    image,
    join(root, image),
  )
}

beforeAll(async () => {
  if ('missing' in base) return
  await build(images.typescript, (await compiledPair()).text)
  await build(images.python, (await compiledCorpus()).text)
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const rights = [
    '--read-only',
    '--tmpfs',
    '/tmp',
    '--cap-drop',
    'ALL',
    '--security-opt',
    'no-new-privileges',
  ]
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024']
  const settings = ['--env', `PORT=${port}`, '--env', 'MAX_CONCURRENT_ENVS=2', '--env', 'WORKERS=1']
  const start = performance.now()
  await must(
    'podman',
    'run',
    '-d',
    '--name',
    name,
    '--runtime',
    'runc',
    '--network',
    'host',
    ...limits,
    ...rights,
    ...settings,
    images.python,
  )
  while (!(await answers(url))) await new Promise((resolve) => setTimeout(resolve, 20))
  healthy = Math.round(performance.now() - start)
  process.stderr.write(`The container was healthy after ${healthy} ms\n`)
})
afterAll(async () => {
  rmSync(root, { recursive: true, force: true })
  if ('missing' in base) return
  await run('podman', 'rm', '--force', '--time', '0', name)
  for (const image of Object.values(images)) await run('buildah', 'rmi', '--force', image)
})

async function post(path: string, session: string, body: object) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-session-id': session },
    body: JSON.stringify(body),
  })
  return { session: response.headers.get('x-session-id') ?? '', body: (await response.json()) as Turn }
}

interface Turn {
  readonly observation: { readonly task_id: string; readonly score: number | null }
  readonly done: boolean
}

describe.skipIf('missing' in base)('the image of an exported environment', () => {
  test('is small: with what runs Python, and without', async () => {
    const size = async (image: string) =>
      Number(await must('podman', 'image', 'inspect', '--format', '{{.Size}}', image))
    const bare = await size('image' in base ? base.image : '')
    const typescript = ((await size(images.typescript)) - bare) / MEGABYTE
    const python = ((await size(images.python)) - bare) / MEGABYTE
    process.stderr.write(`On top of its base: ${typescript} MB, with Python ${python} MB\n`)
    expect(typescript).toBeGreaterThan(5)
    expect(typescript).toBeLessThan(25)
    expect(python).toBeGreaterThan(typescript + 10)
    expect(python).toBeLessThan(110)
  })

  test('68: runs without rights, and can write nothing but /tmp', async () => {
    expect((await inside('id', '-u')).stdout).toBe('1000')
    expect((await inside('sh', '-c', 'grep -h Cap /proc/1/status | cut -f2 | sort -u')).stdout).toBe(
      '0000000000000000',
    )
    expect((await inside('touch', '/tmp/here')).code).toBe(0)
    expect((await inside('touch', '/app/here')).stdout).toMatch(/Read-only file system/)
    expect((await inside('ls', '/app')).stdout.split('\n')).toEqual([
      'bundle.json',
      'openenv.yaml',
      'oracle',
      'runtime',
    ])
  })

  test('67: its health check answers', async () => {
    expect((await run('podman', 'healthcheck', 'run', name)).code).toBe(0)
  })

  test('plays episodes, with programs of both languages run in it', async () => {
    const { session, body } = await post('/reset', 'new', { seed: 1 })
    expect(body.done).toBe(false)
    const { body: last } = await post('/step', session, { action: { operation: 'finalize' } })
    expect(last).toMatchObject({ done: true, observation: { task_id: body.observation.task_id } })
    for (const task of ['order-search', 'room-bookings']) {
      const played = await inside('sh', 'oracle/solve.sh', '--url', url, '--task', task)
      expect({ task, ...played }).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`${task} row 0: 0.9`),
      })
    }
  })

  test('its environment says how many sessions there are, and that people may play', async () => {
    const open = async () =>
      (await fetch(`${url}/reset`, { method: 'POST', headers: { 'x-session-id': 'new' } })).status
    const statuses = [await open(), await open(), await open()]
    expect(statuses.at(-1)).toBe(503)
    expect((await fetch(`${url}/web/`)).status).toBe(200)
  })

  test('55: ends with 0 when it is asked to stop', async () => {
    await must('podman', 'stop', '--time', '20', name)
    const state = ['--format', '{{.State.Status}} {{.State.ExitCode}}', name]
    expect(await must('podman', 'inspect', ...state)).toBe('exited 0')
  })
})

interface Report {
  readonly results: readonly {
    readonly check_id: string
    readonly status: string
    readonly evidence: readonly string[]
    readonly measured: { readonly image_ref?: string }
  }[]
}

/** A program of the Python environment, to which podman is the client `docker` that it asks for. */
function runPython(program: string, ...args: string[]): Promise<Ran> {
  if ('missing' in python || 'missing' in watcher) throw new Error('There is no OpenEnv')
  const path = `${resolve('test/container/podman')}:${process.env.PATH}`
  const env = { PATH: path, WATCHER_IMAGE: watcher.image, NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1' }
  return runWith(env, join(dirname(python.path), program), ...args)
}

async function validate(folder: string): Promise<Ran & { readonly report: Report }> {
  const output = join(root, 'report.json')
  const ran = await runPython('openenv', 'validate', folder, '--output', output)
  return { ...ran, report: JSON.parse(readFileSync(output, 'utf8')) }
}

const lacksTools = [base, watcher, python].some((one) => 'missing' in one)

describe.skipIf(lacksTools)('OpenEnv’s own tools', () => {
  test('65: openenv validate builds it, starts it without a network, plays it and finds nothing wrong', async () => {
    const { code, stdout, report } = await validate(join(root, images.typescript))
    const startup = report.results.find(({ check_id }) => check_id === 'runtime.startup')
    if (startup?.measured.image_ref) await must('buildah', 'rmi', '--force', startup.measured.image_ref)
    const results = report.results.map(({ check_id, status, evidence }) => ({ check_id, status, evidence }))
    const judged = results.filter(({ status }) => status !== 'skip')
    expect({ code, stdout, judged: judged.map(({ check_id, status }) => [check_id, status]) }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Verdict: (WARN|PASS)$/m),
      judged: [
        ['static.manifest', 'pass'],
        ['runtime.startup', 'pass'],
        ['runtime.network_policy', 'pass'],
        ['runtime.observation_schema', 'pass'],
        ['runtime.reward_well_formed', 'pass'],
        ['runtime.state_contract', 'pass'],
      ],
    })
    // Nothing is left out for what the folder lacks.
    const why = results.filter(({ status }) => status === 'skip').flatMap(({ evidence }) => evidence)
    expect(new Set(why)).toEqual(new Set(['grader not implemented in this build']))
    const left = ['ps', '--all', '--quiet', '--filter', 'label=org.openenv.validation.run']
    expect(await must('podman', ...left)).toBe('')
  })

  test('63: a client starts the image, plays, and has it removed', async () => {
    const { code, stdout } = await runPython('python', 'test/python/from_image.py', images.typescript)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/"done": true/) })
    expect(JSON.parse(stdout).snippets).toBeGreaterThan(0)
    const left = ['ps', '--all', '--quiet', '--filter', `ancestor=${images.typescript}`]
    expect(await must('podman', ...left)).toBe('')
  })
})
