import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensurePython } from '../../scripts/python.mjs'
import { runCli } from '../support/cli.ts'
import { compiledCorpus } from '../support/corpus.ts'

const python = await ensurePython()
if ('missing' in python && process.env.CI) throw new Error(python.missing)

const root = mkdtempSync(join(tmpdir(), 'reviewgym-exported-'))
const folder = join(root, 'review_env')
/** An environment of Python in which nothing is installed but this package, and what it needs is at hand. */
const installed = join(root, 'venv')
const env = {
  ...process.env,
  NO_COLOR: '1',
  COLUMNS: '200',
  PYTHONDONTWRITEBYTECODE: '1',
  XDG_CACHE_HOME: join(root, 'cache'),
}
let stop = async () => {}
let url = ''
/** What `openenv` answered to each line, and what it handed to the Hub. */
let said: {
  readonly lines: readonly { readonly code: number; readonly output: string }[]
  readonly hub: {
    readonly files: readonly string[]
    readonly texts: Readonly<Record<string, string>>
    readonly [key: string]: unknown
  }
}

async function run(command: string, ...args: string[]): Promise<string> {
  // Elsewhere than beside the folder, which Python would find in place of what is installed.
  const { stdout } = await promisify(execFile)(command, args, { env, cwd: tmpdir(), maxBuffer: 2 ** 26 })
  return stdout
}

const inCache = (name: string) => ('path' in python ? python.path.replace(/python[^/]*$/, name) : '')
const script = async (name: string, ...args: string[]) =>
  JSON.parse(await run(join(installed, 'bin/python'), resolve(`test/python/${name}.py`), ...args))
const plan = () => JSON.parse(readFileSync(join(folder, 'validation/runtime.json'), 'utf8'))

beforeAll(async () => {
  if ('missing' in python) return
  const { text } = await compiledCorpus()
  writeFileSync(join(root, 'corpus.json'), text)
  const { code, stderr } = runCli(['export', 'openenv', 'corpus.json'], root)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  await install()
  await serveFolder()
  said = await sayAll()
})
afterAll(async () => {
  await stop()
  rmSync(root, { recursive: true, force: true })
})

/** pip builds and installs the folder; the packages that it depends on are those of the tests. */
async function install(): Promise<void> {
  await run(inCache('python'), '-m', 'venv', '--without-pip', installed)
  const site = await run(inCache('python'), '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))')
  const [library = ''] = readdirSync(join(installed, 'lib'))
  writeFileSync(join(installed, 'lib', library, 'site-packages', 'shared.pth'), site)
  // pip builds in the folder that it installs.
  cpSync(folder, join(root, 'copy'), { recursive: true })
  await run(
    inCache('python'),
    '-m',
    'pip',
    '--python',
    join(installed, 'bin/python'),
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-compile',
    join(root, 'copy'),
  )
}

/** The server as `server/app.py` starts it. */
async function serveFolder(): Promise<void> {
  const server = spawn('python3', [join(folder, 'server/app.py'), '--port', '0', '--json'], {
    cwd: root,
    env: { ...env, PATH: `${join(process.execPath, '..')}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  stop = async () => {
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }
  for await (const line of createInterface({ input: server.stdout })) {
    url = JSON.parse(line).url
    return
  }
}

/** All that is asked of `openenv`, which takes seconds to start: with things in the folder that others leave there. */
async function sayAll() {
  for (const left of ['outputs', 'node_modules/left', 'build', 'review_env.egg-info']) {
    mkdirSync(join(folder, left), { recursive: true })
    writeFileSync(join(folder, left, 'left.txt'), 'left')
  }
  const lines = [
    ['validate', folder, '--level', 'static', '--skip-build', '--json'],
    ['validate', '--url', url],
    ['push', folder, '--exclude', 'push-exclude.txt'],
  ]
  return script('command_lines', JSON.stringify(lines))
}

describe.skipIf('missing' in python)('an exported environment', () => {
  test('65: its folder passes the static level of openenv validate', () => {
    const { code, output } = said.lines[0] ?? { code: null, output: '' }
    expect({ code, report: JSON.parse(output) }).toMatchObject({
      code: 0,
      report: { verdict: 'pass', manifest: { name: 'review_env', execution: { dockerfile: 'Dockerfile' } } },
    })
  })

  test('64: its server passes openenv validate --url, and the probe and graders of the runtime level', async () => {
    const { code, output } = said.lines[1] ?? { code: null, output: '' }
    expect([code, output.trim().split('\n').at(-1)]).toEqual([0, 'Verdict: PASS'])
    const { steps, results } = await script('probe', JSON.stringify({ folder, url }))
    expect(steps).toBe(plan().actions.length)
    expect(results).toEqual({
      'runtime.reward_well_formed': ['pass', expect.any(String)],
      'runtime.observation_schema': ['pass', expect.any(String)],
      'runtime.state_contract': ['pass', expect.any(String)],
    })
  })

  test('70: pip installs it, AutoEnv finds it, and its typed client plays, awaited or not', async () => {
    const played = await script('exported', JSON.stringify({ url, plan: plan() }))
    const sum = played.sync.rewards.reduce((total: number, reward: number) => total + reward, 0)
    expect(played).toEqual({
      client: 'review_env.client.ReviewEnv',
      snippets: expect.arrayContaining([expect.stringContaining('/')]),
      sync: {
        rewards: expect.any(Array),
        score: sum,
        observation: ['ReviewObservation', true, true],
        state: ['ReviewState', plan().actions.length, true, sum],
      },
      async: played.sync,
    })
    expect(sum).toBeGreaterThan(0.9)
  })

  test('the tools of its examples play as a trainer calls them, and tell a model what it did wrong', async () => {
    const { train, eval: evaluated } = (await compiledCorpus()).bundle.splits
    const played = await script('example_tools', JSON.stringify({ folder, url }))
    expect(played).toEqual({
      rows: { train: train.length, eval: evaluated.length },
      title: expect.stringMatching(/^# \w/),
      numbered: true,
      tools: ['finish_review', 'report_finding', 'request_hint'],
      turns: [
        expect.stringMatching(/^ValueError: .*no\/such\.ts/),
        expect.stringMatching(/^0 findings reported\.\nHint: \w/),
        'The review is finished.',
        'RuntimeError: The review is finished.',
      ],
      sums_up: true,
      left_open: 0,
    })
  })

  test('59: its models say what the server’s schemas say', async () => {
    const published = (await (await fetch(`${url}/schema`)).json()) as Record<string, Schema>
    const models = await script('model_schemas')
    expect(plain(models)).toEqual(plain(published))
  })

  test('its oracle earns the maximum, and says so', async () => {
    const printed = await run('sh', join(folder, 'oracle/solve.sh'), '--url', url, '--task', 'order-search')
    const lines = printed.trim().split('\n')
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(line).toMatch(/^order-search row \d+: (\S+) of \1$/)
  })

  test('the installed package holds no answers, and its server says where it is', async () => {
    const files = await run(
      join(installed, 'bin/python'),
      '-c',
      'import review_env, os; print(sorted(os.listdir(os.path.dirname(review_env.__file__))))',
    )
    expect(JSON.parse(files.replaceAll("'", '"'))).toEqual([
      '__init__.py',
      'client.py',
      'models.py',
      'openenv.yaml',
      'server',
    ])
    await expect(run(join(installed, 'bin/server'))).rejects.toThrow(
      'The installed package holds the client only, not the server and its tasks.',
    )
  })

  test('66: openenv push stages what a Space needs and nothing else', () => {
    const { files, texts, ...hub } = said.hub
    expect([said.lines[2]?.code, hub]).toEqual([
      0,
      {
        repo: 'somebody/review_env',
        space: expect.objectContaining({ repo_type: 'space', space_sdk: 'docker' }),
      },
    ])
    const isBuilt = (path: string) => /^runtime\/(chunks\/|web\/)/.test(path)
    expect(files.filter((path: string) => !isBuilt(path))).toMatchInlineSnapshot(`
      [
        "Dockerfile",
        "README.md",
        "__init__.py",
        "bundle.json",
        "client.py",
        "examples/inference.py",
        "examples/review_tools.py",
        "examples/train_grpo.py",
        "models.py",
        "openenv.yaml",
        "oracle/solve.sh",
        "push-exclude.txt",
        "pyproject.toml",
        "runtime/client.js",
        "runtime/oracle.js",
        "runtime/package.json",
        "runtime/pyodide/package.json",
        "runtime/pyodide/pyodide.asm.mjs",
        "runtime/pyodide/pyodide.asm.wasm",
        "runtime/pyodide/python_stdlib.zip",
        "runtime/python-child.cjs",
        "runtime/sandbox-worker.js",
        "runtime/server.js",
        "runtime/strip-worker.js",
        "server/__init__.py",
        "server/app.py",
        "uv.lock",
        "validation/runtime.json",
      ]
    `)
    expect(files.filter(isBuilt).length).toBeGreaterThan(10)
    expect(texts).toEqual({
      Dockerfile: readFileSync(join(folder, 'Dockerfile'), 'utf8'),
      'README.md': readFileSync(join(folder, 'README.md'), 'utf8'),
    })
  })
})

interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
}

/** Schemas without what Pydantic and ours write each in its own way: names, references, defaults, and how null is allowed. */
function plain(schemas: Readonly<Record<string, Schema>>): unknown {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plainOf(schema, schema)]))
}

function plainOf(schema: Schema, whole: Schema): Schema {
  const {
    $ref,
    $defs,
    title,
    default: _,
    examples,
    'x-kinds': __,
    ...rest
  } = schema as Schema & Record<string, unknown>
  const named = $ref === undefined ? null : whole.$defs?.[$ref.replace('#/$defs/', '')]
  if (named) return plainOf({ ...named, ...rest }, whole)
  const { anyOf, type, properties, items, additionalProperties, required, ...others } = rest
  if (anyOf)
    return plainUnion(
      anyOf.map((one) => plainOf(one, whole)),
      others,
    )
  return {
    ...others,
    ...(others.enum && { enum: others.enum.filter((word) => word !== null) }),
    ...(type && { type: [type].flat().sort() }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, plainOf(value, whole)]),
      ),
      required: [...(required ?? [])].sort(),
    }),
    ...(items && { items: undescribed(plainOf(items, whole)) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: plainRest(additionalProperties, whole),
    }),
  }
}

/** Null is one of the types of what it stands beside. */
function plainUnion(cases: readonly Schema[], others: Schema): Schema {
  const some = cases.filter(({ type }) => type?.[0] !== 'null' || type.length > 1)
  const [one] = some
  if (!one || some.length > 1) return { ...others, anyOf: cases }
  return { ...undescribed(one), ...others, type: [...(one.type ?? []), 'null'].sort() }
}

function plainRest(rest: boolean | Schema, whole: Schema): boolean | Schema {
  if (typeof rest === 'boolean') return rest
  const schema = undescribed(plainOf(rest, whole))
  return Object.keys(schema).length === 0 ? true : schema
}

/** Only keys and whole models are described in Python. */
function undescribed({ description: _, ...schema }: Schema): Schema {
  return schema
}
