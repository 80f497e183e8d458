import { afterAll, describe, expect, test } from 'vitest'
import { decodeAction } from '../../src/model/action.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Witness } from '../../src/model/witness.ts'
import type { Row, RowItem } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { builtSandbox } from '../support/pool.ts'
import { gradedIn, playIn, rowOf, vagueFinding } from '../support/running.ts'

const { bundle } = await compiledCorpus()
const sandbox = builtSandbox()
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

  test.each(witnessed)('$name: explains its own item, on every row that has it', async ({ row, item }) => {
    const rows = [row, ...(bundle.tasks.get(row.task.id) ?? [])].filter(({ rubric }) =>
      rubric.items.some(({ id }) => id === item.id),
    )
    for (const one of new Set(rows)) {
      const own = one.rubric.items.find(({ id }) => id === item.id)
      if (!own) throw new Error('A row without the item')
      for (const index of own.source.cases.keys()) {
        const [entry] = await gradedIn(sandbox, one, [withWitness(own, witnessOf(own, index))])
        expect(entry).toMatchObject({ class: 'matched', item: item.id, proven: true })
        expect(entry?.quality).toBeGreaterThanOrEqual(36)
      }
    }
  })

  test.each(witnessed)('$name: proves no other item', async ({ row, item }) => {
    const others = row.rubric.items.filter(({ id }) => id !== item.id)
    for (const index of item.source.cases.keys())
      for (const entry of await gradedIn(
        sandbox,
        row,
        others.map((other) => withWitness(other, witnessOf(item, index))),
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
    .filter((_, index) => index % 3 === 0)
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
    if ('kind' in action) return
    expect(await gradedIn(sandbox, row, [withWitness(item, witness)])).toMatchObject([
      { class: 'located', proven: false },
    ])
  })
})
