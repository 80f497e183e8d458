import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ServedFile } from '../../src/runtime/bundle/opened.ts'
import { applyPatch } from '../../src/runtime/verify/apply-patch.ts'
import { changedLines } from '../../src/runtime/verify/changed-lines.ts'

const CODE = `const first = 1
const second = 2
  const second = 2
const third = first
const fourth = 4
const fifth = 5
`
const served: readonly ServedFile[] = [
  { path: 'src/numbers.ts', role: 'review', code: CODE, lineCount: 6 },
  { path: 'src/given.ts', role: 'given', code: 'export {}\n', lineCount: 1 },
]
const edit = (find: string, replace: string, path = 'src/numbers.ts') => ({ path, find, replace })

describe('an edit', () => {
  test('replaces what occurs once, one after the other, and takes `$&` as it is', () => {
    const edits = [edit('= 4', '= $& + 1'), edit('= $& + 1', '= 44')]
    const patched = applyPatch(served, { edits })
    expect(patched.ok && patched.files.map(({ code }) => code)).toEqual([
      CODE.replace('= 4', '= 44'),
      'export {}\n',
    ])
  })

  test.each<[name: string, edits: readonly ReturnType<typeof edit>[], problem: string]>([
    [
      'that occurs twice',
      [edit('const second', 'let second')],
      'patch.edits[0]: `find` occurs 2 times in `src/numbers.ts`, at lines 2, 3: take in more of what is around',
    ],
    [
      'that occurs nowhere',
      [edit('= 4', '= 5'), edit('const sixth', '')],
      'patch.edits[1]: `find` does not occur in `src/numbers.ts`',
    ],
    [
      'that an edit before has taken away',
      [edit('const fourth = 4', ''), edit('const fourth = 4', '')],
      'patch.edits[1]: `find` does not occur in `src/numbers.ts`',
    ],
    [
      'that has other blanks',
      [edit('const  third =\tfirst', '')],
      'patch.edits[0]: `find` does not occur in `src/numbers.ts`; line 4 differs from it in blanks only: copy them as they are',
    ],
    [
      'with the line numbers that are shown',
      [edit('4 | const third = first', '')],
      'patch.edits[0]: `find` does not occur in `src/numbers.ts`: it has line numbers, which are not in the file',
    ],
    [
      'of a file with another name',
      [edit('= 4', '= 5', 'src/number.ts')],
      'patch.edits[0]: There is no file `src/number.ts`; did you mean `src/numbers.ts`?',
    ],
    [
      'of a given file',
      [edit('export', '', 'src/given.ts')],
      'patch.edits[0]: `src/given.ts` is given, not under review, and stays as it is',
    ],
  ])('%s is told so', (_, edits, problem) => {
    expect(applyPatch(served, { edits: [...edits] })).toEqual({ ok: false, problem })
  })
})

describe('changed lines', () => {
  const line = fc.constantFrom('a', 'b', 'c', '')
  const text = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => `${lines.join('\n')}\n`)

  /** The same by the length of a longest common subsequence, computed plainly. */
  function plainly(before: string, after: string): number {
    const [old, young] = [before, after].map((one) => one.replace(/\n$/, '').split('\n')) as [
      string[],
      string[],
    ]
    const table = Array.from({ length: old.length + 1 }, () => new Array<number>(young.length + 1).fill(0))
    const at = (i: number, j: number) => table[i]?.[j] ?? 0
    for (let i = 1; i <= old.length; i += 1)
      for (let j = 1; j <= young.length; j += 1) {
        const row = table[i]
        if (row)
          row[j] = old[i - 1] === young[j - 1] ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1))
      }
    return Math.max(old.length, young.length) - at(old.length, young.length)
  }

  test('are what a longest common subsequence leaves, or infinitely many beyond the limit', () => {
    fc.assert(
      fc.property(text, text, fc.nat(12), (before, after, most) => {
        const lines = plainly(before, after)
        expect(changedLines(before, after, most)).toBe(lines <= most ? lines : Number.POSITIVE_INFINITY)
      }),
      { numRuns: 3000, seed: 20261123 },
    )
  })

  test('of texts of strangers are counted in no time to speak of', () => {
    const lines = (many: number, one: string) => `${one}\n`.repeat(many)
    expect(changedLines(lines(400, 'x'), lines(30_000, 'x'), 200)).toBe(Number.POSITIVE_INFINITY)
    expect(changedLines(lines(400, 'x'), lines(400, 'y'), 200)).toBe(Number.POSITIVE_INFINITY)
  })
})
