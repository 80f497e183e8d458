import type { Cache } from '../../core/cache.ts'
import type { Source } from '../../core/source.ts'
import { spanOf } from '../../core/source.ts'
import type { TaskFileContent } from './file-content.ts'
import type { FileReport } from './file-report.ts'
import { fromPlain, type PlainDiagnostic, type PlainSpan, plainSpan, toPlain } from './plain-diagnostics.ts'
import { sourcesOf } from './sources.ts'

const NAME = 'lint/files.json'
/** Reports of files that are not in the present run are kept as long as there are not more in all. */
const MOST = 5000

/** A report as JSON. */
export interface PlainReport {
  readonly faults: readonly PlainDiagnostic[]
  readonly found: readonly PlainDiagnostic[]
  readonly suppressions: readonly {
    readonly rule: string
    readonly reason: string
    readonly span: PlainSpan
    readonly covers: PlainSpan
  }[]
  readonly sketch: FileReport['sketch']
}

/** What is known about files, by what they hold. */
export class KnownFiles {
  #plain: Map<string, PlainReport>
  #reports = new Map<string, FileReport>()

  private constructor(plain: Map<string, PlainReport>) {
    this.#plain = plain
  }

  /** What was kept; nothing where that is spoilt. */
  static async read(cache: Cache | null): Promise<KnownFiles> {
    try {
      const kept: unknown = JSON.parse((await cache?.read(NAME)) ?? '{}')
      return new KnownFiles(new Map(Object.entries(kept as Record<string, PlainReport>)))
    } catch {
      return new KnownFiles(new Map())
    }
  }

  /** What is known about a file; null where it is new. */
  report(key: string, file: TaskFileContent): FileReport | null {
    const ready = this.#reports.get(key)
    if (ready) return ready
    const plain = this.#plain.get(key)
    if (!plain) return null
    try {
      const report = fromPlainReport(plain, file)
      this.#reports.set(key, report)
      return report
    } catch {
      return null
    }
  }

  add(key: string, report: FileReport): void {
    this.#reports.set(key, report)
    this.#plain.set(key, toPlainReport(report))
  }

  addPlain(key: string, report: PlainReport): void {
    this.#plain.set(key, report)
  }

  /** Forgets what is too much: reports of this run stay, and of earlier ones as long as there is room. */
  prune(present: ReadonlySet<string>): void {
    this.#reports = new Map([...this.#reports].filter(([key]) => present.has(key)))
    // In the order of the files, whichever thread was the first to have done its own.
    const own = [...present].flatMap((key) => {
      const plain = this.#plain.get(key)
      return plain ? [[key, plain] as const] : []
    })
    const others = [...this.#plain].filter(([key]) => !present.has(key))
    const room = Math.max(0, MOST - own.length)
    this.#plain = new Map([...(room > 0 ? others.slice(-room) : []), ...own])
  }

  async write(cache: Cache): Promise<void> {
    await cache.write(NAME, JSON.stringify(Object.fromEntries(this.#plain)))
  }
}

export function toPlainReport({ faults, found, suppressions, sketch }: FileReport): PlainReport {
  return {
    faults: faults.map(toPlain),
    found: found.map(toPlain),
    suppressions: suppressions.map(({ span, covers, ...rest }) => ({
      ...rest,
      span: plainSpan(span),
      covers: plainSpan(covers),
    })),
    sketch,
  }
}

export function fromPlainReport(
  { faults, found, suppressions, sketch }: PlainReport,
  file: TaskFileContent,
): FileReport {
  const sourceAt = sourcesOf([file])
  const at = ([path, start, end]: PlainSpan) => spanOf(sourceAt(path), start, end)
  const source: Source | null = sketch && sourceAt(file.path)
  return {
    path: file.path,
    faults: faults.map((one) => fromPlain(one, sourceAt)),
    found: found.map((one) => fromPlain(one, sourceAt)),
    suppressions: suppressions.map(({ span, covers, ...rest }) => ({
      ...rest,
      span: at(span),
      covers: at(covers),
    })),
    sketch,
    source,
  }
}
