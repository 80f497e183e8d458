// The tables of docs/reward.md: computed from the prices and from the corpus, never typed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve as resolvePath } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleText } from '../src/author/compile/emit.ts'
import { defaultPolicies } from '../src/model/policy.ts'
import { type ProfileName, profileNames, splits } from '../src/model/policy-words.ts'
import { nop } from '../src/rollout/agents/nop.ts'
import { oracle } from '../src/rollout/agents/oracle.ts'
import { weakHonest } from '../src/rollout/agents/weak-honest.ts'
import { evaluateIn } from '../src/rollout/eval/evaluate.ts'
import { openBundle } from '../src/runtime/bundle/open.ts'
import type { OpenBundle } from '../src/runtime/bundle/opened.ts'
import { breakEvenPrecision } from '../src/runtime/grader/break-even.ts'
import { PythonPool } from '../src/runtime/sandbox/python/pool.ts'
import { Runner } from '../src/runtime/sandbox/run.ts'
import type { Sandbox } from '../src/runtime/sandbox/sandbox.ts'
import { loadStripTypes } from '../src/runtime/sandbox/strip-types.ts'
import { compiledTasks } from './corpus.ts'

/** Quality of a located claim, and of an explained one at the right lines. */
const QUALITIES = { located: 0.25, explained: 0.85 }
const ITEMS = [1, 2, 3, 4, 5, 6]
const SEEDS = 40

/** Break-even precisions, and what controls earn on the corpus, as Markdown. */
export async function rewardTables(): Promise<string> {
  const bundle = await corpus()
  const sandbox = await ownSandbox()
  try {
    return await tablesOf(sandbox, bundle)
  } finally {
    await sandbox.close()
  }
}

async function tablesOf(sandbox: Sandbox, bundle: OpenBundle): Promise<string> {
  return `From which precision on one more finding pays, on a row of n equal items, no confidence stated:

${table(['profile', 'claim', ...ITEMS.map((count) => `n = ${count}`)], breakEvenRows())}

What controls earn on the rows with defects of \`tasks/\`: the mean score, and its standard error where chance plays a part (${SEEDS} episodes a row). A weak honest reviewer finds three defects in ten and is right four times in ten:

${table(['agent', ...profileNames], await controlRows(sandbox, bundle))}
`
}

function breakEvenRows(): readonly (readonly string[])[] {
  return profileNames.flatMap((profile) =>
    Object.entries(QUALITIES).map(([claim, quality]) => [
      profile,
      claim,
      ...ITEMS.map((count) => breakEvenPrecision(count, profile, quality).toFixed(2)),
    ]),
  )
}

function controlRows(sandbox: Sandbox, bundle: OpenBundle): Promise<readonly (readonly string[])[]> {
  return Promise.all(
    [oracle, weakHonest, nop].map(async (agent) => [
      agent.name,
      ...(await Promise.all(
        profileNames.map(async (profile) => {
          const scores = await defectiveScores(sandbox, bundle, agent, profile)
          const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
          const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1)
          const error = agent === weakHonest ? ` ± ${Math.sqrt(variance / scores.length).toFixed(3)}` : ''
          return `${mean.toFixed(3)}${error}`
        }),
      )),
    ]),
  )
}

async function defectiveScores(
  sandbox: Sandbox,
  bundle: OpenBundle,
  agent: typeof weakHonest,
  profile: ProfileName,
): Promise<readonly number[]> {
  const policies = {
    train: { ...defaultPolicies.train, profile },
    eval: { ...defaultPolicies.eval, profile },
  }
  const scores: number[] = []
  const seeds = agent === weakHonest ? SEEDS : 1
  for await (const { variant, score } of evaluateIn(sandbox, bundle, policies, agent, splits, seeds))
    if (variant !== 'clean') scores.push(score)
  return scores
}

/** A sandbox for the corpus’s own programs: TypeScript in this process, one run after the other, Python in children, for which `dist/` must be built. */
async function ownSandbox(): Promise<Sandbox & { close(): Promise<void> }> {
  const { resolve } = createRequire(import.meta.url)
  const strip = await loadStripTypes()
  const runner = await Runner.prepare({
    quickJs: readFileSync(resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
    sql: async () => readFileSync(resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')),
  })
  const python = new PythonPool({
    child: pathToFileURL(resolvePath('dist/python-child.cjs')),
    package: pathToFileURL(`${dirname(resolve('pyodide/package.json'))}/`),
    kept: null,
    children: 'fresh',
  })
  let last: Promise<unknown> = Promise.resolve()
  const run: Sandbox['run'] = (input) => {
    if (input.program.language === 'python') return python.run(input)
    const result = last.then(() => runner.run(input))
    last = result
    return result.then((ran) => ({ status: 'ran', result: ran }))
  }
  return {
    run,
    together: (work) => work(run),
    strip: async (texts) => ({ status: 'ran', result: texts.map((text) => strip(text)) }),
    close: () => python.close(),
  }
}

async function corpus(): Promise<OpenBundle> {
  const opened = openBundle(bundleText(await compiledTasks()))
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return opened.bundle
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
