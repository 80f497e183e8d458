import { afterAll, describe, expect, test } from 'vitest'
import { decodeAction, type WireAction } from '../../src/model/action.ts'
import { guideTo, workedExamples } from '../../src/runtime/environment/guide.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { builtSandbox } from '../support/pool.ts'
import { smallRow } from '../support/rows.ts'
import { playIn, vagueFinding } from '../support/running.ts'

const { bundle } = await compiledCorpus()
const sandbox = builtSandbox()
afterAll(() => sandbox.close())

test('every language of the corpus has a guide', () => {
  for (const [row] of bundle.tasks.values())
    expect(guideTo(row?.task.language ?? '')).toMatch(/^A finding may carry/)
})

describe.each(Object.entries(workedExamples))('the worked example in %s', (language, example) => {
  const { path, code, fixtures, witness, patch } = example
  const [edit] = patch.edits ?? []
  if (!edit) throw new Error('An example without an edit')
  const row = smallRow({
    language,
    files: { [path]: code },
    fixtures,
    tests: [],
    items: {
      example: { kind: 'lost-update', path, find: edit.find, replace: edit.replace, cases: [witness] },
    },
  })

  test('is of no task in the corpus, and is told whole', () => {
    for (const [one] of bundle.tasks.values())
      for (const file of one?.files ?? []) expect(file.code).not.toContain(code.slice(0, 100))
    for (const part of [code, JSON.stringify(fixtures), JSON.stringify(witness), JSON.stringify(patch)])
      expect(guideTo(language)).toContain(part)
  })

  test('proves its defect and mends it, as it is sent', async () => {
    const [item] = row.rubric.items
    if (!item) throw new Error('No item')
    const wires: readonly WireAction[] = [
      { operation: 'submit_findings', findings: [{ ...vagueFinding(item), witness }] },
      { operation: 'submit_patch', patch },
      { operation: 'finalize' },
    ]
    const actions = wires.map(decodeAction).map((action) => {
      if ('faults' in action) throw new Error('The example is refused')
      return action
    })
    const { episode } = await playIn(sandbox, row, ...actions)
    expect(episode.ledger).toMatchObject([
      { entry: 'finding', class: 'matched', item: 'example', proven: true },
      { entry: 'patch', verdict: 'accepted', fixed: ['example'] },
      { entry: 'finalize' },
    ])
  })
})
