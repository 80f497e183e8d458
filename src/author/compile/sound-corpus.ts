import { readKeyed, writeKeyed } from '../../core/cache.ts'
import { sha256 } from '../../core/canonical-json.ts'
import type { Bundle } from '../../model/bundle.ts'
import type { TaskSummary } from '../prove/summary.ts'
import type { Workbench } from '../prove/workbench.ts'
import { contentKey } from './content-key.ts'
import type { TaskFileContent } from './file-content.ts'

/** What was made of a corpus about which there was nothing to say. */
interface Sound {
  readonly summaries: readonly TaskSummary[]
  readonly bundle: Bundle
}

/** The result of compiling just these files with just this tool, kept for the next time. */
export class SoundCorpus {
  readonly #bench: Workbench
  /** Null where nothing may be kept: a file that cannot be read, or a tool that does not know its own name. */
  readonly #key: string | null
  readonly #name: string

  constructor(files: readonly TaskFileContent[], bench: Workbench) {
    this.#bench = bench
    this.#key =
      bench.toolIdentity === null
        ? null
        : contentKey(`${bench.toolIdentity}\0${bench.native?.version}`, files)
    const attacked = bench.attack ? '' : '-unattacked'
    const paths = files.map(({ path }) => path)
    this.#name = `corpora/${sha256(paths.join('\0')).slice(0, 16)}${attacked}.json`
  }

  async read(): Promise<Sound | null> {
    if (this.#key === null) return null
    return readKeyed(this.#bench.cache, this.#name, this.#key, (sound: Sound) => sound)
  }

  async write(sound: Sound): Promise<void> {
    if (this.#key !== null) await writeKeyed(this.#bench.cache, this.#name, this.#key, sound)
  }
}
