import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { taskRules } from '../src/author/lint/rules.ts'

const SOUND = readFileSync('test/fixtures/broken/sound-words-like-values.yaml', 'utf8')

/** What the linter says about the sound task after some edits: each code with the text that it underlines. */
async function lint(
  edits: readonly (readonly [string, string])[],
): Promise<readonly (readonly [string, string])[]> {
  const text = edits.reduce((task, [before, after]) => {
    if (!task.includes(before)) throw new Error(`The sound task does not have ${before}`)
    return task.replace(before, after)
  }, SOUND)
  const { diagnostics } = await lintCorpus([{ path: 'fee.yaml', bytes: Buffer.from(text) }])
  return diagnostics.map(({ code, span }) => [code, span ? text.slice(span.start, span.end) : ''] as const)
}

/** A second item at the fee itself, in the same function. */
const SECOND_ITEM: readonly [string, string] = [
  'hints:\n',
  `  - id: rounded-fee
    kind: precision-loss
    accept_kinds: [wrong-operator]
    severity: low
    scope: block
    why: The fee of a part of a day is lost when the day count is used as it is.
    fix:
      - find: daysOverdue(loan, today) *
        replace: Math.ceil(daysOverdue(loan, today)) *
    evidence: { all: [[part-of-day]] }
    remedy: [[smaller-of-both]]
    accepts:
      - A part of a day is charged as a part of the fee, which nobody can pay.
      - The part of the day makes the fee a number with decimals.
      - Half a day gives half of 25 cents because a part of the day counts.
    rejects:
      - No part of a day is ever charged in this function of the library.
      - This function should be documented, its name does not say what it returns.
      - The members are not told what they owe for the book that they kept.
hints:
`,
]
const PART_OF_DAY: readonly [string, string] = [
  'concepts:\n',
  'concepts:\n  part-of-day:\n    any: [part|half day]\n',
]
const DECOY = (at: string, kinds: string): readonly [string, string] => [
  'hints:\n',
  `decoys:\n  - id: bait\n    at: ${at}\n    kinds: [${kinds}]\n    why: It is right as it is.\nhints:\n`,
]

const BOTH_FUNCTIONS = `      export function daysOverdue(loan: Loan, today: number): number {
        return Math.max(0, today - loan.dueDay)
      }

      export function lateFee(loan: Loan, today: number): number {
        const fee = daysOverdue(loan, today) * CENTS_PER_DAY
        return Math.max(fee, loan.priceInCents)
      }
`

const cases: Readonly<
  Record<string, readonly (readonly [readonly (readonly [string, string])[], string])[]>
> = {
  'no-overlapping-kinds': [[[SECOND_ITEM, PART_OF_DAY], 'rounded-fee']],
  'no-decoy-near-item': [[[DECOY('const fee =', 'wrong-operator')], 'bait']],
  'no-wide-anchor': [[[['    fix:\n', `    at: |-\n${BOTH_FUNCTIONS}    fix:\n`]], 'fee-cap']],
  'require-evidence': [[[['    remedy: [[smaller-of-both]]\n', '']], 'fee-cap']],
  'require-small-scopes': [[[['    scope: block\n', '']], 'src/fees.ts']],
  'no-easy-guess': [
    [
      [
        [
          'kind: wrong-operator\n',
          'kind: wrong-operator\n    accept_kinds: [off-by-one, missing-case, precision-loss, infinite-loop, division-by-zero, late-binding, data-loss, type-coercion, time-zone-error, iterator-misuse, breaking-change, deadlock, stale-cache, flaky-test, weak-assertion]\n',
        ],
      ],
      'rubric',
    ],
  ],
  'require-true-examples': [
    [
      [['      - The cap works the wrong way round.', '      - Members pay too much.']],
      'Members pay too much.',
    ],
    [[['      - Round the fee to cents.', '      - Take the smaller one.']], 'Take the smaller one.'],
  ],
  'require-matching-accepts': [
    [
      [
        [
          'The price should limit the fee, but it is used as a minimum that everybody pays.',
          'Members pay far too much for a book that is a single day late.',
        ],
      ],
      'Members pay far too much for a book that is a single day late.',
    ],
    [
      [
        [
          'The price should limit the fee, but it is used as a minimum that everybody pays.',
          'larger fee larger fee larger fee larger fee',
        ],
      ],
      'larger fee larger fee larger fee larger fee',
    ],
  ],
  'no-matching-reject': [
    [
      [
        [
          'This function should be documented, its name does not say what it returns.',
          'The larger of fee and price is shown to the member in the wrong currency.',
        ],
      ],
      'The larger of fee and price is shown to the member in the wrong currency.',
    ],
  ],
  'require-denial': [
    [
      [
        [
          'Nobody is charged the larger of fee and price, and the cap is never wrong.',
          'The members get their letter two days after the book is due.',
        ],
      ],
      'rejects',
    ],
  ],
  'no-needless-group': [
    [
      [['{ all: [[cap-turned-round]] }', '{ all: [[cap-turned-round], [cap-turned-round]] }']],
      '[cap-turned-round]',
    ],
  ],
  'no-visible-evidence': [
    [
      [['  - 2026-03-01', '  - See whether the larger of fee and price is charged.']],
      'See whether the larger of fee and price is charged.',
    ],
    [[['const CENTS_PER_DAY = 25', '// Larger price\n      const CENTS_PER_DAY = 25']], '// Larger price'],
    [[['title: ', 'title: Charge the larger of fee and price, ']], ''],
  ],
  'require-remedy-example': [
    [
      [
        [
          '    accepts:\n      - Take the smaller of fee and price.\n      - Use min instead of max.\n      - Charge the lesser of both.\n',
          '',
        ],
      ],
      '[[smaller-of-both]]',
    ],
  ],
  'no-severity-contradiction': [
    [
      [['The price should limit the fee, but', 'A minor slip, the price should limit the fee, but']],
      'A minor slip',
    ],
    [[['    why: ', '    why: This is hardly critical. ']], 'This is hardly critical.'],
  ],
  'no-ambiguous-accept': [
    [
      [
        SECOND_ITEM,
        PART_OF_DAY,
        ['    accept_kinds: [wrong-operator]\n', ''],
        [
          'A part of a day is charged',
          'The larger of fee and price is charged for a part of a day and is charged',
        ],
      ],
      '',
    ],
  ],
}

test('the task that the cases start from is sound', async () => {
  expect(await lint([])).toEqual([])
})

test('every rule has a case', () => {
  expect(Object.keys(cases).toSorted()).toEqual(taskRules.map(({ name }) => name).toSorted())
})

describe.each(Object.entries(cases))('%s', (rule, found) => {
  test.each(found)('points at the phrase (%#)', async (edits, underlined) => {
    const reported = (await lint(edits)).filter(([code]) => code === `lint/${rule}`)
    expect(reported.map(([, text]) => text)).toContainEqual(expect.stringContaining(underlined))
  })
})

/** What the linter says about a corpus of tasks with these variants. */
async function lintShares(variants: Readonly<Record<string, string>>) {
  const files = Object.entries(variants).map(([id, list]) => ({
    path: `${id}.yaml`,
    bytes: Buffer.from(
      SOUND.replace(/^id: .*$/m, `id: ${id}`)
        .replace(/^variants: .*\n/m, '')
        .concat(`variants: ${list}\n`),
    ),
  }))
  const { diagnostics } = await lintCorpus(files)
  return diagnostics
    .filter(({ code }) => code === 'lint/no-clean-surplus')
    .map(({ message, severity, span, notes }) => ({
      message,
      severity,
      path: span?.source.path,
      notes: notes.map((note) => note.message),
    }))
}

describe('the share of clean rows', () => {
  test('above a fifth is a warning at the tasks that have too many', async () => {
    const found = await lintShares({
      'fee-one': '[all, clean]',
      'fee-two': '[all]',
      'fee-three': '[clean]',
    })
    expect(found).toEqual([
      {
        message: '2 of the corpus’s 4 rows have no defect, and at most 20 % should: here 1 of 1',
        severity: 'warning',
        path: 'fee-three.yaml',
        notes: ['`fee-one` has 1 of 2'],
      },
    ])
  })

  test('of a fifth is none', async () => {
    const found = await lintShares({
      'fee-one': '[all, clean]',
      'fee-two': '[all]',
      'fee-three': '[all]',
      'fee-four': '[all]',
    })
    expect(found).toEqual([])
  })
})
