import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { decodeAction } from '../../src/model/action.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Witness } from '../../src/model/witness.ts'
import type { Row, RowItem, ServedFile } from '../../src/runtime/bundle/opened.ts'
import type { Sandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { ownProgram } from '../../src/runtime/verify/own-programs.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { builtSandbox } from '../support/pool.ts'
import { smallRow } from '../support/rows.ts'
import { gradedIn, playIn, rowOf, vagueFinding } from '../support/running.ts'
import { purseRow } from './purse.ts'

const { bundle } = await compiledCorpus()
// The corpus's own Python programs may share children, which is quicker.
const sandbox = builtSandbox({ pythonChildren: 'fresh' })
afterAll(() => sandbox.close())

const alls = [...bundle.tasks.values()].map((rows) => rowOf(rows, 'all'))
const items = alls.flatMap((row) =>
  row.rubric.items.map((item) => ({ row, item, name: `${row.task.id} ${item.id}` })),
)
const witnessed = items.filter(({ item }) => item.source.cases.length > 0)

function witnessOf({ source }: RowItem, index = 0): Witness {
  const found = source.cases[index]
  if (!found) throw new Error(`${source.id} has no case ${index}`)
  const { calls, actual, expected } = found
  return { calls, actual, expected }
}

const withWitness = (item: RowItem, witness: Witness): Finding => ({ ...vagueFinding(item), witness })

describe('a case of the author’s with a vague text at the right place', () => {
  test('without it, the text explains nothing anywhere', async () => {
    for (const { row, item } of items) {
      const [entry] = await gradedIn(sandbox, row, [vagueFinding(item)])
      expect({ item: item.id, class: entry?.class }).toEqual({ item: item.id, class: 'located' })
    }
  })

  // Proving has run every case on every variant. Here it goes through the grader: all cases where all defects are, and
  // on the other rows the cases in turns.
  test.each(witnessed)('$name: explains its own item, on every row that has it', async ({ row, item }) => {
    const others = (bundle.tasks.get(row.task.id) ?? []).filter(
      (one) => one !== row && one.rubric.items.some(({ id }) => id === item.id),
    )
    const cases = [...item.source.cases.keys()]
    const played = [
      ...cases.map((index) => ({ on: row, index })),
      ...others.map((on, turn) => ({ on, index: turn % cases.length })),
    ]
    for (const { on, index } of played) {
      const own = on.rubric.items.find(({ id }) => id === item.id)
      if (!own) throw new Error('A row without the item')
      const [entry] = await gradedIn(sandbox, on, [withWitness(own, witnessOf(own, index))])
      expect(entry).toMatchObject({ class: 'matched', item: item.id, proven: true })
      expect(entry?.quality).toBeGreaterThanOrEqual(36)
    }
  })

  test.each(witnessed)('$name: proves no other item', async ({ row, item }) => {
    const others = row.rubric.items.filter(({ id }) => id !== item.id)
    for (const entry of await gradedIn(
      sandbox,
      row,
      others.map((other) => withWitness(other, witnessOf(item))),
    ))
      expect(entry).toMatchObject({ class: 'located', proven: false })
  })
})

describe('a proof', () => {
  const [first] = witnessed
  if (!first) throw new Error('Nothing in the corpus has cases')
  const { row, item } = first
  const proof = witnessOf(item)

  test.each([
    ['five words', 'It is as said. '.repeat(2)],
    [
      'a denial',
      `There is nothing wrong here: ${item.source.rejects.find((text) => /\bnot?\b|never/.test(text))}`,
    ],
    ['a hedge', 'Perhaps something might be off with this, please double check it.'],
  ])('stands for the words where there is %s', async (_, message) => {
    const finding = { ...withWitness(item, proof), message: message.slice(0, 800) }
    const [without] = await gradedIn(sandbox, row, [{ ...finding, witness: null }])
    expect(without?.class).not.toBe('matched')
    expect(await gradedIn(sandbox, row, [finding])).toMatchObject([{ class: 'matched', item: item.id }])
  })

  test('is waited for where no client waits, however long its runs stand behind others', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const late =
      (run: Sandbox['run']): Sandbox['run'] =>
      async (...asked) => {
        await vi.advanceTimersByTimeAsync(60_000)
        return run(...asked)
      }
    const busy: Sandbox = { ...sandbox, together: (work) => sandbox.together((run) => work(late(run))) }
    expect(await gradedIn(busy, row, [withWitness(item, proof)])).toMatchObject([{ proven: true }])
  })

  test('does not stand for the place or the kind', async () => {
    const [other] = row.rubric.items.filter(({ id }) => id !== item.id)
    if (!other) throw new Error('A row of one item')
    const elsewhere = { ...withWitness(other, proof), kind: item.kind }
    const otherwise = { ...withWitness(item, proof), kind: other.kind }
    for (const entry of await gradedIn(sandbox, row, [elsewhere, otherwise]))
      expect(entry).toMatchObject({ item: null, proven: false })
  })

  test('goes first in its batch, and the same claim in words after it is a duplicate', async () => {
    const batch = [vagueFinding(item), withWitness(item, proof)]
    expect(await gradedIn(sandbox, row, batch)).toMatchObject([
      { index: 0, class: 'duplicate', proven: null },
      { index: 1, class: 'matched', proven: true },
    ])
  })

  test('raises a located claim to what it would have been worth at first, for nothing', async () => {
    const submit = (finding: Finding) => ({ operation: 'submit_findings', findings: [finding] }) as const
    const raised = await playIn(sandbox, row, submit(vagueFinding(item)), submit(withWitness(item, proof)))
    const atOnce = await playIn(sandbox, row, submit(withWitness(item, proof)))
    expect(raised.episode.ledger).toMatchObject([{ class: 'located' }, { class: 'raised', proven: true }])
    expect(raised.episode.assessment).toEqual(atOnce.episode.assessment)
    const again = await playIn(
      sandbox,
      row,
      ...[vagueFinding(item), withWitness(item, proof), withWitness(item, proof)].map(submit),
    )
    expect(again.episode.ledger.at(-1)).toMatchObject({ class: 'duplicate' })
  })
})

describe('a bogus witness earns nothing', () => {
  /** What a witness that is wrong may look like, made from one that is right. */
  const wrong: Readonly<Record<string, (right: Witness, row: Row) => Witness>> = {
    'right calls, wrong outcome now': (right) => ({ ...right, actual: right.actual.map(() => 'other') }),
    'right calls, wrong outcome then': (right) => ({ ...right, expected: right.expected.map(() => 'other') }),
    'both outcomes as now': ({ calls, actual }) => ({ calls, actual, expected: actual }),
    'both outcomes as then': ({ calls, expected }) => ({ calls, actual: expected, expected }),
    'outcomes the wrong way round': ({ calls, actual, expected }) => ({
      calls,
      actual: expected,
      expected: actual,
    }),
  }
  const bogus = witnessed
    .filter((_, index) => index % 5 === 0)
    .flatMap(({ row, item, name }) =>
      Object.entries(wrong).map(([how, make]) => ({
        row,
        item,
        name,
        how,
        witness: make(witnessOf(item), row),
      })),
    )

  test('there are more than 40 of them', () => {
    expect(bogus.length).toBeGreaterThanOrEqual(40)
  })

  test.each(bogus)('$name: $how', async ({ row, item, witness }) => {
    const action = decodeAction({ operation: 'submit_findings', findings: [withWitness(item, witness)] })
    if ('faults' in action) return
    expect(await gradedIn(sandbox, row, [withWitness(item, witness)])).toMatchObject([
      { class: 'located', proven: false },
    ])
  })
})

describe('what a witness may not hang on', () => {
  const till = smallRow({
    files: {
      'src/till.ts': `export class Till {
  paid = 0
}

export function pick(object: Record<string, unknown>, key: string): unknown {
  return object[key]
}

export function pay(balance: number, amount: number): number {
  return balance - amount
}

export function ticket(): number {
  return Math.random()
}
`,
    },
    tests: [],
    items: {
      'negative-amount': {
        kind: 'missing-validation',
        path: 'src/till.ts',
        find: '  return balance - amount',
        replace: '  return amount < 0 ? balance : balance - amount',
        cases: [],
      },
      'guessable-ticket': {
        kind: 'weak-randomness',
        path: 'src/till.ts',
        find: '  return Math.random()',
        replace: '  Math.random()\n  return Math.random()',
        cases: [],
      },
    },
  })
  const itemOf = (id: string) => {
    const item = till.rubric.items.find((one) => one.id === id)
    if (!item) throw new Error(`No item ${id}`)
    return item
  }

  test('an honest one holds', async () => {
    const witness = { calls: [{ call: 'pay', args: [9, -1] }], actual: [10], expected: [9] }
    const finding = withWitness(itemOf('negative-amount'), witness)
    expect(await gradedIn(sandbox, till, [finding])).toMatchObject([{ class: 'matched' }])
  })

  test('chance: what comes out with one seed does not with another', async () => {
    const item = itemOf('guessable-ticket')
    const calls = [{ call: 'ticket' }]
    const drawn = async (files: readonly ServedFile[]) => {
      const program = await ownProgram(sandbox, till, files)
      const ran = await sandbox.run({ program, calls, seed: 1 })
      return ran.status === 'ran' ? [...ran.result.outcomes] : []
    }
    const [actual, expected] = [await drawn(till.files), await drawn(item.fixed)]
    expect(actual).not.toEqual(expected)
    expect(await gradedIn(sandbox, till, [withWitness(item, { calls, actual, expected })])).toMatchObject([
      { class: 'located', proven: false },
    ])
  })

  test('code: texts do not become functions, with which how often a value is looked at could be counted', async () => {
    const calls = [
      { new: 'Till', as: 'till' },
      { start: 'pick', args: [{ $: 'till' }, 'constructor'], as: 'type' },
      { start: 'pick', args: [{ $: 'type' }, 'constructor'], as: 'make' },
      { start: 'make', args: ['return { n: 0, valueOf() { this.n += 1; return this.n } }'], as: 'code' },
      { start: 'code.call', as: 'counter' },
      { start: 'pay', args: [9, { $: 'counter' }] },
      { read: 'counter.n' },
    ]
    const finding = withWitness(itemOf('negative-amount'), { calls, actual: [1], expected: [2] })
    expect(await gradedIn(sandbox, till, [finding])).toMatchObject([{ class: 'located', proven: false }])
  })

  const [pays] = purseRow.rubric.items
  const right: Witness = {
    calls: [{ call: 'pay', args: [100, -50] }],
    actual: [50 + 100],
    expected: [{ raises: 'RangeError' }],
  }
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])

  test.each<[name: string, path: readonly (string | number)[], witness: Witness]>([
    ['too many characters', [], { ...right, actual: ['x'.repeat(16_001)] }],
    ['too many levels', [], { ...right, actual: [deep(40)] }],
    ['an outcome too few', ['actual'], { ...right, actual: [] }],
    ['an outcome too many', ['expected'], { ...right, expected: [1, 2] }],
    ['an outcome for what has none', ['actual'], { ...right, calls: [{ new: 'Account' }] }],
    ['any error as what happens', ['actual', 0], { ...right, actual: [{ raises: '*' }] }],
    ['the way to a class', ['calls', 0, 'read'], { ...right, calls: [{ read: 'journal.constructor' }] }],
    ['the way to a stack', ['calls', 0, 'read'], { ...right, calls: [{ read: 'error.stack' }] }],
    ['the way to a prototype', ['calls', 0, 'call'], { ...right, calls: [{ call: 'x.__defineGetter__' }] }],
    ['the way from an export', ['calls', 0, 'start'], { ...right, calls: [{ start: 'a.ts#constructor' }] }],
  ])('%s: refused with its place', (_, path, witness) => {
    if (!pays) throw new Error('No items')
    const action = decodeAction({
      operation: 'submit_findings',
      findings: [vagueFinding(pays), withWitness(pays, witness)],
    })
    expect(action).toMatchObject({ faults: [{ kind: 'refused', path: ['findings', 1, 'witness', ...path] }] })
  })

  test('another error than the reference raises is right where any is, and nothing is right on both programs', async () => {
    if (!pays) throw new Error('No items')
    const graded = async (witness: Witness) =>
      (await gradedIn(sandbox, purseRow, [withWitness(pays, witness)]))[0]?.proven
    expect(await graded(right)).toBe(true)
    expect(await graded({ ...right, expected: [{ raises: '*' }] })).toBe(true)
    expect(await graded({ ...right, expected: [{ raises: 'TypeError' }] })).toBe(true)
    const [other] = [{ calls: [{ call: 'pay', args: [100, -51] }], actual: [151] }]
    expect(await graded({ ...right, ...other, expected: [{ raises: '*' }] })).toBe(true)
    expect(await graded({ ...right, ...other, expected: [{ raises: 'TypeError' }] })).toBe(false)
    const both = { calls: [{ call: 'pay', args: [1, 2] }], actual: [{ raises: 'Overdrawn' }] }
    expect(await graded({ ...both, expected: [{ raises: '*' }] })).toBe(false)
  })
})
