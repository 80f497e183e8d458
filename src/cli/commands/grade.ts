import { parseJson } from '../../core/parse-json.ts'
import { closest } from '../../core/suggestion.ts'
import { profileNames } from '../../model/policy-words.ts'
import { formatReview } from '../../report/review.ts'
import type { OpenBundle, Row } from '../../runtime/bundle/opened.ts'
import type { ReviewResult } from '../../runtime/environment/play-review.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { openBundleAt } from '../open-bundle.ts'
import { readConfig, readCorpus, reasonOf } from '../read-corpus.ts'

interface GradeOptions extends CommonOptions {
  readonly task: string
  readonly variant: string
  readonly profile: string
  readonly explain?: true
}

export const gradeCommand: CommandModule = {
  example: 'reviewgym grade --task order-search --variant all review.json',
  declare: (command) =>
    command
      .argument('<files...>', '[bundle] REVIEW.json: a list of findings, or {"findings": […]}')
      .requiredOption('--task <id>', 'the task that was reviewed')
      .option('--variant <name>', 'the variant that was reviewed', 'all')
      .option('--profile <name>', `the price list: ${profileNames.join(', ')}`, 'strict')
      .option('--explain', 'show each finding’s way through the gates'),
  async run(host, [files], options: GradeOptions) {
    const paths = files as string[]
    const review = paths.at(-1)
    if (review === undefined || paths.length > 2)
      throw new UsageError('Name one review, and before it at most one bundle')
    const profile = profileNames.find((name) => name === options.profile)
    if (!profile)
      throw new UsageError(
        `There is no profile \`${options.profile}\``,
        `There are: ${profileNames.join(', ')}`,
      )
    const findings = await readFindings(review, host)
    const bundle = await openBundleAt(paths.length === 2 ? paths[0] : undefined, options, host)
    if (bundle === null) return ExitCode.problems
    const row = findRow(bundle, options)
    const { playReview } = await import('../../runtime/environment/play-review.ts')
    const { openSandbox } = await import('../../runtime/sandbox/sandbox.ts')
    const sandbox = openSandbox(host.sandboxFiles)
    const result = await playReview(sandbox, row, profile, findings)
    await sandbox.close()
    if ('faults' in result) {
      const { describeFault, formatPath } = await import('../../model/fault.ts')
      const lines = result.faults.map(
        (fault) => `  ${formatPath(fault.path, 'review')}: ${describeFault(fault)}`,
      )
      throw new UsageError(
        `\`${review}\` is not a review:\n${lines.join('\n')}`,
        'See `reviewgym schema finding`',
      )
    }
    const explained = options.explain
      ? await explain(host, row, result, paths.length === 2 ? 'bundle' : 'corpus')
      : []
    const { review: _, ...figures } = result
    const document = { format: 'reviewgym-grade/1', ...figures, ...(options.explain && { explained }) }
    host.print(options.json ? `${JSON.stringify(document, null, 2)}\n` : formatReview(figures, explained))
    return ExitCode.ok
  },
}

/** Patterns are named by their places where the task's file is at hand. */
async function explain(host: Host, row: Row, result: ReviewResult, from: 'bundle' | 'corpus') {
  const { explainReview, patternNames } = await import('../explain-review.ts')
  if (from === 'bundle') return explainReview(row, result, patternNames(null))
  const { lintCorpus } = await import('../../author/compile/lint-corpus.ts')
  const { tasks } = await lintCorpus(await readCorpus([], host), await readConfig(host))
  return explainReview(row, result, patternNames(tasks.find(({ spec }) => spec.id === row.task.id) ?? null))
}

async function readFindings(path: string, host: Host): Promise<unknown> {
  const bytes = await host.readFile(path).catch((cause: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read (${reasonOf(cause)})`)
  })
  const parsed = parseJson(new TextDecoder().decode(bytes))
  if (!parsed.ok) throw new UsageError(`\`${path}\` is not JSON: ${parsed.message}`)
  const { value } = parsed
  return typeof value === 'object' && value !== null && 'findings' in value ? value.findings : value
}

function findRow(bundle: OpenBundle, { task, variant }: GradeOptions): Row {
  const rows = bundle.tasks.get(task)
  const miss = (what: string, name: string, known: readonly string[]) => {
    const guess = closest(name, known)
    return new UsageError(
      `There is no ${what} \`${name}\``,
      guess === null ? `There are: ${known.join(', ')}` : `Did you mean \`${guess}\`?`,
    )
  }
  if (!rows) throw miss('task', task, [...bundle.tasks.keys()])
  const row = rows.find(({ rubric }) => rubric.variant === variant)
  if (!row)
    throw miss(
      'variant',
      variant,
      rows.map(({ rubric }) => rubric.variant),
    )
  return row
}
