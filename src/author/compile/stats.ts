import { severities } from '../../model/finding.ts'
import { type Category, categories } from '../../model/kinds/kind.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import type { Stats } from '../../model/outputs.ts'
import { splits } from '../../model/policy-words.ts'
import { noSimilarTask } from '../lint/rules/no-similar-task.ts'
import { sketchTask } from '../lint/sketch.ts'
import type { Task } from '../task/task.ts'

const difficulties = ['easy', 'medium', 'hard'] as const
const languages = ['typescript', 'python'] as const
const categoryOf = new Map<string, Category>(kinds.map(({ id, category }) => [id, category]))

/** What a corpus holds and lacks; the same whatever order its tasks come in. */
export function corpusStats(tasks: readonly Task[]): Stats {
  const items = tasks.flatMap(({ spec }) =>
    spec.rubric.map(({ kind, severity }) => ({
      kind,
      severity,
      language: spec.language,
      category: categoryOf.get(kind) ?? 'correctness',
    })),
  )
  const specs = tasks.map(({ spec }) => spec)
  const rows = tasks.flatMap(({ variants }) => variants)
  const figures = {
    tasks: tasks.length,
    items: items.length,
    rows: rows.length,
    clean_rows: rows.filter(({ present }) => present.size === 0).length,
    by_language: counted(languages, specs, 'language'),
    by_split: counted(splits, specs, 'split'),
    by_difficulty: counted(difficulties, specs, 'difficulty'),
    by_severity: counted(severities, items, 'severity'),
    by_category: counted(categories, items, 'category'),
    by_kind: counted([...new Set(items.map(({ kind }) => kind))].sort(), items, 'kind'),
    difficulty_in_split: Object.fromEntries(
      splits.map((split) => [
        split,
        counted(
          difficulties,
          specs.filter((spec) => spec.split === split),
          'difficulty',
        ),
      ]),
    ),
    category_in_language: Object.fromEntries(
      languages.map((language) => [
        language,
        counted(
          categories,
          items.filter((item) => item.language === language),
          'category',
        ),
      ]),
    ),
  }
  return { ...figures, duplicates: duplicatesOf(tasks), missing: gapsIn(figures) }
}

/** How many have each word under a key, words that none has included. */
function counted<Key extends string>(
  words: readonly string[],
  all: readonly Readonly<Record<Key, string>>[],
  key: Key,
): Record<string, number> {
  return Object.fromEntries(words.map((word) => [word, all.filter((one) => one[key] === word).length]))
}

function duplicatesOf(tasks: readonly Task[]): Stats['duplicates'] {
  const sketches = [...tasks].sort((a, b) => (a.spec.id < b.spec.id ? -1 : 1)).map(sketchTask)
  const check = noSimilarTask.open()
  check.update(new Set(), sketches)
  return [...check.findings(sketches)].map(({ spot, message }) => ({
    task: sketches.find((sketch) => sketch.spot === spot)?.id ?? '',
    message,
  }))
}

function gapsIn(figures: Omit<Stats, 'duplicates' | 'missing'>): string[] {
  const none = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).flatMap(([word, count]) => (count === 0 ? word : []))
  const used = Object.entries(figures.by_language).flatMap(([language, count]) => (count > 0 ? language : []))
  const gaps = [
    ...none(figures.by_language).map((word) => `no task in ${word}`),
    ...none(figures.by_split).map((word) => `no task of the split ${word}`),
    ...none(figures.by_severity).map((word) => `no item of severity ${word}`),
    ...none(figures.by_category).map((word) => `no item of the category ${word}`),
  ]
  for (const [split, counts] of Object.entries(figures.difficulty_in_split))
    if ((figures.by_split[split] ?? 0) > 0)
      gaps.push(...none(counts).map((word) => `no ${word} task of the split ${split}`))
  for (const language of used)
    for (const word of none(figures.category_in_language[language] ?? {}))
      if ((figures.by_category[word] ?? 0) > 0) gaps.push(`no item of the category ${word} in ${language}`)
  return gaps
}
