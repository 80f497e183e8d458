import { fileKey } from './content-key.ts'
import type { FileReport, LintedCorpus } from './file-report.ts'
import { KnownFiles } from './known-files.ts'
import { lintFile } from './lint-corpus.ts'
import type { LinterOptions } from './linter.ts'
import { SettledCorpus } from './settled-corpus.ts'
import type { CorpusChange } from './watched-corpus.ts'

/** Lints task files as they change, and each once. What earlier runs have found is used, and kept for later ones. */
export class WatchedLint {
  readonly #options: LinterOptions
  readonly #corpus = new SettledCorpus()
  readonly #present = new Map<string, { readonly key: string; readonly report: FileReport }>()

  constructor(options: LinterOptions) {
    this.#options = options
  }

  async update({ changed, gone, config }: CorpusChange): Promise<LintedCorpus> {
    // What was kept is worth reading where there is much to do; one file is linted sooner.
    const known = changed.length > 1 ? await this.#readKnown() : null
    const reports = []
    for (const [done, file] of changed.entries()) {
      this.#options.status?.(done, changed.length)
      const key = fileKey(this.#options.toolIdentity ?? '', file)
      const report = known?.report(key, file) ?? (await lintFile(file)).report
      this.#present.set(file.path, { key, report })
      reports.push(report)
    }
    for (const path of gone) this.#present.delete(path)
    this.#corpus.update(reports, gone)
    return this.#corpus.settle(config)
  }

  /** Keeps what was found of the present files. */
  async keep(): Promise<void> {
    const store = this.#store()
    if (!store) return
    const known = await this.#readKnown()
    for (const { key, report } of this.#present.values()) known.add(key, report)
    known.prune(new Set([...this.#present.values()].map(({ key }) => key)))
    await known.write(store)
  }

  #readKnown(): Promise<KnownFiles> {
    return KnownFiles.read(this.#store())
  }

  #store() {
    return this.#options.toolIdentity === null ? null : this.#options.cache
  }
}
