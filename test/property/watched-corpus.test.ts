import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bundleOf, closing } from '../../src/author/compile/bundle-pieces.ts'
import { compileCorpus, proveCorpus } from '../../src/author/compile/compile.ts'
import { bundleText } from '../../src/author/compile/emit.ts'
import type { TaskFileContent } from '../../src/author/compile/file-content.ts'
import { lintCorpus } from '../../src/author/compile/lint-corpus.ts'
import { UnprovedCorpus } from '../../src/author/compile/unproved-corpus.ts'
import { WatchedCorpus } from '../../src/author/compile/watched-corpus.ts'
import { WatchedLint } from '../../src/author/compile/watched-lint.ts'
import { CorpusLint } from '../../src/author/lint/lint.ts'
import type { TaskSketch } from '../../src/author/lint/sketch.ts'
import { memoryBench } from '../support/workbench.ts'

type Drawn<Values> = Values extends fc.Arbitrary<infer Value> ? Value : never

const SEED = 2026

const template = (name: string) => readFileSync(`templates/${name}.typescript.yaml`, 'utf8')
const rain = template('data-pipeline')
const cli = template('cli')

/** What a file may hold: sound tasks, faulty ones of each stage, one with a warning, and what is no task at all. */
const texts: readonly string[] = [
  rain,
  cli,
  template('stateful-class'),
  cli.replace(/^id: .*/m, 'id: labels-told-twice'),
  rain.replace(/^title: .*/m, 'title: Sums'),
  `# moved\n${rain}`,
  rain.replace('kind: off-by-one', 'kind: of-by-one'),
  rain.replace('totals.set(day,', 'totals.set(dya,'),
  'id: [',
]
const settings: readonly string[] = [
  'lint: {}\n',
  'lint: { no-similar-task: error }\n',
  'lint: { no-similar-task: off, no-clean-surplus: error }\n',
  'lint: { no-such-rule: off }\n',
]

/** An edit: a file gets a text or is taken away, or the settings are others. */
const edits = fc.oneof(
  { weight: 5, arbitrary: fc.record({ path: fc.nat(2), text: fc.nat(texts.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ path: fc.nat(2), text: fc.constant(null) }) },
  { weight: 1, arbitrary: fc.record({ config: fc.option(fc.nat(settings.length - 1)) }) },
)

function fileOf(path: string, text: string): TaskFileContent {
  return { path, bytes: new TextEncoder().encode(text) }
}

/** Makes a corpus as one sequence of edits does, and calls `check` after each with what has changed and what there is. */
async function editing(
  sequence: readonly Drawn<typeof edits>[],
  check: (
    change: Parameters<WatchedLint['update']>[0],
    files: readonly TaskFileContent[],
    config: TaskFileContent | null,
  ) => Promise<void>,
): Promise<void> {
  const files = new Map([0, 1, 2].map((path) => [`tasks/${path}.yaml`, texts[path] ?? '']))
  let config: TaskFileContent | null = null
  const all = () =>
    [...files].map(([path, text]) => fileOf(path, text)).sort((a, b) => (a.path < b.path ? -1 : 1))
  await check({ changed: all(), gone: [], config }, all(), config)
  for (const edit of sequence) {
    if ('config' in edit) {
      const text = edit.config === null ? null : settings[edit.config]
      config = text ? fileOf('reviewgym.config.yaml', text) : null
      await check({ changed: [], gone: [], config }, all(), config)
      continue
    }
    const path = `tasks/${edit.path}.yaml`
    if (edit.text === null) {
      if (!files.delete(path) || files.size === 0) continue
      await check({ changed: [], gone: [path], config }, all(), config)
    } else {
      files.set(path, texts[edit.text] ?? '')
      await check({ changed: [fileOf(path, files.get(path) ?? '')], gone: [], config }, all(), config)
    }
  }
}

const sequences = fc.array(edits, { minLength: 8, maxLength: 8 })

test('after any edits a watched corpus is what compiling it anew makes of it, to the byte', async () => {
  const anew = new Map<string, ReturnType<typeof compileCorpus>>()
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const watched = new UnprovedCorpus(null, (_, pack) => pack({ threads: [] }))
      await editing(sequence, async (change, files, config) => {
        const { bundle, diagnostics } = await watched.update(change)
        const key = JSON.stringify([files, config])
        const expected = await (anew.get(key) ?? compileCorpus(files, null, config))
        anew.set(key, Promise.resolve(expected))
        expect(diagnostics).toEqual(expected.diagnostics)
        const made = bundle && bundleOf(bundle)
        expect(made).toEqual(expected.value)
        if (!bundle || !made) return
        const written = [...bundle.pieces(), closing(made.sha256)].join('')
        expect(written).toBe(bundleText(made))
      })
    }),
    { seed: SEED, numRuns: 4 },
  )
})

test('the same holds of one that is proved, and of what earlier compilations kept', async () => {
  const bench = { ...memoryBench(), toolIdentity: 'this one' }
  await fc.assert(
    fc.asyncProperty(fc.array(edits, { minLength: 3, maxLength: 3 }), async (sequence) => {
      const watched = new WatchedCorpus()
      await editing(sequence, async (change, files, config) => {
        const { isKept: _, bundle, ...said } = await watched.update(change, { bench })
        const { bundle: expected, ...anew } = await proveCorpus(files, memoryBench(), config)
        expect({ ...said, bundle: bundle && bundleOf(bundle) }).toEqual({ ...anew, bundle: expected })
        await proveCorpus(files, bench, config)
        await watched.prepare(config, { bench }, () => false)
      })
    }),
    { seed: SEED, numRuns: 2 },
  )
})

test('watched linting says what linting anew says', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const watched = new WatchedLint({ cache: null, toolIdentity: null })
      await editing(sequence, async (change, files, config) => {
        const { tasks, diagnostics } = await watched.update(change)
        const anew = await lintCorpus(files, config)
        expect(diagnostics).toEqual(anew.diagnostics)
        expect(tasks.map(({ id }) => id)).toEqual(anew.tasks.map(({ spec }) => spec.id))
      })
    }),
    { seed: SEED, numRuns: 3 },
  )
})

const words = ['above', 'abroad', 'below', 'beside', 'close', 'clean', 'dark', 'deep']
const hashes = fc.uniqueArray(fc.nat(12), { maxLength: 6 }).map((all) => all.sort((a, b) => a - b))
const sketches = fc.record({
  id: fc.nat(60),
  split: fc.constantFrom('train', 'eval'),
  clean: fc.nat(2),
  code: hashes,
  texts: hashes,
  items: fc.array(
    fc.record({
      stems: fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
      groups: fc.array(
        fc.array(fc.constantFrom('above', 'be*', 'c*', 'cl*', 'dark', 'x*'), { maxLength: 2 }),
        {
          maxLength: 2,
        },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
})

function sketchOf({ id, clean, items, ...rest }: Drawn<typeof sketches>, number: number): TaskSketch {
  const path = `${number}.yaml`
  const spot = (start: number) => ({ path, start, end: start + 1 })
  return {
    ...rest,
    id: `task-${id}`,
    spot: spot(0),
    variants: { spot: spot(1), rows: 3, clean },
    items: items.map(({ stems, groups }, index) => ({
      id: `item-${index}`,
      stems: stems.sort(),
      spot: spot(2 + index),
      singleWords: groups.map((patterns) =>
        patterns.map((pattern) =>
          pattern.endsWith('*')
            ? { pattern, stems: [], prefixes: [pattern.slice(0, -1)] }
            : { pattern, stems: [pattern], prefixes: [] },
        ),
      ),
    })),
  }
}

test('rules about a corpus say the same whether its tasks come at once or come and go', () => {
  const said = (lint: CorpusLint, tasks: readonly TaskSketch[]) =>
    lint.diagnostics(tasks, (path) => ({ path, text: ' '.repeat(20) }))
  const steps = fc.array(fc.record({ gone: fc.nat(40), added: fc.array(sketches, { maxLength: 12 }) }), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(fc.array(sketches, { maxLength: 40 }), steps, (first, rest) => {
      const lint = new CorpusLint()
      let number = 0
      let tasks: readonly TaskSketch[] = []
      for (const { gone, added } of [{ gone: 0, added: first }, ...rest]) {
        const fresh = added.map((one) => {
          number += 1
          return sketchOf(one, number)
        })
        const left = new Set(tasks.slice(0, gone))
        lint.update(left, fresh)
        tasks = [...tasks.filter((task) => !left.has(task)), ...fresh]
        const anew = new CorpusLint()
        anew.update(new Set(), tasks)
        expect(said(lint, tasks)).toEqual(said(anew, tasks))
      }
    }),
    { seed: SEED, numRuns: 60 },
  )
})
