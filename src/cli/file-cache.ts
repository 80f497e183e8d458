import type { Cache } from '../core/cache.ts'
import type { Host } from './host.ts'

const FOLDER = '.reviewgym/cache'

/** A folder of files that may be deleted at any time. */
export function fileCache(host: Host): Cache {
  return {
    async read(name) {
      const path = `${FOLDER}/${name}`
      return (await host.entryAt(path)) === 'file'
        ? new TextDecoder().decode(await host.readFile(path))
        : null
    },
    write: (name, text) => host.writeFile(`${FOLDER}/${name}`, text).catch(() => undefined),
  }
}
