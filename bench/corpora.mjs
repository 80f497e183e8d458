import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'
import { writeTasks } from './tasks.mjs'

/** Does some work with a folder of TypeScript tasks, their programs beside them, which is gone afterwards. */
export async function withCorpus(count, work) {
  const folder = await mkdtemp(join(tmpdir(), 'reviewgym-bench-'))
  try {
    await writeTasks(join(folder, 'tasks'), count, ['typescript'])
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Writes what is type-checked of a folder's tasks: for compilers of TypeScript, and in one file for ours. */
export async function writePrograms(folder) {
  const programs = await import(resolve(await bundled('programs')))
  const tasks = join(folder, 'tasks')
  const names = (await readdir(tasks)).sort()
  const files = await Promise.all(
    names.map(async (path) => ({ path, bytes: await readFile(join(tasks, path)) })),
  )
  const units = await programs.programsToCheck(files)
  await programs.writePrograms(join(folder, 'programs'), units)
  await writeFile(join(folder, 'programs.json'), JSON.stringify(units))
  return { tasks: names.length, programs: units.length, files: units.flatMap((unit) => unit.files).length }
}

/** A script of this folder that is made of our sources, as JavaScript. */
export async function bundled(name) {
  const outfile = `node_modules/.cache/reviewgym/${name}.mjs`
  await build({
    entryPoints: [`bench/${name}.ts`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
  return resolve(outfile)
}

/** TypeScript 6 on the programs of a folder. */
export const tsc = [resolve('node_modules/typescript/bin/tsc'), '-p', 'programs']

/** TypeScript 7 on the same. */
export function nativeTsc() {
  const own = createRequire(resolve('node_modules/ts7/package.json'))
  const folder = dirname(
    own.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`),
  )
  return {
    program: join(folder, 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc'),
    args: ['-p', 'programs'],
  }
}
