import type { Command } from 'commander'
import { closest } from '../core/suggestion.ts'
import { type Split, splits } from '../model/policy-words.ts'
import type { Filters } from '../rollout/eval/plan.ts'
import type { OpenBundle } from '../runtime/bundle/opened.ts'
import { UsageError } from './host.ts'
import { named } from './named.ts'
import { wholeNumber } from './whole-number.ts'

export interface FilterOptions {
  readonly split?: string
  readonly task?: readonly string[]
  readonly variant?: readonly string[]
  readonly tag?: readonly string[]
  readonly language?: readonly string[]
  readonly difficulty?: readonly string[]
  readonly limit?: string
}

const words = (text: string, before: readonly string[] = []) => [...before, ...text.split(',')]

/** The options by which rows are chosen. */
export function declareFilters(command: Command): Command {
  return command
    .option('--split <name>', 'only this split: train or eval')
    .option('--task <id,…>', 'only these tasks', words)
    .option('--variant <name,…>', 'only these variants', words)
    .option('--tag <word,…>', 'only tasks with one of these tags', words)
    .option('--language <name,…>', 'only tasks in these languages', words)
    .option('--difficulty <word,…>', 'only easy, medium or hard tasks', words)
    .option('-n, --limit <number>', 'at most so many rows, spread over the tasks')
}

/** The filters; a word that lets nothing through is a usage error that names the closest one. */
export function filtersOf(options: FilterOptions, bundle: OpenBundle): Filters {
  const rows = [...bundle.tasks.values()].flat()
  const known = {
    task: rows.map(({ task }) => task.id),
    variant: rows.map(({ rubric }) => rubric.variant),
    tag: rows.flatMap(({ task }) => task.tags),
    language: rows.map(({ task }) => task.language),
    difficulty: rows.map(({ task }) => task.difficulty),
  }
  const chosen = (what: keyof typeof known): readonly string[] => {
    for (const word of options[what] ?? [])
      if (!known[what].includes(word)) throw unknown(what, word, known[what])
    return options[what] ?? []
  }
  return {
    splits: splitsOf(options.split),
    tasks: chosen('task'),
    variants: chosen('variant'),
    tags: chosen('tag'),
    languages: chosen('language'),
    difficulties: chosen('difficulty'),
    limit: options.limit === undefined ? null : wholeNumber('rows', options.limit, 1, 1_000_000),
  }
}

function splitsOf(name: string | undefined): readonly Split[] {
  const all = splits.map((split) => ({ name: split }))
  return name === undefined ? splits : [named('split', name, all).name]
}

function unknown(what: string, word: string, known: readonly string[]): UsageError {
  const words = [...new Set(known)].sort()
  const guess = closest(word, words)
  return new UsageError(
    `There is no ${what} \`${word}\` in this bundle`,
    guess === null ? `There are: ${words.join(', ')}` : `Did you mean \`${guess}\`?`,
  )
}
