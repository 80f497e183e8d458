import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { programsOf } from '../../src/author/compile/check-types.ts'
import { readTaskWithoutOutcomes } from '../../src/author/compile/read-task.ts'
import type { CheckUnit, TypeFault } from '../../src/author/language/language.ts'
import { findNative, nativeFindings } from '../../src/author/language/typescript/native.ts'
import { outline } from '../../src/author/language/typescript/outline.ts'
import { typescript } from '../../src/author/language/typescript/typescript.ts'
import { temporaryFolder } from '../support/folder.ts'

const compiler = findNative()
if (!compiler) throw new Error('The native compiler is a development dependency, and it is not installed')
const native = typescript.withNative(compiler)

/** Every program of the TypeScript tasks in a folder that is good enough to be checked. */
async function programsIn(folder: string): Promise<readonly CheckUnit[]> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const units: CheckUnit[] = []
  for (const path of names.filter((name) => name.endsWith('.yaml') && name !== 'folder.yaml')) {
    const { value: task } = await readTaskWithoutOutcomes({ path, bytes: readFileSync(join(folder, path)) })
    if (task?.language === typescript) units.push(...programsOf(task, false).map(({ unit }) => unit))
  }
  return units
}

/**
 * Codes that count as the same. With a suggestion and without: after ten of them ts-morph's compiler makes no more. And
 * where something does not satisfy a type for want of a member, which the native one names.
 */
const SAME = new Map([
  ['TS2552', 'TS2304'],
  ['TS2551', 'TS2339'],
  ['TS2741', 'TS1360'],
])

function placesOf(unit: CheckUnit | undefined, faults: readonly TypeFault[]): readonly string[] {
  return faults.map(({ path, start, code }) => {
    const lines = (unit?.files.find((file) => file.path === path)?.code.slice(0, start) ?? '').split(/\r?\n/)
    return `${path}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1} ${SAME.get(code) ?? code}`
  })
}

/** What each checker finds in each unit, sorted. Of one that cannot be parsed the native one says nothing else. */
async function bothOn(units: readonly CheckUnit[]): Promise<readonly (readonly (readonly string[])[])[]> {
  const usual = await typescript.check(units)
  const found = await nativeFindings(compiler as NonNullable<typeof compiler>, units)
  return units.map((unit, index) => {
    const faults = (usual[index] ?? []).filter(({ code }) => code !== 'strip')
    const findings = (found[index] ?? []).map(
      ({ path, line, column, code }) => `${path}:${line}:${column} ${SAME.get(code) ?? code}`,
    )
    const places = placesOf(unit, faults)
    const isParsed = unit.files.every(({ path, code }) => outline(path, code).faults.length === 0)
    return [
      (isParsed ? places : places.filter((place) => findings.includes(place))).toSorted(),
      findings.sort(),
    ]
  })
}

async function expectAlike(units: readonly CheckUnit[]): Promise<number> {
  const both = await bothOn(units)
  expect(both.map(([, found]) => found)).toEqual(both.map(([usual]) => usual))
  return both.filter(([usual]) => usual?.length).length
}

test('it has nothing against any program of the corpus, which compiles with the usual one', async () => {
  const units = await programsIn('tasks')
  expect(units.length).toBeGreaterThan(100)
  const found = await nativeFindings(compiler as NonNullable<typeof compiler>, units)
  expect(found.filter((list) => list.length > 0)).toEqual([])
})

test('it finds the same at the same places in broken tasks', async () => {
  const units = await programsIn('test/fixtures/broken')
  expect(await expectAlike(units)).toBeGreaterThan(10)
  expect(await native.check(units)).toEqual(await typescript.check(units))
})

/** A program with one word of its code changed, which is mostly a name that is then unknown or a word out of place. */
function damaged({ files }: CheckUnit, at: number): CheckUnit {
  const words = files.flatMap(({ path, code }) =>
    [...code.matchAll(/\b[a-zA-Z]\w{2,}\b/g)].map(({ 0: word, index }) => ({ path, word, index })),
  )
  const hit = words[at % words.length]
  if (!hit) return { files }
  const changed = at % 2 === 0 ? `${hit.word}s` : 'number'
  return {
    files: files.map(({ path, code }) =>
      path === hit.path
        ? { path, code: code.slice(0, hit.index) + changed + code.slice(hit.index + hit.word.length) }
        : { path, code },
    ),
  }
}

test('it finds the same at the same places in damaged programs', async () => {
  const units = await programsIn('tasks')
  const some = units.filter((_, index) => index % 7 === 0)
  expect(await expectAlike(some.map((unit, index) => damaged(unit, 17 + index * 31)))).toBeGreaterThan(
    some.length / 2,
  )
})

test('one that cannot be parsed hides nothing of the others, nor do more than a process gets', async () => {
  const unit = (code: string): CheckUnit => ({ files: [{ path: 'src/fee.ts', code }] })
  const wrong = unit("export const fee: number = 'ten'\n")
  const sound = unit('export const fee = 10\n')
  const units = [unit('export const = 10\n'), wrong, ...Array.from({ length: 520 }, () => sound), wrong]
  const faults = await native.check(units)
  expect(faults.map((list) => list.length > 0)).toEqual(
    units.map((_, index) => [0, 1, units.length - 1].includes(index)),
  )
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A compiler that finds nothing and says in which folder it was asked. */
async function folderOfRun(): Promise<string> {
  const folder = temporaryFolder()
  const program = join(folder, 'tsc')
  writeFileSync(program, '#!/bin/sh\npwd > "$0.seen"\n', { mode: 0o755 })
  await nativeFindings({ version: '7.0.0', program }, [{ files: [{ path: 'src/fee.ts', code: '' }] }])
  return readFileSync(`${program}.seen`, 'utf8').trim()
}

/** Where runs have their files, as long as the user has not said where. */
const usual = isWritable('/dev/shm') ? '/dev/shm' : '/tmp'

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

test.each([
  ['in memory, where there is any', () => undefined],
  ['where the user has temporary files', () => temporaryFolder()],
])('it reads files %s', async (_, choose) => {
  const temporary = choose()
  vi.stubEnv('TMPDIR', temporary)
  const found = await folderOfRun()
  expect(found).toContain(`${temporary ?? usual}/reviewgym-types-`)
  expect(existsSync(found)).toBe(false)
})

test.runIf(usual === '/dev/shm')(
  'what a run left in memory that was killed is gone an hour later',
  async () => {
    vi.stubEnv('TMPDIR', undefined)
    const [old, young] = ['/dev/shm/reviewgym-types-old', '/dev/shm/reviewgym-types-young']
    for (const folder of [old, young]) mkdirSync(join(folder, 'src'), { recursive: true })
    const hourAgo = Date.now() / 1000 - 3700
    utimesSync(old, hourAgo, hourAgo)
    try {
      await folderOfRun()
      expect([existsSync(old), existsSync(young)]).toEqual([false, true])
    } finally {
      for (const folder of [old, young]) rmSync(folder, { recursive: true, force: true })
    }
  },
)

test('where it is not installed, or is an older one, there is none', () => {
  const folder = temporaryFolder()
  const from = join(folder, 'package.json')
  expect(findNative([from])).toBeNull()
  mkdirSync(join(folder, 'node_modules/typescript'), { recursive: true })
  writeFileSync(join(folder, 'node_modules/typescript/package.json'), '{ "version": "6.0.3" }')
  expect(findNative([from])).toBeNull()
})
