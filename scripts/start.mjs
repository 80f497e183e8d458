// `npm start`: installs and builds what is missing, compiles tasks/ and serves them with the page for people, as an
// author's desk where nobody but this machine can come in. Arguments go to `serve`.
import { spawn } from 'node:child_process'
import { ensureBuilt, ensureCompiled, ensureInstalled } from './fresh.mjs'

await ensureInstalled()
await ensureBuilt()
const bundle = await ensureCompiled()
const asked = process.argv.slice(2)
const at = asked.findIndex((word) => word === '--host' || word.startsWith('--host='))
const host = at === -1 ? process.env.HOST : (asked[at]?.split('=')[1] ?? asked[at + 1])
const isOwn = ['127.0.0.1', '::1', 'localhost'].includes(host ?? '127.0.0.1')
const options = ['--web', ...(isOwn ? ['--author'] : []), ...asked]
const server = spawn(process.execPath, ['dist/cli.js', 'serve', bundle, ...options], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => {
  process.exitCode = code ?? 1
})
