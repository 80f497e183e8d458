import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readTask } from '../../src/author/compile/read-task.ts'
import { composeVariant } from '../../src/author/task/compose.ts'
import type { Task } from '../../src/author/task/task.ts'
import { sameOutcomes } from '../../src/runtime/sandbox/outcome.ts'
import type { Program } from '../../src/runtime/sandbox/program.ts'
import { link, runner } from '../support/sandbox.ts'

const paths = readdirSync('tasks', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort()

/** Up to four items every variant is proved, above that all, clean, each alone and each left out. */
function lattice(ids: readonly string[]): readonly ReadonlySet<string>[] {
  if (ids.length <= 4)
    return Array.from(
      { length: 2 ** ids.length },
      (_, bits) => new Set(ids.filter((_, at) => bits & (1 << at))),
    )
  const without = ids.map((id) => new Set(ids.filter((other) => other !== id)))
  return [new Set(ids), new Set<string>(), ...ids.map((id) => new Set([id])), ...without]
}

interface Difference {
  readonly case: string
  readonly stated: unknown
  readonly outcomes: unknown
  readonly problem: string | null
}

async function differences(task: Task, present: ReadonlySet<string>): Promise<readonly Difference[]> {
  const fixtures = task.spec.fixtures ?? {}
  const program: Program = link(composeVariant(task, present), fixtures)
  const cases = task.spec.rubric.flatMap(({ id, witness }) =>
    (witness?.cases ?? []).map(({ calls, actual = [], expected = [] }, index) => ({
      name: `${id} ${index}`,
      calls,
      stated: present.has(id) ? actual : expected,
    })),
  )
  const tests = task.spec.tests.map(({ calls, expected = [] }, index) => ({
    name: `test ${index}`,
    calls,
    stated: expected,
  }))
  const found: Difference[] = []
  for (const { name, calls, stated } of [...cases, ...tests]) {
    const { outcomes, problem } = await runner.run({ program, calls })
    if (!sameOutcomes(outcomes, stated)) found.push({ case: name, stated, outcomes, problem })
  }
  return found
}

describe.each(paths)('%s', async (path) => {
  const { value: task } = await readTask({ path, bytes: readFileSync(`tasks/${path}`) })
  if (!task) throw new Error(`${path} has errors`)
  const variants = lattice(task.items.map(({ spec }) => spec.id))
  test.each(variants.map((present) => [[...present].join('+') || 'clean', present] as const))(
    'every witness and test holds on %s',
    async (_, present) => {
      expect(await differences(task, present)).toEqual([])
    },
  )
})
