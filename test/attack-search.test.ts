import { describe, expect, test } from 'vitest'
import type { Bundle } from '../src/model/bundle.ts'
import { drawFor } from '../src/rollout/attack/play.ts'
import { search } from '../src/rollout/attack/search.ts'
import { loosestItem, visibleWords } from '../src/rollout/attack/thrown-words.ts'
import { indexBundle, type Row } from '../src/runtime/bundle/opened.ts'
import { compiledPair } from './support/corpus.ts'
import { ownWordIsEvidence, type Weakness, weaken } from './support/weaken.ts'

const TASK = 'order-search'

/** Any two of its ordinary words explain the first item; the others are as they were. */
const commonWordsAreEvidence: Weakness = (_, { items }, { private: { concepts } }) => {
  const [first] = items
  if (!first) throw new Error('An item is needed')
  concepts['common-words'] = ['~order|orders|error|query ~shop|page|address|json|text']
  first.evidence = { all: [['common-words']], any: null, none: [] }
}

async function rowOf(weakness: Weakness | null): Promise<Row> {
  const bundle = JSON.parse((await compiledPair()).text) as Bundle
  const { tasks } = indexBundle(weakness ? weaken(bundle, TASK, weakness) : bundle)
  const row = tasks.get(TASK)?.find(({ rubric }) => rubric.variant === 'all')
  if (!row) throw new Error(`No row of ${TASK} has all defects`)
  return row
}

function loosest(row: Row, seed: number) {
  return loosestItem(row, drawFor('search', row, seed))
}

describe('words thrown together', () => {
  test('explain an item whose evidence is any two common words, and the same text does for the same seed', async () => {
    const row = await rowOf(commonWordsAreEvidence)
    const [once, again, other] = [loosest(row, 1), loosest(row, 1), loosest(row, 2)]
    expect(once?.item).toBe(row.rubric.items[0]?.id)
    expect(once?.share).toBeGreaterThan(0.1)
    expect(again).toEqual(once)
    expect(other?.text).not.toBe(once?.text)
    const bowl = visibleWords(row)
    expect(once?.text.split(' ').filter((word) => !bowl.includes(word))).toEqual([])
  })
})

describe('the search', () => {
  const policy = { feedback: 'coverage', delivery: 'dense', profile: 'learn' } as const

  test('counts an item that thrown words explain as a hole', async () => {
    const row = await rowOf(ownWordIsEvidence)
    const hole = search(row, policy, 10, 1).holes.find(({ what }) => what === 'thrown words')
    expect(hole?.score).toBe(1)
    expect(row.rubric.items.map(({ id }) => id)).toContain(hole?.text.split(':')[0])
  })

  test('finds no such hole in a task with tight evidence', async () => {
    const { holes } = search(await rowOf(null), policy, 10, 1)
    expect(holes.filter(({ what }) => what === 'thrown words')).toEqual([])
  })
})
