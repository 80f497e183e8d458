// What stands in the corpus: the tables of docs/corpus.md that need nothing played.
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Category, categories } from '../src/model/kinds/kind.ts'
import { kinds } from '../src/model/kinds/kinds.ts'
import type { ItemSpec, TaskSpec } from '../src/model/task.ts'

const categoryOf = new Map<string, Category>(kinds.map(({ id, category }) => [id, category]))
const languages = ['typescript', 'python'] as const

interface Entry {
  readonly path: string
  readonly spec: TaskSpec
}

/** Counts of tasks and items, what each category and kind has in each language, and a line for every task. */
export function corpusSection(): string {
  const entries = tasksIn('tasks')
  return [
    counts(entries),
    byCategory(entries),
    `Kinds, and how many items of each there are in TypeScript and Python: ${byKind(entries)}.`,
    list(entries),
  ].join('\n\n')
}

function tasksIn(folder: string): readonly Entry[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      path: `${folder}/${name}`,
      spec: parse(readFileSync(`${folder}/${name}`, 'utf8')) as TaskSpec,
    }))
}

type Count = readonly [name: string, of: (entries: readonly Entry[]) => string]

const size = (entries: readonly Entry[], test: (entry: Entry) => boolean) => `${entries.filter(test).length}`

const figures: readonly Count[] = [
  ['tasks', (all) => `${all.length}`],
  ['easy', (all) => size(all, ({ spec }) => spec.difficulty === 'easy')],
  ['medium', (all) => size(all, ({ spec }) => spec.difficulty === 'medium')],
  ['hard', (all) => size(all, ({ spec }) => spec.difficulty === 'hard')],
  ['train', (all) => size(all, ({ spec }) => spec.split === 'train')],
  ['eval', (all) => size(all, ({ spec }) => spec.split === 'eval')],
  ['two files or more', (all) => size(all, ({ spec }) => spec.snippets.length > 1)],
  ['two files or more under review', (all) => size(all, ({ spec }) => underReview(spec).length > 1)],
  [
    'reviews of a change',
    (all) => size(all, ({ spec }) => spec.snippets.some(({ before }) => before !== undefined)),
  ],
  ['defects', (all) => `${itemsOf(all).length}`],
  ['with a witness', (all) => share(itemsOf(all))],
  [
    'of concurrency, resources or time, with a witness',
    (all) => share(itemsOf(all).filter(({ kind }) => isTimely(kind))),
  ],
  ['decoys', (all) => `${all.reduce((sum, { spec }) => sum + (spec.decoys ?? []).length, 0)}`],
]

function underReview({ snippets }: TaskSpec) {
  return snippets.filter(({ role }) => role !== 'given')
}

function itemsOf(entries: readonly Entry[]): readonly ItemSpec[] {
  return entries.flatMap(({ spec }) => spec.rubric)
}

function share(items: readonly ItemSpec[]): string {
  const witnessed = items.filter(({ witness }) => witness !== undefined).length
  return `${witnessed} of ${items.length}`
}

function isTimely(kind: string): boolean {
  const category = categoryOf.get(kind)
  return category === 'concurrency' || category === 'reliability' || kind === 'time-zone-error'
}

function columns(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  return [...languages.map((language) => entries.filter(({ spec }) => spec.language === language)), entries]
}

function counts(entries: readonly Entry[]): string {
  return table(
    ['', 'TypeScript', 'Python', 'both'],
    figures.map(([name, of]) => [name, ...columns(entries).map(of)]),
  )
}

function byCategory(entries: readonly Entry[]): string {
  const held = entries.filter(({ spec }) => spec.split === 'eval')
  const count = (all: readonly Entry[], category: string) =>
    `${itemsOf(all).filter(({ kind }) => categoryOf.get(kind) === category).length}`
  return table(
    ['defects', 'TypeScript', 'Python', 'both', 'in eval'],
    categories.map((category) => [
      category,
      ...[...columns(entries), held].map((all) => count(all, category)),
    ]),
  )
}

function byKind(entries: readonly Entry[]): string {
  const [typescript = [], python = []] = columns(entries).map((all) => itemsOf(all).map(({ kind }) => kind))
  const times = (all: readonly string[], kind: string) => all.filter((one) => one === kind).length
  return kinds
    .map(({ id }) => ({ id, counts: [times(typescript, id), times(python, id)] }))
    .filter(({ counts: [first = 0, second = 0] }) => first + second > 0)
    .map(({ id, counts }) => `\`${id}\` ${counts.join(' + ')}`)
    .join(', ')
}

function list(entries: readonly Entry[]): string {
  return table(
    ['task', 'language', 'split', 'difficulty', 'files', 'defects', 'title'],
    entries.map(({ path, spec }) => [
      `[\`${spec.id}\`](../${path})`,
      spec.language,
      spec.split,
      spec.difficulty,
      `${spec.snippets.length}${spec.snippets.some(({ before }) => before !== undefined) ? ', a change' : ''}`,
      `${spec.rubric.length}`,
      spec.title,
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
