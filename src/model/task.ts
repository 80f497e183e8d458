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
  string,
  word,
} from './shape.ts'

/** The form of ids. */
export const ID = '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'
const id = (description: string) => string(description, { pattern: ID, maxLength: 60 })
const line = (description: string) => string(description, { minLength: 1, maxLength: 300 })
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
const ANCHOR = 'Text that occurs exactly once in the file; its lines are computed, never written.'

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
        { minLength: 1 },
      ),
    ),
  ),
  code: string('The code, as a literal block (`|`).', { minLength: 1 }),
})

const edit = object('One replacement.', {
  path: optional(path('The file. Default: the only snippet under review.')),
  find: string('Text that occurs exactly once in the file as authored.', { minLength: 1 }),
  replace: string('What stands there in the fixed program.'),
})

const place = object('A place in a file.', {
  path: optional(path('The file. Default: the only snippet under review.')),
  text: string(ANCHOR, { minLength: 1 }),
})

const at = either('A place: a text, or `{path, text}`.', [string(ANCHOR, { minLength: 1 }), place])

const conceptId = string('A concept of a pack in `use`, or of this task.', { pattern: ID, maxLength: 60 })
const group = list('Alternatives: one of them is enough.', conceptId, { minItems: 1, maxItems: 12 })
const groups = (description: string) =>
  list(
    description,
    either('Alternatives, one of which must be expressed.', [
      group,
      object('Alternatives that are asked for although no `rejects` text needs them.', {
        of: group,
        redundant: line('Why they stay.'),
      }),
    ]),
    { minItems: 1, maxItems: 6 },
  )

const evidence = object('What a text must express to count as an explanation.', {
  all: groups('Of each group some concept.'),
  any: optional(
    object('Enough of these besides.', { of: group, min: integer('How many.', { minimum: 1, maximum: 12 }) }),
  ),
  none: optional(list('Concepts whose presence shows another subject.', conceptId, { maxItems: 12 })),
})

const concept = object('A named idea that a text may express.', {
  any: list('Patterns; one of them is enough.', string('A pattern.', { minLength: 1, maxLength: 300 }), {
    minItems: 1,
    maxItems: 40,
  }),
  accepts: optional(
    list('Texts that express it.', string('A text.', { minLength: 1, maxLength: 800 }), { maxItems: 20 }),
  ),
  rejects: optional(
    list('Texts that do not.', string('A text.', { minLength: 1, maxLength: 800 }), { maxItems: 20 }),
  ),
})

const item = object('One planted defect.', {
  id: id('Names the item; private.'),
  kind,
  accept_kinds: optional(list('Other kinds that are right too.', kind, { uniqueItems: true })),
  severity: word('How bad it is.', severities),
  accept_severities: optional(
    list('Severities that are right whatever the distance.', word('A severity.', severities), {
      uniqueItems: true,
    }),
  ),
  why: string('Cause and consequence, for people.', { minLength: 20, maxLength: 600 }),
  at: optional(at),
  also: optional(list('Lines that are equally right.', at)),
  outside_change: optional(
    string(
      'In a task with `before:`: why a defect in lines that the change leaves alone belongs to its review.',
      { minLength: 20, maxLength: 600 },
    ),
  ),
  scope: optional(
    word(
      'How far from the anchor a finding may be: the `function` around it (default) or only the `block`.',
      ['function', 'block'],
      { default: 'function' },
    ),
  ),
  fix: list('Edits that mend it; the first `find` is the anchor unless `at` says otherwise.', edit, {
    minItems: 1,
    maxItems: 8,
  }),
  witness: optional(
    object('Shows the defect by running it.', {
      cases: list(
        'Different inputs that show the same defect.',
        object('One case.', {
          calls: callsShape,
          actual: optional(outcomesShape),
          expected: optional(outcomesShape),
          expected_any: optional(
            list('Outcomes of a correct program that are as right as `expected`.', outcomesShape, {
              minItems: 1,
              maxItems: 8,
            }),
          ),
        }),
        { minItems: 1, maxItems: 8 },
      ),
    }),
  ),
  evidence: optional(evidence),
  remedy: optional(groups('What a recommendation must express: of each group some concept.')),
  accepts: list(
    'Texts of findings that are right about this item.',
    string('A text.', { minLength: 30, maxLength: 800 }),
    {
      minItems: 3,
      maxItems: 20,
    },
  ),
  rejects: list(
    'Texts of findings that are wrong about it.',
    string('A text.', { minLength: 30, maxLength: 800 }),
    {
      minItems: 3,
      maxItems: 20,
    },
  ),
})

const mark = (description: string) =>
  object(description, {
    id: id('Names it; private.'),
    at,
    kinds: list('The kinds that it is about.', kind, { minItems: 1, uniqueItems: true }),
    why: string('Why, for people.', { minLength: 10, maxLength: 600 }),
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
  id: id('Names the task; unique in the corpus.'),
  title: line('The task in a few words; never names a defect.'),
  language: word('Language of the code.', ['typescript', 'python']),
  split: word('`train`: practice. `eval`: held out.', splits),
  difficulty: word('For people; grading never goes by it.', ['easy', 'medium', 'hard']),
  tags: optional(list('Topics.', id('A topic.'), { maxItems: 12, uniqueItems: true })),
  context: string('What the reviewer is told; never names a defect.', { minLength: 20, maxLength: 2000 }),
  snippets: list('The files of code.', snippet, { minItems: 1, maxItems: 12 }),
  use: optional(
    list(
      'Concept packs, `injection` or `std/injection`.',
      string('A pack.', { pattern: '^(std/)?[a-z]+$' }),
      {
        uniqueItems: true,
      },
    ),
  ),
  concepts: optional(record('Concepts of this task’s own.', concept, ID)),
  rubric: list('What a reviewer must find.', item, { minItems: 1, maxItems: 6 }),
  hints: list('Where to look, from vague to close; the same for every variant.', line('A hint.'), {
    minItems: 3,
    maxItems: 3,
  }),
  fixtures: optional(record('What the program is run with, by name.', fixtureShape, '^[a-z][A-Za-z0-9]*$')),
  decoys: optional(
    list('Tempting non-bugs: reporting one costs.', mark('A tempting non-bug.'), { maxItems: 12 }),
  ),
  accepted: optional(
    list('True but optional findings: neither credit nor cost.', mark('A true but optional finding.'), {
      maxItems: 12,
    }),
  ),
  tests: list(
    'What holds on every variant.',
    object('One test.', { calls: callsShape, expected: optional(outcomesShape) }),
    { minItems: 1, maxItems: 40 },
  ),
  variants: optional(
    either('Which programs are served.', [
      literal('default', '`all`, each `only:<id>`, and `clean` where there are three items or more.'),
      list('`all`, `clean`, `only:<id>`, `without:<id>`, or ids joined by `+`.', line('A variant.'), {
        minItems: 1,
        maxItems: 64,
        uniqueItems: true,
      }),
    ]),
  ),
})

export type TaskSpec = Infer<typeof taskShape>
export type ItemSpec = TaskSpec['rubric'][number]
