// `npm run generate`: writes schemas/ from the shapes in src/model, and the code that runs inside the sandbox from
// src/runtime/sandbox/guest. With --check it only says what is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'

const isCheck = process.argv.includes('--check')
const bundled = 'node_modules/.cache/reviewgym/schemas.mjs'
await build({
  entryPoints: ['src/model/schemas.ts'],
  outfile: bundled,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
})
const { schemas, schemaText } = await import(`../${bundled}`)
const GUEST = 'src/runtime/sandbox/guest.generated.ts'

const wanted = new Map([
  ...Object.entries(schemas).map(([name, shape]) => [`schemas/${name}.schema.json`, schemaText(name, shape)]),
  [GUEST, await guestModule()],
])
await mkdir('schemas', { recursive: true })
const present = (await readdir('schemas')).map((name) => `schemas/${name}`)
const superfluous = present.filter((path) => !wanted.has(path))
const stale = []
for (const [path, text] of wanted)
  if ((await readFile(path, 'utf8').catch(() => null)) !== text) stale.push(path)

if (isCheck) {
  for (const path of [...stale, ...superfluous]) console.error(`${path} is stale: run \`npm run generate\``)
  if (stale.length + superfluous.length > 0) process.exitCode = 1
} else {
  for (const path of superfluous) await rm(path)
  for (const path of stale) await writeFile(path, wanted.get(path))
  console.log(stale.length + superfluous.length === 0 ? 'All is fresh' : `Wrote ${stale.join(', ')}`)
}

async function guestModule() {
  const { outputFiles } = await build({
    entryPoints: ['src/runtime/sandbox/guest/main.ts'],
    bundle: true,
    format: 'iife',
    platform: 'neutral',
    target: 'es2023',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    write: false,
  })
  return `// Generated from guest/ by \`npm run generate\`: what runs inside QuickJS before a task does.
export const guestCode =
  ${JSON.stringify(outputFiles[0].text)}
`
}
