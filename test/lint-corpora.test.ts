import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixCorpus } from '../src/author/compile/fix-corpus.ts'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { resemblance, shinglesOf } from '../src/author/lint/shingles.ts'

const BASE = readFileSync('test/fixtures/lint/no-any/invalid/argument-and-comment.yaml', 'utf8')
  .replace('        // @ts-expect-error\n', '')
  .replace('_note?: any', '_note?: unknown')
const fileOf = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) })

describe('a word that a tenth of all items use', () => {
  /** So many tasks, of which the first `saying` have a right answer that speaks of a cap. */
  async function commonWords(tasks: number, saying: number) {
    const files = Array.from({ length: tasks }, (_, index) => {
      const named = BASE.replace('id: late-fee', `id: late-fee-${index}`)
      const other = named
        .replace('so the cap works the wrong way round', 'the wrong way round')
        .replace('cap|limit|minimum wrong|minimum', 'limit|minimum wrong|minimum')
        .replace('      - The cap works the wrong way round.\n', '')
        .replace('and the cap is never wrong', 'and nothing is ever wrong')
      const first = named.replace('      - cap|limit|minimum wrong|minimum\n', '      - cap\n')
      return fileOf(`late-fee-${index}.yaml`, index === 0 ? first : index < saying ? named : other)
    })
    const { diagnostics } = await lintCorpus(files)
    return diagnostics
      .filter(({ code }) => code === 'lint/no-common-word')
      .map(({ message, path }) => ({ message, path }))
  }

  test('explains nothing by itself', async () => {
    expect(await commonWords(20, 3)).toEqual([
      {
        message: '`cap` explain `fee-cap`, and right answers to 3 of the corpus’s 20 items say so',
        path: 'late-fee-0.yaml',
      },
    ])
  })

  test('and one that fewer use may, as may any in a corpus of few items', async () => {
    expect(await commonWords(20, 2)).toEqual([])
    expect(await commonWords(19, 19)).toEqual([])
  })
})

describe('resemblance', () => {
  const words = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `word${from + index}`).join(' ')

  test.each<[string, string, string, number]>([
    ['the same', words(0, 500), words(0, 500), 1],
    ['nothing in common', words(0, 500), words(1000, 1500), 0],
    ['half in common', words(0, 750), words(250, 1000), 0.5],
    ['a tenth in common', words(0, 550), words(450, 1000), 0.1],
    ['short texts, exactly', words(0, 8), words(0, 6), 0.5],
    ['nothing to compare', '', '', 0],
  ])('of texts with %s is estimated well', (_, a, b, expected) => {
    const found = resemblance(shinglesOf([a]), shinglesOf([b]))
    expect(Math.abs(found - expected)).toBeLessThan(0.12)
    expect(resemblance(shinglesOf([b]), shinglesOf([a]))).toBe(found)
  })
})

describe('lint --fix', () => {
  const fix = async (text: string) => {
    const [fixed] = await fixCorpus([fileOf('fee.yaml', text)])
    return fixed ? { text: fixed.text, codes: fixed.mended.map(({ code }) => code) } : null
  }

  test('leaves a sound task alone', async () => {
    expect(await fix(BASE)).toBeNull()
  })

  test.each<[string, string, string, string]>([
    ['the last pack goes with its key', 'concepts:\n', 'use: [logic]\nconcepts:\n', 'concepts:\n'],
    [
      'a block list keeps its other entries',
      'concepts:\n',
      'use:\n  - time\n  - logic # both\nconcepts:\n',
      'use:\n  - logic # both\nconcepts:\n',
    ],
    [
      'values are quoted',
      ' 12] }]\n    expected',
      ' 0xC, no] }]\n    expected',
      ' 12, "no"] }]\n    expected',
    ],
    [
      'a date is quoted',
      '12] }]\n    expected',
      '2026-03-01] }]\n    expected',
      '"2026-03-01"] }]\n    expected',
    ],
    [
      'the words of a name stand apart in a pattern',
      '      - charg*|pay* full price\n',
      '      - charg* Full_price|priceInCents ~dueDay*\n      - ~wrong_price full\n',
      '      - charg* Full_price|priceInCents ~dueDay*\n      - ~wrong ~price full\n',
    ],
    [
      'a suppression that is not needed goes with its line',
      'rubric:\n',
      '# reviewgym-ignore no-any: old\nrubric:\n',
      'rubric:\n',
    ],
    [
      'or from behind what stands on it',
      'rubric:\n',
      'rubric: # reviewgym-ignore no-any: old\n',
      'rubric:\n',
    ],
  ])('%s', async (_, sound, broken, mended) => {
    const before = BASE.replace(sound, broken)
    expect(before).not.toBe(BASE)
    expect((await fix(before))?.text).toBe(BASE.replace(sound, mended))
  })

  test('a canary is set above the task, and the same one again', async () => {
    const held = BASE.replace('split: train', 'split: eval')
    const fixed = await fix(held)
    expect(fixed?.codes).toEqual(['lint/require-canary'])
    expect(fixed?.text.split('\n')[0]).toMatch(
      /^# canary [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}: /,
    )
    expect(fixed?.text.slice(fixed.text.indexOf('\n') + 1)).toBe(held)
    expect(await fix(held)).toEqual(fixed)
  })

  test('line breaks stay those of the file', async () => {
    const held = BASE.replace('split: train', 'split: eval').replaceAll('\n', '\r\n')
    expect((await fix(held))?.text).not.toMatch(/[^\r]\n/)
  })

  test('a file that could not be read stays as it is', async () => {
    expect(await fix(`${BASE}use: [logic\n`)).toBeNull()
  })
})
