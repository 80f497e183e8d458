import { callsShape, outcomesShape } from './call.ts'
import { severities } from './finding.ts'
import { fixtureShape } from './fixture.ts'
import { kinds } from './kinds/kinds.ts'
import { splits } from './policy-words.ts'
import {
  either,
  type Infer,
  integer,
  list,
  literal,
  nullable,
  object,
  optional,
  record,
  shown,
  string,
  word,
} from './shape.ts'

/** The form of ids. */
export const ID = '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'
const id = (description: string, example: string) =>
  string(description, { pattern: ID, maxLength: 60, examples: [example] })
const line = (description: string, example: string) =>
  string(description, { minLength: 1, maxLength: 300, examples: [example] })
const kind = word(
  'A word of the closed vocabulary.',
  kinds.map((entry) => entry.id),
)
const path = (description: string) =>
  string(description, {
    pattern: '^(?!/)(?!.*(^|/)\\.\\.?(/|$))[\\w./-]+$',
    maxLength: 120,
    examples: ['src/orders.ts'],
  })
const anchor = string('Text that occurs exactly once in the file; its lines are computed, never written.', {
  minLength: 1,
  examples: ['Math.max(fee, price)'],
})

const snippet = object('One file of code.', {
  path: path('Its name, relative, `/` as separator.'),
  role: optional(
    word(
      '`review` (default): under review. `given`: shown, checked and run, not under review.',
      ['review', 'given'],
      { default: 'review' },
    ),
  ),
  before: optional(
    nullable(
      string(
        'The code before the change under review, as a literal block (`|`): shown beside `code`, with the difference. `null`: the change adds the file. Left out: the change leaves the file alone.',
        { minLength: 1, examples: ['export const CENTS_A_DAY = 25\n'] },
      ),
    ),
  ),
  code: string('The code, as a literal block (`|`).', {
    minLength: 1,
    examples: ['export const CENTS_A_DAY = 30\n'],
  }),
})

const edit = object('One replacement.', {
  path: optional(path('The file. Default: the only snippet under review.')),
  find: string('Text that occurs exactly once in the file as authored.', {
    minLength: 1,
    examples: ['Math.max(fee, price)'],
  }),
  replace: string('What stands there in the fixed program.', { examples: ['Math.min(fee, price)'] }),
})

const place = object('A place in a file.', {
  path: optional(path('The file. Default: the only snippet under review.')),
  text: anchor,
})

const at = shown(either('A place: a text, or `{path, text}`.', [anchor, place]), 'Math.max(fee, price)', {
  path: 'src/fees.ts',
  text: 'Math.max(fee, price)',
})

const conceptId = id('A concept of a pack in `use`, or of this task.', 'off-by-one')
const group = shown(list('Alternatives: one of them is enough.', conceptId, { minItems: 1, maxItems: 12 }), [
  'cap-turned-round',
  'never-capped',
])
const groups = (description: string) =>
  shown(
    list(
      description,
      either('Alternatives, one of which must be expressed.', [
        group,
        object('Alternatives that are asked for although no `rejects` text needs them.', {
          of: group,
          redundant: line('Why they stay.', 'Without it the cause alone would be enough.'),
        }),
      ]),
      { minItems: 1, maxItems: 6 },
    ),
    [['cap-turned-round', 'never-capped'], ['pays-too-much']],
  )

const evidence = object('What a text must express to count as an explanation.', {
  all: groups('Of each group some concept.'),
  any: optional(
    shown(
      object('Enough of these besides.', {
        of: group,
        min: shown(integer('How many.', { minimum: 1, maximum: 12 }), 1),
      }),
      { of: ['pays-too-much', 'one-day-late'], min: 1 },
    ),
  ),
  none: optional(
    shown(list('Concepts whose presence shows another subject.', conceptId, { maxItems: 12 }), ['rounding']),
  ),
})

const concept = object('A named idea that a text may express.', {
  any: shown(
    list('Patterns; one of them is enough.', string('A pattern.', { minLength: 1, maxLength: 300 }), {
      minItems: 1,
      maxItems: 40,
    }),
    ['larger|greater|bigger fee|price', '!cap*|limit* @6'],
  ),
  accepts: optional(
    shown(
      list('Texts that express it.', string('A text.', { minLength: 1, maxLength: 800 }), { maxItems: 20 }),
      ['The larger of fee and price is charged.'],
    ),
  ),
  rejects: optional(
    shown(list('Texts that do not.', string('A text.', { minLength: 1, maxLength: 800 }), { maxItems: 20 }), [
      'The fee is not rounded to cents.',
    ]),
  ),
})

const shownCase = {
  calls: [{ call: 'lateFee', args: [2, 900] }],
  actual: [900],
  expected: [50],
}

const item = object('One planted defect.', {
  id: id('Names the item; private.', 'fee-cap'),
  kind,
  accept_kinds: optional(
    shown(list('Other kinds that are right too.', kind, { uniqueItems: true }), ['wrong-operator']),
  ),
  severity: word('How bad it is.', severities),
  accept_severities: optional(
    shown(
      list('Severities that are right whatever the distance.', word('A severity.', severities), {
        uniqueItems: true,
      }),
      ['medium', 'high'],
    ),
  ),
  why: string('Cause and consequence, for people.', {
    minLength: 20,
    maxLength: 600,
    examples: ['The larger of fee and price is charged, so a book one day late costs as much as a lost one.'],
  }),
  at: optional(at),
  also: optional(shown(list('Lines that are equally right.', at), ['return fee'])),
  outside_change: optional(
    string(
      'In a task with `before:`: why a defect in lines that the change leaves alone belongs to its review.',
      {
        minLength: 20,
        maxLength: 600,
        examples: ['The new caller passes null, which this line never saw before.'],
      },
    ),
  ),
  scope: optional(
    word(
      'How far from the anchor a finding may be: the `function` around it (default) or only the `block`.',
      ['function', 'block'],
      { default: 'function' },
    ),
  ),
  fix: shown(
    list('Edits that mend it; the first `find` is the anchor unless `at` says otherwise.', edit, {
      minItems: 1,
      maxItems: 8,
    }),
    [{ find: 'Math.max(fee, price)', replace: 'Math.min(fee, price)' }],
  ),
  witness: optional(
    shown(
      object('Shows the defect by running it.', {
        cases: shown(
          list(
            'Different inputs that show the same defect.',
            object('One case.', {
              calls: callsShape,
              actual: optional(outcomesShape),
              expected: optional(outcomesShape),
              expected_any: optional(
                shown(
                  list('Outcomes of a correct program that are as right as `expected`.', outcomesShape, {
                    minItems: 1,
                    maxItems: 8,
                  }),
                  [['A-18', 'A-17']],
                ),
              ),
            }),
            { minItems: 1, maxItems: 8 },
          ),
          [shownCase],
        ),
      }),
      { cases: [shownCase] },
    ),
  ),
  evidence: optional(shown(evidence, { all: [['cap-turned-round', 'never-capped'], ['pays-too-much']] })),
  remedy: optional(groups('What a recommendation must express: of each group some concept.')),
  accepts: shown(
    list(
      'Texts of findings that are right about this item.',
      string('A text.', { minLength: 30, maxLength: 800 }),
      { minItems: 3, maxItems: 20 },
    ),
    [
      'Math.max picks the larger of fee and price, so the cap works the wrong way round.',
      'A loan that is one day late is charged the full price of the book instead of 25 cents.',
      'The price should limit the fee, but it is used as a minimum that everybody pays.',
    ],
  ),
  rejects: shown(
    list('Texts of findings that are wrong about it.', string('A text.', { minLength: 30, maxLength: 800 }), {
      minItems: 3,
      maxItems: 20,
    }),
    [
      'The fee never exceeds the price of the book, so the cap is right as it is.',
      'The fee is computed as a floating point number and loses cents when it is rounded.',
      'Days are counted from midnight, so a book given back in the evening costs a day more.',
    ],
  ),
})

const mark = (description: string) =>
  object(description, {
    id: id('Names it; private.', 'days-never-negative'),
    at,
    kinds: shown(list('The kinds that it is about.', kind, { minItems: 1, uniqueItems: true }), [
      'missing-validation',
    ]),
    why: string('Why, for people.', {
      minLength: 10,
      maxLength: 600,
      examples: ['The day of the return is never before the due day: the desk refuses it.'],
    }),
  })

/** The format that this version writes; older ones are read. Tasks of format 1 do not say so, and show no change. */
export const TASK_FORMAT = 2

/** A task as its author writes it. */
export const taskShape = object('A code-review task.', {
  format: optional(
    integer(`The format of this file: ${TASK_FORMAT}. Left out: 1. \`reviewgym migrate\` writes it.`, {
      minimum: 1,
      default: TASK_FORMAT,
    }),
  ),
  id: id('Names the task; unique in the corpus.', 'late-fee'),
  title: line('The task in a few words; never names a defect.', 'Late fees of a library'),
  language: word('Language of the code.', ['typescript', 'python']),
  split: word('`train`: practice. `eval`: held out.', splits),
  difficulty: word('For people; grading never goes by it.', ['easy', 'medium', 'hard']),
  tags: optional(
    shown(list('Topics.', id('A topic.', 'billing'), { maxItems: 12, uniqueItems: true }), ['billing']),
  ),
  context: string('What the reviewer is told; never names a defect.', {
    minLength: 20,
    maxLength: 2000,
    examples: [
      'Members pay 25 cents for each day that a book is overdue, and never more than the book cost.\n',
    ],
  }),
  snippets: shown(list('The files of code.', snippet, { minItems: 1, maxItems: 12 }), [
    { path: 'src/fees.ts', code: 'export const CENTS_A_DAY = 25\n' },
  ]),
  use: optional(
    shown(
      list(
        'Concept packs, `injection` or `std/injection`.',
        string('A pack.', { pattern: '^(std/)?[a-z]+$' }),
        { uniqueItems: true },
      ),
      ['injection', 'errors'],
    ),
  ),
  concepts: optional(
    shown(record('Concepts of this task’s own.', concept, ID), {
      'never-capped': { any: ['!cap*|limit* @6'], accepts: ['The fee has no cap.'] },
    }),
  ),
  rubric: list('What a reviewer must find.', item, { minItems: 1, maxItems: 6 }),
  hints: shown(
    list(
      'Where to look, from vague to close; the same for every variant.',
      line('A hint.', 'Follow one loan from its due day to the amount that is paid.'),
      { minItems: 3, maxItems: 3 },
    ),
    [
      'Follow one loan from its due day to the amount that is paid.',
      'Compare the amounts with what members are told at the desk.',
      'Ask what the first day costs that is charged at all.',
    ],
  ),
  fixtures: optional(
    shown(record('What the program is run with, by name.', fixtureShape, '^[a-z][A-Za-z0-9]*$'), {
      clock: { use: 'clock', start: '2026-03-01T09:00:00Z' },
    }),
  ),
  decoys: optional(
    list('Tempting non-bugs: reporting one costs.', mark('A tempting non-bug.'), { maxItems: 12 }),
  ),
  accepted: optional(
    list('True but optional findings: neither credit nor cost.', mark('A true but optional finding.'), {
      maxItems: 12,
    }),
  ),
  tests: shown(
    list(
      'What holds on every variant.',
      object('One test.', { calls: callsShape, expected: optional(outcomesShape) }),
      { minItems: 1, maxItems: 40 },
    ),
    [{ calls: [{ call: 'daysOverdue', args: [10, 12] }], expected: [2] }],
  ),
  variants: optional(
    shown(
      either('Which programs are served.', [
        literal('default', '`all`, each `only:<id>`, and `clean` where there are three items or more.'),
        list(
          '`all`, `clean`, `only:<id>`, `without:<id>`, or ids joined by `+`.',
          line('A variant.', 'without:fee-cap'),
          {
            minItems: 1,
            maxItems: 64,
            uniqueItems: true,
          },
        ),
      ]),
      'default',
      ['all', 'clean', 'only:fee-cap'],
    ),
  ),
})

export type TaskSpec = Infer<typeof taskShape>
export type ItemSpec = TaskSpec['rubric'][number]
