// The repository's own corpus, compiled.
import { readdirSync, readFileSync } from 'node:fs'
import { compileCorpus } from '../src/author/compile/compile.ts'
import type { Bundle } from '../src/model/bundle.ts'

export async function compiledTasks(): Promise<Bundle> {
  const names = readdirSync('tasks', { recursive: true }).map(String).sort()
  const files = names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ path: `tasks/${name.replaceAll('\\', '/')}`, bytes: readFileSync(`tasks/${name}`) }))
  const { value } = await compileCorpus(files)
  if (!value) throw new Error('tasks/ does not compile: run `reviewgym compile`')
  return value
}
