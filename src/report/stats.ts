import type { Stats } from '../model/outputs.ts'
import { plural } from './pretty.ts'
import { formatTable } from './table.ts'

/** What a corpus holds, for people. */
export function formatStats(stats: Stats): string {
  const line = (name: string, counts: Readonly<Record<string, number>>) =>
    `${name.padEnd(12)}${Object.entries(counts)
      .map(([word, count]) => `${word} ${count}`)
      .join(', ')}`
  const kinds = Object.entries(stats.by_kind).sort(
    ([a, left], [b, right]) => right - left || (a < b ? -1 : 1),
  )
  return [
    `${plural(stats.tasks, 'task')}, ${plural(stats.items, 'item')}, ${plural(stats.rows, 'row')}, ${stats.clean_rows} of them clean`,
    '',
    line('language', stats.by_language),
    line('split', stats.by_split),
    line('difficulty', stats.by_difficulty),
    line('severity', stats.by_severity),
    '',
    crossed('tasks', stats.difficulty_in_split),
    '',
    crossed('items', stats.category_in_language),
    '',
    `${plural(kinds.length, 'kind')}: ${kinds.map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`)).join(', ')}`,
    ...section(
      'Nearly the same',
      stats.duplicates.map(({ message }) => message),
    ),
    ...section('Missing', stats.missing),
  ].join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((text) => `  ${text}`)]
}

function crossed(what: string, rows: Readonly<Record<string, Readonly<Record<string, number>>>>): string {
  const columns = Object.keys(rows)
  const names = Object.keys(Object.values(rows)[0] ?? {})
  return formatTable(
    [what, ...columns],
    names.map((name) => [name, ...columns.map((column) => rows[column]?.[name] ?? 0)]),
  )
}
