import { resultsShape } from './results.ts'
import {
  boolean,
  type Infer,
  integer,
  list,
  literal,
  nullable,
  number,
  object,
  openObject,
  optional,
  record,
  type Shape,
  string,
  word,
} from './shape.ts'

const count = (description: string) => integer(description, { minimum: 0 })
const text = (description: string) => string(description)
const paths = (description: string) => list(description, text('A path.'))
const digest = (description: string) => string(description, { pattern: '^[0-9a-f]{64}$' })

const position = (description: string) =>
  object(description, {
    line: integer('The line, from 1.', { minimum: 1 }),
    column: integer('The column in UTF-16 units, from 1.', { minimum: 1 }),
  })
const range = nullable(
  object('A place in the file; the end is exclusive. Null where none can be named.', {
    start: position('Its start.'),
    end: position('Its end.'),
  }),
)

const diagnostics = list(
  'What there is to say about the sources, by path and place.',
  openObject('One diagnostic.', {
    code: text('`phase/what`.'),
    severity: word('How bad it is.', ['error', 'warning', 'info']),
    message: text('What is wrong, in one line.'),
    path: text('The file.'),
    range,
    notes: list(
      'Second places, or the why.',
      object('A note.', {
        message: text('What it says.'),
        path: nullable(text('The file; null where it names no place.')),
        range,
      }),
    ),
    hint: nullable(text('What to do; null when the message says it all.')),
    fix: list(
      'The same for a machine, to be applied whole; empty where only a person can mend it.',
      object('What should stand in a range.', {
        path: text('The file.'),
        range,
        text: text('What should stand there.'),
      }),
    ),
  }),
)

/** The shape of a command's JSON with its diagnostics. */
function output<const Name extends string>(name: Name, keys: Parameters<typeof object>[1]) {
  return openObject(`What \`reviewgym ${name} --json\` prints.`, {
    format: literal(`reviewgym-${name}/1`, 'Name and version of this format.'),
    ...keys,
  })
}

const counts = (description: string) => record(description, count('How many.'))

/** What a corpus holds, in numbers. */
export const statsShape = object('What a corpus holds.', {
  tasks: count('Tasks without errors.'),
  items: count('Rubric items.'),
  rows: count('Served programs.'),
  clean_rows: count('Served programs without a defect.'),
  by_language: counts('Tasks by language.'),
  by_split: counts('Tasks by split.'),
  by_difficulty: counts('Tasks by difficulty.'),
  by_severity: counts('Items by severity.'),
  by_category: counts('Items by category of their kind.'),
  by_kind: counts('Items by kind; kinds without one are left out.'),
  difficulty_in_split: record('Tasks by split, then by difficulty.', counts('Tasks by difficulty.')),
  category_in_language: record('Items by language, then by category.', counts('Items by category.')),
  duplicates: list(
    'Tasks that are nearly other ones.',
    object('One of them.', { task: text('The task.'), message: text('How much it has in common.') }),
  ),
  missing: list('What no task covers, in a sentence each.', text('One gap.')),
})

export type Stats = Infer<typeof statsShape>

const itemProof = object('What was run for one item.', {
  id: text('The item.'),
  kind: text('Its kind.'),
  cases: count('Its cases.'),
  flips: record(
    'Cases that turn right when one fix alone is applied, by the item whose fix it is.',
    count('Cases.'),
  ),
  hold: count('Cases that are as stated on every variant.'),
})

/** The JSON of each command, by its name. `schema NAME` prints the schema itself. */
export const outputs: Readonly<Record<string, Shape>> = {
  init: output('init', { folder: text('The corpus.'), written: paths('New files in it.'), diagnostics }),
  new: output('new', {
    id: text('The task.'),
    template: text('What it was made from.'),
    language: text('Of its code.'),
    written: paths('New files.'),
    diagnostics,
  }),
  lint: output('lint', { tasks: list('Tasks without errors.', text('An id.')), diagnostics }),
  fmt: output('fmt', {
    files: count('Files that were read.'),
    changed: paths('Files that were not in canonical form.'),
    diagnostics,
  }),
  migrate: output('migrate', {
    files: count('Files that were read.'),
    changed: paths('Files that were of an older format.'),
    diagnostics,
  }),
  prove: output('prove', {
    tasks: list(
      'What was run.',
      object('One task.', {
        task: text('Its id.'),
        variants: list('The programs.', text('A variant.')),
        items: list('Its items.', itemProof),
        tests: count('Its tests.'),
        testsHold: count('Tests that hold on every variant.'),
        testsBefore: nullable(count('Tests that hold before the change; null where no change is shown.')),
      }),
    ),
    diagnostics,
  }),
  compile: output('compile', {
    bundle: nullable(text('Where the bundle is; null where a task has errors.')),
    sha256: nullable(digest('The hash of the bundle.')),
    diagnostics,
  }),
  serve: output('serve', {
    url: text('Where it listens.'),
    sha256: digest('The hash of the bundle.'),
    tasks: list('The tasks.', text('An id.')),
    proved: boolean('Whether the bundle’s tasks were proved by running them.'),
    attacked: boolean('Whether cheaters played them and stayed within bounds.'),
  }),
  attack: output('attack', {
    bundle: digest('The hash of the bundle.'),
    margin: nullable(
      openObject('How far honest work is above every cheater.', { margin: number('The distance.') }),
    ),
    corpus: list(
      'What each policy earns in the whole.',
      openObject('One figure.', { exploit: text('The policy.') }),
    ),
    tasks: list('The same by task.', openObject('One task.', { task: text('Its id.') })),
    breaches: list('Bounds that are broken.', openObject('One of them.', {})),
    diagnostics,
  }),
  eval: openObject('What `reviewgym eval --json` prints: the results of its run, and where they are.', {
    ...resultsShape.properties,
    folder: text('The run folder.'),
  }),
  replay: output('replay', {
    episodes: count('Episodes that were read.'),
    differences: list(
      'What came out otherwise.',
      openObject('One difference.', { episode: text('Its episode.') }),
    ),
    unplayable: list(
      'Episodes that could not be played.',
      object('One of them.', { episode: text('Its name.'), reason: text('Why.') }),
    ),
  }),
  regrade: output('regrade', {
    bundle: digest('The hash of the new bundle.'),
    tasks: list(
      'What became of each task.',
      object('One task.', {
        task: text('Its id.'),
        episodes: count('Episodes that could be graded.'),
        mean: object('Mean scores; null without such episodes.', {
          before: nullable(number('As recorded.')),
          after: nullable(number('Under the new bundle.')),
        }),
        changed_findings: count('Findings that are not what they were.'),
        causes: counts('How many findings each line of the YAML changed.'),
        incomparable: counts('Episodes that were left out, by why.'),
      }),
    ),
    findings: list(
      'Every finding that changed.',
      openObject('One finding.', { episode: text('Its episode.'), task: text('Its task.') }),
    ),
  }),
  triage: output('triage', {
    proposals: list(
      'What several rollouts report and the rubric does not know.',
      openObject('One proposal.', {
        key: text('Names it from one triage to the next.'),
        decision: nullable(word('What the author says of it.', ['rubric', 'accepted', 'rejected'])),
        reason: nullable(text('Why.')),
      }),
    ),
    open: count('Proposals that nobody has decided on.'),
  }),
  report: output('report', { path: text('The page.'), episodes: count('Episodes in it.') }),
  export: output('export', {
    path: text('The file; for `openenv` the folder.'),
    rows: optional(count('Rows in the file.')),
    files: optional(count('Files in the folder.')),
  }),
  grade: output('grade', {
    explained: optional(list('Each finding’s way through the gates.', openObject('A finding.', {}))),
  }),
  explain: output('explain', {
    codes: list('The code that was asked for; without one, all codes.', text('A code.')),
    page: nullable(text('Its page; null without a code.')),
    diagnostics,
  }),
  schema: output('schema', { names: list('The schemas that there are.', text('A name.')), diagnostics }),
  stats: output('stats', { ...statsShape.properties, diagnostics }),
  completion: output('completion', {
    shell: text('The shell.'),
    script: text('What it reads.'),
    diagnostics,
  }),
}
