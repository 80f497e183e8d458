// `npm run soak:attack`: searches tasks/ for what pays, guided by rewards alone. EPISODES a task (2000), SEED (1), TASK.
import { build } from 'esbuild'
import { ensureInstalled } from './fresh.mjs'

await ensureInstalled()
const bundled = 'node_modules/.cache/reviewgym'
await build({
  entryPoints: { 'soak-attack': 'scripts/soak-attack.ts' },
  outdir: bundled,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
})
const { soakAttack } = await import(`../${bundled}/soak-attack.mjs`)
const { EPISODES = '2000', SEED = '1', TASK = null } = process.env
const holes = await soakAttack(Number(EPISODES), Number(SEED), TASK, console.log)
if (holes > 0) process.exitCode = 1
