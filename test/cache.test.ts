import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { proveCorpus } from '../src/author/compile/compile.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'
import { memoryBench } from './support/workbench.ts'

async function corpus(): Promise<{ readonly folder: string; readonly path: string; readonly sound: string }> {
  const folder = temporaryFolder()
  await runIn(folder, ['new', 'rain', '-t', 'data-pipeline'])
  const path = join(folder, 'tasks/rain.yaml')
  return { folder, path, sound: readFileSync(path, 'utf8') }
}

async function compiled(folder: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runIn(folder, [
    'compile',
    '--no-attacks',
    '-o',
    'corpus.json',
    ...args,
  ])
  expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' })
  return readFileSync(join(folder, 'corpus.json'), 'utf8')
}

function cacheFiles(folder: string): readonly string[] {
  const root = join(folder, '.reviewgym/cache')
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

test('what is kept is never stale: after edits, after taking them back, with and without it, and when it is spoilt', async () => {
  const { folder, path, sound } = await corpus()
  const first = await compiled(folder)
  writeFileSync(path, sound.replace('title: Daily totals', 'title: Daily sums'))
  const edited = await compiled(folder)
  expect(edited).not.toBe(first)
  expect(await compiled(folder, '--no-cache')).toBe(edited)
  writeFileSync(path, sound.replace('last - first }', 'last - first + 1 }'))
  const { code, stdout } = await runIn(folder, ['compile', '--no-attacks'])
  expect(code).toBe(1)
  expect(stdout).toContain('tasks/rain.yaml')
  writeFileSync(path, sound)
  expect(await compiled(folder)).toBe(first)
  const files = cacheFiles(folder)
  expect(files.length).toBeGreaterThan(2)
  for (const spoilt of ['', '{', '[["x",{"outcomes":[1]}]]', 'null']) {
    for (const file of files) writeFileSync(file, spoilt)
    expect(await compiled(folder)).toBe(first)
  }
})

test('--no-cache keeps nothing', async () => {
  const { folder } = await corpus()
  await compiled(folder, '--no-cache')
  expect(readdirSync(folder)).not.toContain('.reviewgym')
})

test('another version of the tool does everything again', async () => {
  const { path, sound } = await corpus()
  const files = [{ path, bytes: new TextEncoder().encode(sound) }]
  const bench = memoryBench()
  const runsBy = async (tool: string) => {
    const before = bench.runs()
    const { bundle } = await proveCorpus(files, { ...bench, toolIdentity: tool, sandboxIdentity: tool })
    expect(bundle).not.toBeNull()
    return bench.runs() - before
  }
  const cold = await runsBy('1.0.0')
  expect(cold).toBeGreaterThan(0)
  expect(await runsBy('1.0.0')).toBe(0)
  expect(await runsBy('1.0.1')).toBe(cold)
})

test('two processes that compile in one folder at once both come to the same bundle', async () => {
  const { folder } = await corpus()
  const compile = (output: string) =>
    new Promise<number | null>((done) => {
      spawn(process.execPath, [resolve('dist/cli.js'), 'compile', '--no-attacks', '--quiet', '-o', output], {
        cwd: folder,
      }).on('exit', done)
    })
  expect(await Promise.all(['a.json', 'b.json', 'c.json'].map(compile))).toEqual([0, 0, 0])
  const [a, b, c] = ['a.json', 'b.json', 'c.json'].map((name) => readFileSync(join(folder, name), 'utf8'))
  expect(new Set([a, b, c, await compiled(folder)]).size).toBe(1)
  expect(cacheFiles(folder).filter((file) => file.endsWith('.tmp'))).toEqual([])
})

test('where nothing has changed nothing is done, and the same is said; unless the bundle is another one', async () => {
  const { folder, path, sound } = await corpus()
  const output = join(folder, 'corpus.json')
  const compile = async (...args: readonly string[]) => {
    const told: string[] = []
    const status = (text: string) => void told.push(text)
    const answer = await runIn(folder, ['compile', '--no-prove', '-o', 'corpus.json', ...args], { status })
    return { ...answer, isDone: told.some((text) => text.startsWith('compiling')) }
  }
  const first = await compile()
  expect(first).toMatchObject({ code: 0, isDone: true })
  const bundle = readFileSync(output, 'utf8')
  expect(await compile()).toEqual({ ...first, isDone: false })
  expect(await compile('--checker', 'native')).toEqual(first)
  expect(await compile('--no-cache')).toEqual(first)
  for (const spoil of [
    () => writeFileSync(output, bundle.replace('Daily totals', 'Yearly sums.')),
    () => rmSync(output),
    () => writeFileSync(path, `${sound}# another end\n`),
    () => writeFileSync(join(folder, 'reviewgym.config.yaml'), 'lint: {}\n'),
  ]) {
    spoil()
    expect(await compile()).toMatchObject({ code: 0, isDone: true, stdout: first.stdout })
    expect(readFileSync(output, 'utf8')).toBe(bundle)
  }
})
