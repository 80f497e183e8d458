import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { programsOf } from '../src/author/compile/check-types.ts'
import { readTask } from '../src/author/compile/read-task.ts'
import type { CheckUnit } from '../src/author/language/language.ts'
import { compilerOptions } from '../src/author/language/typescript/settings.ts'
import { worldDeclarations } from '../src/author/language/typescript/world.ts'

/** What compiling without proof type-checks of these TypeScript tasks: each as authored and with every fix applied. */
export async function programsToCheck(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Promise<readonly CheckUnit[]> {
  const units: CheckUnit[] = []
  for (const file of files) {
    const { value: task, diagnostics } = await readTask(file)
    if (!task) throw new Error(`${file.path} has errors: ${diagnostics[0]?.message}`)
    units.push(...programsOf(task, true).map(({ unit }) => unit))
  }
  return units
}

/** Writes them for compilers of TypeScript, each into a folder of its own, with the options that we check by. */
export async function writePrograms(folder: string, units: readonly CheckUnit[]): Promise<void> {
  const files = [
    { path: 'world.d.ts', code: worldDeclarations },
    { path: 'tsconfig.json', code: JSON.stringify({ compilerOptions, include: ['**/*.ts'] }) },
    ...units.flatMap((unit, index) =>
      unit.files.map(({ path, code }) => ({ path: `unit-${index}/${path}`, code })),
    ),
  ]
  for (const { path, code } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), code)
  }
}
