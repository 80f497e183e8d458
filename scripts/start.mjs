// `npm start`: installs and builds what is missing, compiles tasks/ and serves them. Arguments go to `serve`.
import { spawn } from 'node:child_process'
import { ensureBuilt, ensureCompiled, ensureInstalled } from './fresh.mjs'

await ensureInstalled()
await ensureBuilt()
const bundle = await ensureCompiled()
const server = spawn(process.execPath, ['dist/cli.js', 'serve', bundle, '--web', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => {
  process.exitCode = code ?? 1
})
