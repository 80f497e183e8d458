import { type Diagnostic, diagnosticAt, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import { groupBy } from '../../core/group.ts'
import { type Source, spanOf } from '../../core/source.ts'
import { readSeverities, type Severities } from '../lint/config.ts'
import { CorpusLint, settle } from '../lint/lint.ts'
import type { Spot, TaskSketch } from '../lint/sketch.ts'
import type { TaskFileContent } from './file-content.ts'
import type { FileReport, LintedCorpus } from './file-report.ts'
import { readYaml } from './read-task.ts'

/** The report of a file with a task in it. */
interface Read {
  /** By which tasks are put in order: of two with one id, the one with the lesser path comes first. */
  readonly key: string
  readonly sketch: TaskSketch
  readonly report: FileReport
}

/**
 * The files of a corpus beside each other, as they change. What there is to say hangs on the present reports and settings
 * alone; of those that stay, as little as possible is done again.
 */
export class SettledCorpus {
  readonly #reports = new Map<string, FileReport>()
  #read: readonly Read[] = []
  readonly #lint = new CorpusLint()
  /** By file, as long as no rule about the corpus says anything of it. */
  readonly #settled = new Map<FileReport, readonly Diagnostic[]>()
  #severities = ''

  /** Takes the reports of files that are new or changed, and the paths of those that are gone. */
  update(changed: readonly FileReport[], gone: readonly string[]): void {
    const paths = [...gone, ...changed.map(({ path }) => path)]
    const old = new Set(paths.flatMap((path) => this.#reports.get(path) ?? []))
    for (const path of paths) this.#reports.delete(path)
    for (const report of changed) this.#reports.set(report.path, report)
    for (const report of old) this.#settled.delete(report)
    const added = changed.flatMap((report): readonly Read[] =>
      report.sketch ? [{ key: `${report.sketch.id}\0${report.path}`, sketch: report.sketch, report }] : [],
    )
    const left = this.#read.filter(({ report }) => old.has(report))
    const kept = this.#read.filter(({ report }) => !old.has(report))
    this.#read = [...kept, ...added].sort((a, b) => (a.key < b.key ? -1 : 1))
    this.#lint.update(new Set(left.map(({ sketch }) => sketch)), added.map(sketchOf))
  }

  /** What there is to say of all files, by the settings. */
  settle(config: TaskFileContent | null): LintedCorpus {
    const { severities, diagnostics: aboutSettings } = readSeverities(config && readYaml(config))
    this.#forgetOthers(severities)
    const sketches = this.#read.map(sketchOf)
    const aboutCorpus = groupBy(this.#lint.diagnostics(sketches, this.#sourceAt), ({ path }) => path)
    const all = [...this.#reports.values()]
    const diagnostics = sortDiagnostics([
      ...aboutSettings,
      ...all.flatMap(({ faults }) => faults),
      ...all.flatMap((report) => this.#settle(report, aboutCorpus.get(report.path) ?? [], severities)),
      ...repeatedIds(sketches, this.#sourceAt),
    ])
    const faulty = new Set(diagnostics.filter((one) => hasErrors([one])).map(({ path }) => path))
    const sound = sketches.filter(({ spot }) => !faulty.has(spot.path))
    return { tasks: sound.map(({ id, spot }) => ({ id, path: spot.path })), diagnostics }
  }

  #forgetOthers(severities: Severities): void {
    const spelling = JSON.stringify([...severities])
    if (spelling !== this.#severities) this.#settled.clear()
    this.#severities = spelling
  }

  #settle(
    report: FileReport,
    aboutCorpus: readonly Diagnostic[],
    severities: Severities,
  ): readonly Diagnostic[] {
    const { found, suppressions } = report
    if (aboutCorpus.length > 0) return settle([...found, ...aboutCorpus], suppressions, severities)
    const before = this.#settled.get(report)
    if (before) return before
    const settled = settle(found, suppressions, severities)
    this.#settled.set(report, settled)
    return settled
  }

  readonly #sourceAt = (path: string): Source => {
    const source = this.#reports.get(path)?.source
    if (!source) throw new Error(`No file ${path}`)
    return source
  }
}

function sketchOf({ sketch }: Read): TaskSketch {
  return sketch
}

function repeatedIds(
  sketches: readonly TaskSketch[],
  sourceAt: (path: string) => Source,
): readonly Diagnostic[] {
  const placeOf = ({ path, start, end }: Spot) => spanOf(sourceAt(path), start, end)
  return sketches.flatMap(({ id, spot }, index) => {
    const earlier = sketches[index - 1]
    if (earlier?.id !== id) return []
    return diagnosticAt('check/duplicate-id', placeOf(spot), `Two tasks have the id \`${id}\``, {
      notes: [{ message: 'The other one is here', span: placeOf(earlier.spot) }],
      hint: 'Rename one of them: a task is served by its id',
    })
  })
}
