// `npm run check`: everything that must hold before a commit. Stops at the first thing that does not.
import { ensureBuilt, ensureCompiled, ensureInstalled, runOrExit } from './fresh.mjs'

await ensureInstalled()
const tool = (path, ...args) => runOrExit(process.execPath, [`node_modules/${path}`, ...args])

tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')
tool('typescript/bin/tsc', '-p', '.')
tool('typescript/bin/tsc', '-p', 'src/web')
tool('typescript/bin/tsc', '-p', 'src/report/page')
runOrExit(process.execPath, ['scripts/generate.mjs', '--check'])
tool('knip/bin/knip.js')
await ensureBuilt()
// Proves the corpus, which is a check of its own; the tests use what is known from it.
await ensureCompiled()
// So is the gate: what cheaters earned is kept by content, and played again only where a task or the battery has changed.
runOrExit(process.execPath, ['dist/cli.js', 'compile', '--output', '.reviewgym/attacked.json'])
tool('vitest/vitest.mjs', 'run')
