import fc from 'fast-check'
import { type Finding, severities } from '../../src/model/finding.ts'
import { kinds } from '../../src/model/kinds/kinds.ts'
import { compileConcepts } from '../../src/rubric/concept.ts'
import type { Row, RowItem, RowMark, RowRubric } from '../../src/runtime/bundle/opened.ts'
import { attainableMaximum } from '../../src/runtime/grader/maximum.ts'

const FILE = 'src/orders.ts'
const SCOPE_LINES = 10

const language = {
  concepts: compileConcepts({ harm: ['orders others shown'], cure: ['compare owner'] }),
  heads: new Map<string, string>(),
  codes: [],
}

/** Texts that explain, say nothing, deny and only suspect. */
const messages = [
  'The handler trusts the id that came with the request, so orders of others are shown.',
  'The handler trusts the id that came with the request, and that goes wrong for customers.',
  'The owner is compared right above, orders of others are never shown by this handler.',
  'Perhaps somebody might double check what this handler does with the id of the request.',
  'order order order order order order order',
]

/** Six kinds are enough to meet and to miss each other. */
const someKinds = kinds.slice(0, 6).map(({ id }) => id)

const severity = fc.constantFrom(...severities)

function lines(first: number, last: number) {
  return { path: FILE, lines: [first, last] as [number, number] }
}

function item(
  index: number,
  kind: string,
  level: Finding['severity'],
  offset: number,
  isPatchable: boolean,
): RowItem {
  const start = index * SCOPE_LINES + 1
  return {
    id: `item-${index}`,
    kind,
    kinds: new Set([kind]),
    severity: level,
    acceptSeverities: [],
    scope: lines(start, start + SCOPE_LINES - 1),
    anchors: [lines(start + offset, start + offset)],
    evidence: { all: [['harm']], any: null, none: [] },
    remedy: [['cure']],
    source: {
      id: `item-${index}`,
      kind,
      accept_kinds: [],
      severity: level,
      accept_severities: [],
      why: '',
      accepts: [],
      rejects: [],
      evidence: { all: [['harm']], any: null, none: [] },
      remedy: [['cure']],
      recommendation: 'Compare the owner first.',
      cases: isPatchable ? [{ calls: [{ call: 'show' }], actual: [1], expected: [2] }] : [],
    },
    fixed: [],
  }
}

function mark(id: string, kind: string, line: number): RowMark {
  return { id, kinds: new Set([kind]), at: lines(line, line) }
}

/** A row with 0 to 6 items, each in a scope of ten lines of its own, and a decoy and an accepted entry behind them. */
export const arbitraryRow: fc.Arbitrary<Row> = fc
  .array(fc.tuple(fc.constantFrom(...someKinds), severity, fc.nat(SCOPE_LINES - 1), fc.boolean()), {
    maxLength: 6,
  })
  .chain((specs) =>
    fc
      .tuple(fc.constant(specs), fc.constantFrom(...someKinds), fc.constantFrom(...someKinds))
      .map(([rows, decoy, accepted]) => {
        const items = rows.map(([kind, level, offset, isPatchable], index) =>
          item(index, kind, level, offset, isPatchable),
        )
        const levels = specs.map(([, level, , isPatchable]) => ({ severity: level, isPatchable }))
        const rubric: RowRubric = {
          ...language,
          tests: [],
          reference: [],
          variant: items.length === 0 ? 'clean' : 'all',
          items,
          decoys: [mark('bait', decoy, 75)],
          accepted: [mark('remark', accepted, 85)],
          maximum: { strict: attainableMaximum(levels, 'strict'), learn: attainableMaximum(levels, 'learn') },
        }
        const code = `first()\n${'call()\n'.repeat(99)}`
        const file = { path: FILE, role: 'review' as const, code, lineCount: 100 }
        return { task: publicTask, number: 0, files: [file], rubric }
      }),
  )

const publicTask: Row['task'] = {
  id: 'orders',
  title: 'Orders',
  language: 'typescript',
  split: 'train',
  difficulty: 'easy',
  tags: [],
  context: 'Orders.',
  fixtures: {},
  hints: ['one', 'two', 'three'],
  rows: [],
}

/** A finding that is well-formed and possible, anywhere in the file, right about as often as not. */
export const arbitraryFinding: fc.Arbitrary<Finding> = fc
  .record({
    start: fc.integer({ min: 1, max: 94 }),
    width: fc.constantFrom(0, 0, 0, 1, 2, 4, 6),
    kind: fc.constantFrom(...someKinds, null),
    severity,
    confidence: fc.constantFrom(0, 0.001, 0.25, 0.5, 0.75, 0.999, 1),
    message: fc.constantFrom(...messages),
    recommendation: fc.constantFrom(null, 'Compare the owner first.', 'Add a test for it.'),
  })
  .map(({ start, width, ...rest }) => ({
    ...rest,
    file: FILE,
    range: [start, Math.min(100, start + width)],
    title: 'Look here',
  }))
