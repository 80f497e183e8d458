import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'
import { commandFor } from '../../../src/runtime/sandbox/python/confinement.ts'
import { linkPython } from '../../../src/runtime/sandbox/python/program.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openPython, pythonFiles } from '../../support/python.ts'

const program = linkPython(
  [
    {
      path: 'src/main.py',
      role: 'review',
      text: `import os
kept = []
def keep(value):
    kept.append(value)
    os.mkdir('/left')
    return len(kept)
def work(n): return sum(i * i for i in range(n))
def sort(): return sorted(range(3 * 10 ** 8))
def native(): return sum(range(10 ** 11))`,
    },
  ],
  {},
)

describe('children that are used once', () => {
  const pool = openPython({ size: 2, queue: 3 })
  afterAll(() => pool.close())

  test('keep nothing from one run to the next, and answer the same with the same fuel', async () => {
    const calls = [
      { call: 'keep', args: [1] },
      { call: 'work', args: [10_000] },
    ]
    const answers = await Promise.all([1, 2, 3].map(() => pool.run({ program, calls })))
    const result = { outcomes: [1, 333283335000], fuel: expect.any(Number), end: 'done', problem: null }
    expect(answers).toEqual([1, 2, 3].map(() => ({ status: 'ran', result })))
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  test('more than may wait is refused', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(() => pool.run({ program, calls: [{ call: 'work', args: [1] }] })),
    )
    expect(answers.map(({ status }) => status)).toEqual(['ran', 'ran', 'ran', 'ran', 'ran', 'refused'])
  })
})

test('both kinds of children answer the same with the same fuel', async () => {
  const calls = [{ call: 'work', args: [100_000] }]
  const results = []
  for (const children of ['once', 'fresh'] as const) {
    const pool = openPython({ children })
    results.push(await pool.run({ program, calls }))
    results.push(await pool.run({ program, calls }))
    await pool.close()
  }
  for (const result of results) expect(result).toEqual(results[0])
})

test('a run finds nothing of one that took all memory, and has its fuel', async () => {
  const text = `def take(): return len(bytearray(60_000_000))
def work(n): return sum(i * i for i in range(n))`
  const taking = linkPython([{ path: 'src/main.py', role: 'review', text }], {})
  const pool = openPython({ children: 'fresh' })
  const work = { program: taking, calls: [{ call: 'work', args: [10_000] }] }
  const before = await pool.run(work)
  expect(before).toMatchObject({ status: 'ran', result: { outcomes: [333_283_335_000] } })
  expect(await pool.run({ program: taking, calls: [{ call: 'take' }] })).toMatchObject({
    result: { outcomes: [60_000_000] },
  })
  expect(await pool.run(work)).toEqual(before)
  await pool.close()
})

test('a run finds the library as it was, whatever one before it wrote into that', async () => {
  const path = "'/lib/python314.zip'"
  const text = `def seen():
    with open(${path}, 'rb') as file: return file.read(4).hex()
def leave():
    with open(${path}, 'r+b') as file: file.write(b'left')
    return seen()`
  const writing = linkPython([{ path: 'src/main.py', role: 'review', text }], {})
  const pool = openPython({ children: 'fresh' })
  const outcomes = []
  for (const call of ['seen', 'leave', 'seen']) {
    const answer = await pool.run({ program: writing, calls: [{ call }] })
    if (answer.status === 'ran') outcomes.push(...answer.result.outcomes)
  }
  expect(outcomes).toEqual(['504b0304', '6c656674', '504b0304'])
  await pool.close()
})

/** A script of a process of its own, which has children. */
function ownerScript(text: string): string {
  const folder = temporaryFolder()
  buildSync({
    entryPoints: ['src/runtime/sandbox/python/pool.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(folder, 'pool.mjs'),
  })
  const { child, package: home, kept } = pythonFiles
  const path = join(folder, 'owner.mjs')
  writeFileSync(
    path,
    `import { PythonPool } from './pool.mjs'
const files = { child: new URL(${JSON.stringify(child)}), package: new URL(${JSON.stringify(home)}), kept: ${JSON.stringify(kept)} }
const program = ${JSON.stringify(program)}
${text}`,
  )
  return path
}

test('children end with the process that started them, idle or not', async () => {
  const script = ownerScript(`const pool = new PythonPool({ ...files, size: 2 })
await pool.warm()
pool.run({ program, calls: [{ call: 'native' }] })
setTimeout(() => console.log('running'), 500)`)
  const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(owner.stdout, 'data')
  const children = childrenOf(owner.pid ?? 0)
  expect(children).toHaveLength(2)
  owner.kill('SIGKILL')
  await expect.poll(() => children.filter(isThere), { timeout: 60_000 }).toEqual([])
})

test('a process stays for the runs that wait for a child, and not for children that nobody needs', async () => {
  const script = ownerScript(`const pool = new PythonPool({ ...files, size: 1, children: 'fresh' })
const work = { program, calls: [{ call: 'work', args: [10] }] }
const answers = await Promise.all([1, 2, 3, 4].map(() => pool.run(work)))
console.log(answers.map(({ status }) => status).join())`)
  const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(owner.stdout, 'data')
  const [code] = await once(owner, 'exit')
  expect([String(said), code]).toEqual(['ran,ran,ran,ran\n', 0])
})

/** The processes that another one has started, as Linux tells. */
function childrenOf(parent: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return all.map(Number).filter((pid) => statOf(pid)?.parent === parent)
}

function isThere(pid: number): boolean {
  const state = statOf(pid)?.state
  return state !== undefined && state !== 'Z'
}

function statOf(pid: number) {
  try {
    const [state, parent] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return null
  }
}

test('what asks nothing is ended from outside, and the pool goes on', async () => {
  const pool = openPython({ wall: 1500 })
  expect(await pool.run({ program, calls: [{ call: 'native' }] })).toMatchObject({
    status: 'failed',
    reason: 'wall',
  })
  expect(await pool.run({ program, calls: [{ call: 'work', args: [2] }] })).toMatchObject({ status: 'ran' })
  await pool.close()
  expect(await pool.run({ program, calls: [] })).toEqual({ status: 'refused', reason: 'closed' })
})

test('a lease that ends while a run of it asks for another child keeps none', async () => {
  const pool = openPython({ size: 1, wall: 1500, children: 'fresh' })
  const work = { program, calls: [{ call: 'work', args: [2] }] }
  await pool.run(work)
  const lease = pool.lease()
  const hanging = lease.run({ program, calls: [{ call: 'native' }] })
  const waiting = lease.run(work)
  expect(await hanging).toMatchObject({ status: 'failed', reason: 'wall' })
  lease.end()
  expect(await waiting).toEqual({ status: 'refused', reason: 'closed' })
  expect(await pool.run(work)).toMatchObject({ status: 'ran' })
  await pool.close()
})

test('a child may reach no file, process, thread or, where the host has user namespaces, network', async () => {
  const visits: unknown[] = []
  const listener = createServer((socket) => visits.push(socket.destroy()))
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  const folder = mkdtempSync(join(tmpdir(), 'child-'))
  const script = join(folder, 'child.mjs')
  writeFileSync(
    script,
    `import { readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { connect } from 'node:net'
const said = [() => readFileSync('/etc/passwd'), () => writeFileSync('x', ''), () => spawnSync('true'), () => new Worker('', { eval: true })].map((reach) => { try { return String(reach()) } catch (error) { return error.code } })
const socket = connect(${Reflect.get(Object(listener.address()), 'port')}, '127.0.0.1')
const end = (word) => { console.log([...said, word].join()); process.exit() }
socket.on('error', () => end('closed'))
socket.on('connect', () => end('open'))`,
  )
  const { command, args } = commandFor(script, folder)
  const said = await new Promise<string>((done) => {
    execFile(command, [...args, script], (_, out, error) => done(out.trim() + error.trim()))
  })
  rmSync(folder, { recursive: true })
  listener.close()
  const isEnclosed = command !== process.execPath
  expect(said).toBe(`${'ERR_ACCESS_DENIED,'.repeat(4)}${isEnclosed ? 'closed' : 'open'}`)
  expect(visits).toHaveLength(isEnclosed ? 0 : 1)
})

test('no Python is touched before the first run', async () => {
  const pool = openPython({ child: new URL('file:///nowhere.mjs') })
  await pool.close()
  const broken = openPython({ child: new URL('file:///nowhere.mjs') })
  expect(await broken.run({ program, calls: [] })).toMatchObject({
    status: 'failed',
    reason: 'start',
    detail: expect.stringMatching(/^Python did not start: /),
  })
  await broken.close()
})
