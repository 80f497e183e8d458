// The section of docs/corpus.md on what linters find in the corpus: measured, never typed.
import { decodeAction } from '../src/model/action.ts'
import type { LedgerEntry } from '../src/model/ledger.ts'
import { limits } from '../src/model/limits.ts'
import { defaultPolicies } from '../src/model/policy.ts'
import { profileNames } from '../src/model/policy-words.ts'
import { nothingRan } from '../src/model/verdict.ts'
import { linterOf, reviewOf } from '../src/rollout/agents/linter.ts'
import { submitting } from '../src/rollout/agents/oracle.ts'
import { linters } from '../src/rollout/linters/linters.ts'
import { indexBundle, type Row } from '../src/runtime/bundle/opened.ts'
import { type Episode, scoreOf, startEpisode, stepEpisode } from '../src/runtime/environment/episode.ts'
import { observe } from '../src/runtime/environment/observe.ts'
import { compiledTasks } from './corpus.ts'

/** Least share of what a linter says that is to mean a kind, and the mean score that it must not reach. */
const MAPPED = 0.6
const CEILING = 0.15

/** One row as a linter reviews it. */
interface Reviewed {
  readonly row: Row
  readonly messages: ReturnType<typeof reviewOf>['messages']
  readonly episodes: readonly Episode[]
}

/** The section, as Markdown. Throws where a linter earns too much, or too little of what it says means a kind. */
export async function linterSection(): Promise<string> {
  const rows = [...indexBundle(await compiledTasks()).tasks.values()].flat()
  const reviewed: Reviewed[] = []
  for (const row of rows) {
    const { messages, findings } = reviewOf(await linterOf(row.task.language), row.files)
    const play = submitting(findings.slice(0, limits.findings))
    reviewed.push({ row, messages, episodes: profileNames.map((profile) => played(row, profile, play)) })
  }
  const said = reviewed.flatMap(({ messages }) => messages)
  const share = said.filter(({ kind }) => kind !== null).length / said.length
  if (share < MAPPED) throw new Error(`Only ${percent(share)} of what linters say means a kind`)
  for (const [at, profile] of profileNames.entries())
    if (mean(reviewed, at) >= CEILING)
      throw new Error(`Under ${profile} linters earn ${fixed(mean(reviewed, at))}: ${CEILING} is too much`)
  return `${table(
    [
      'language',
      'rows',
      'findings',
      'that mean a kind',
      ...profileNames.flatMap((name) => [name, `${name}, with defects`]),
    ],
    [...Object.keys(linters), null].map((language) => scoreRow(language, reviewed)),
  )}

What they say most often, and what became of it under \`strict\`. Credit is partial where only place and kind are right; a finding in excess of ${limits.findings}, or a second one of the same kind at the same line, is not handed in.

${table(['rule', 'kind', 'findings', 'credited', 'on a decoy', 'wrong'], ruleRows(reviewed))}

${claims(reviewed)}`
}

function played(
  row: Row,
  profile: (typeof profileNames)[number],
  play: ReturnType<typeof submitting>,
): Episode {
  let episode = startEpisode(row, { ...defaultPolicies[row.task.split], profile }, [])
  while (!episode.done) {
    const action = decodeAction(play(observe(episode, null)))
    if ('faults' in action) throw new Error('A linter sent an action that cannot be read')
    episode = stepEpisode(episode, action, nothingRan).episode
  }
  return episode
}

function scoreRow(language: string | null, all: readonly Reviewed[]): readonly string[] {
  const own = all.filter(({ row }) => language === null || row.task.language === language)
  const said = own.flatMap(({ messages }) => messages)
  const defective = own.filter(({ row }) => row.rubric.items.length > 0)
  return [
    language ?? 'both',
    String(own.length),
    String(said.length),
    percent(said.filter(({ kind }) => kind !== null).length / said.length),
    ...profileNames.flatMap((_, at) => [fixed(mean(own, at)), fixed(mean(defective, at))]),
  ]
}

const CREDITED = ['matched', 'located', 'raised']

function findingsOf({ episodes: [episode] }: Reviewed) {
  const entries = episode?.ledger.filter(
    (entry): entry is LedgerEntry & { entry: 'finding' } => entry.entry === 'finding',
  )
  return (entries ?? []).map((entry) => ({ ...entry, rule: episode?.submitted[entry.index]?.title ?? '' }))
}

function ruleRows(all: readonly Reviewed[]): readonly (readonly string[])[] {
  const said = all.flatMap(({ messages }) => messages)
  const graded = all.flatMap(findingsOf)
  const rules = [...new Set(said.map(({ rule }) => rule))].map((rule) => {
    const own = said.filter((one) => one.rule === rule)
    const became = graded.filter((one) => one.rule === rule)
    const count = (...classes: readonly string[]) =>
      became.filter((one) => classes.includes(one.class)).length
    const kind = own[0]?.kind ?? null
    const cells = [count(...CREDITED), count('decoy'), count('false-positive', 'vague')].map(String)
    return {
      rule,
      times: own.length,
      cells: [
        `\`${rule}\``,
        kind === null ? 'none' : `\`${kind}\``,
        String(own.length),
        ...(kind === null ? ['', '', ''] : cells),
      ],
    }
  })
  return rules.sort((a, b) => b.times - a.times || (a.rule < b.rule ? -1 : 1)).map(({ cells }) => cells)
}

/** Which of the planted defects they find where all are there, and how many they do not. */
function claims(all: readonly Reviewed[]): string {
  const whole = all.filter(({ row }) => row.rubric.variant === 'all')
  const found = whole.flatMap((reviewed) =>
    findingsOf(reviewed).flatMap(({ item, rule, class: became }) =>
      item !== null && CREDITED.includes(became)
        ? `\`${item}\` in \`${reviewed.row.task.id}\` by \`${rule}\``
        : [],
    ),
  )
  const items = whole.reduce((sum, { row }) => sum + row.rubric.items.length, 0)
  const list = found.length === 0 ? 'none' : [...new Set(found)].join(', ')
  return `Of the ${items} defects in the rows that have them all, they get credit for ${found.length}: ${list}.`
}

function mean(all: readonly Reviewed[], profile: number): number {
  return all.reduce((sum, { episodes }) => sum + scoreOf(episodes[profile] as Episode), 0) / all.length
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

function fixed(value: number): string {
  return value
    .toFixed(3)
    .replace(/^-0\.000$/, '0.000')
    .replace('-', '−')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
