import { readFileSync } from 'node:fs'
import { kinds } from '../../src/model/kinds/kinds.ts'

/** A weak task, made from a sound one in the author's own YAML, and what the gate says of it. */
export interface Weak {
  readonly template: string
  readonly weaken: (task: string) => string
  readonly cheater: string
  /** The least that it earns, and the most that is allowed. */
  readonly earns: readonly [least: number, bound: number]
  /** The line that is shown. */
  readonly line: string
  readonly hint: string
}

function replaced(text: string, from: string | RegExp, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`Not just once there: ${from}`)
  return text.replace(from, () => to)
}

const SECOND_ITEM = `  - id: first-day-missing
    kind: off-by-one
    severity: medium
    why: The days start one after the first of the range, so the total of the first day is never written.
    fix:
      - find: "const start = first + 1"
        replace: "const start = first"
    witness:
      cases:
        - calls: [{ call: startOf, args: [3, 5] }]
          actual: [4]
          expected: [3]
        - calls: [{ call: startOf, args: [1, 3] }]
          actual: [2]
          expected: [1]
        - calls: [{ call: startOf, args: [0, 9] }]
          actual: [1]
          expected: [0]
    evidence:
      all:
        - [first-day-lost]
    accepts:
      - "The first day of the range is skipped, since the days start one later."
      - "The report starts a day late: the first day is never written."
      - "The first day is missing, for one is added to the start."
    rejects:
      - "The first day is written as promised, nothing is skipped at the start."
      - "The last day is left out of the report at its end."
      - "A line of another form is left out without a word about it."
`

const COUNTED = `    witness:
      cases:
        - calls: [{ call: countOf, args: [3, 5] }]
          actual: [2]
          expected: [3]
        - calls: [{ call: countOf, args: [1, 3] }]
          actual: [2]
          expected: [3]
        - calls: [{ call: countOf, args: [4, 4] }]
          actual: [0]
          expected: [1]
`

/** One for each sort of weakness, by the id of its task. */
export const weakTasks: Readonly<Record<string, Weak>> = {
  'any-word-explains': {
    template: 'cli',
    weaken(task) {
      const anyWord = replaced(task, /"~copies\|copy\|label\|labels negative.*"/, '"re:\\\\w"')
      const alone = replaced(anyWord, '        - [missing-validation, input-unchecked]\n', '')
      return replaced(alone, / {6}- "Input is used without checking .*\n/, '')
    },
    cheater: 'hollow-claims',
    earns: [0.25, 0.22],
    line: '- "re:\\\\w"',
    hint: '`copies-unchecked` takes this text for an explanation',
  },
  'kinds-that-overlap': {
    template: 'data-pipeline',
    weaken(task) {
      const code = replaced(
        replaced(task, 'index) => first + index)\n', 'index) => start + index)\n'),
        '      function daysOf(first: number, last: number): readonly number[] {\n',
        `      export function countOf(first: number, last: number): number {
        return daysOf(first, last).length
      }

      export function startOf(first: number, last: number): number | null {
        return daysOf(first, last)[0] ?? null
      }

      function daysOf(first: number, last: number): readonly number[] {
        const start = first + 1
`,
      )
      const counted = replaced(code, /^ {4}witness:\n[\s\S]*?(?=^ {4}# A text explains)/m, COUNTED)
      const twice = replaced(counted, '# Where to look', `${SECOND_ITEM}# Where to look`)
      return replaced(
        twice,
        '  last-day-lost:\n',
        '  first-day-lost:\n    any: ["first|start skip*|missing|late|later"]\n    accepts: [The first day is skipped., The start is missing., It starts late.]\n    rejects: [The last day is left out., The end is cut., All is well.]\n  last-day-lost:\n',
      )
    },
    cheater: 'told-twice',
    earns: [0.7, 0.287],
    line: 'kind: off-by-one',
    hint: 'lie in one scope and take the same kind, so both pay for one truth',
  },
  'one-scope-for-all': {
    template: 'stateful-class',
    weaken: (task) =>
      replaced(
        task,
        '    severity: medium\n',
        '    severity: medium\n    at: "export class ShoppingList {"\n',
      ),
    cheater: 'kinds-leak',
    earns: [0.1, 0],
    line: 'kind: shared-mutable-state',
    hint: '`inner-list-given-away` is paid for this kind anywhere in its scope',
  },
  'hint-with-the-answer': {
    template: 'cli',
    weaken: (task) =>
      replaced(
        task,
        '  - Follow each argument from the command line to the printer.\n',
        '  - "Validation is missing in readCopies: a negative number of copies or a million labels is accepted."\n',
      ),
    cheater: 'hint-follower',
    earns: [0.3, -0.1],
    line: '- "Validation is missing in readCopies',
    hint: 'This hint says what `copies-unchecked` asks for',
  },
  'bait-that-is-a-defect': {
    template: 'web-handler',
    weaken: (task) =>
      replaced(
        task,
        /^ {4}at: "'SELECT id, title FROM notes WHERE id = .*\n.*\n/m,
        '    at: "WHERE (owner = ? OR shared = 1)"\n    kinds: [sql-injection]\n',
      ),
    cheater: 'bait-taker',
    earns: [0.1, 0],
    line: '- id: bound-number',
    hint: 'This bait lies on the lines of `term-in-statement` and is of its kind',
  },
  'remark-that-takes-all': {
    template: 'async-worker',
    weaken(task) {
      // All of the file but the lines that the fix changes.
      const [above = '', below = ''] = (/code: \|\n([\s\S]*?)(?=\n {2}- path)/.exec(task)?.[1] ?? '')
        .replaceAll(/^ {6}/gm, '')
        .split(/^.*'undeliverable'\)\n/m)
      const entries = [above, below].map(
        (code, at) =>
          `  - id: anything-${at}\n    at: ${JSON.stringify(code.trim())}\n    kinds: [${kinds.map(({ id }) => id).join(', ')}]\n    why: All is optional here.\n`,
      )
      return replaced(
        task,
        '# What holds with and without',
        `accepted:\n${entries.join('')}# What holds with and without`,
      )
    },
    cheater: 'single-shot',
    earns: [-0.02, -0.02],
    line: '- id: anything-',
    hint: 'This entry takes wrong findings free of charge',
  },
}

/** The text of a weak task. */
export function weakTask(id: string, { template, weaken }: Weak): string {
  return weaken(readFileSync(`templates/${template}.typescript.yaml`, 'utf8')).replace(
    /^id: .*/m,
    `id: ${id}`,
  )
}
