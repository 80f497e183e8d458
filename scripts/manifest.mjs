// What of package.json is built in. Whatever else stands there, its scripts for example, may change without anything being built, proved or played again.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/** The version, and which packages are asked for: what comes from them may hang on their versions. */
export async function manifestText() {
  const { version, dependencies } = JSON.parse(await readFile('package.json', 'utf8'))
  return JSON.stringify({ version, dependencies })
}

/** Has esbuild read no more of it. */
export const smallManifest = {
  name: 'small-manifest',
  setup({ onLoad }) {
    onLoad({ filter: /package\.json$/ }, async ({ path }) =>
      path === resolve('package.json') ? { contents: await manifestText(), loader: 'json' } : null,
    )
  },
}
