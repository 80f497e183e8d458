// `npm run generate`: writes schemas/ from the shapes in src/model and the rules, docs/kinds.md from the kinds there, the tables of
// docs/reward.md and docs/calls.md, docs/integrity.md, what is in the corpus and what linters find in docs/corpus.md,
// and the code that runs inside the sandbox. With --check it only says what is stale; with --quick it leaves out
// docs/reward.md, docs/integrity.md and what linters find, whose figures take minutes of play.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { smallManifest } from './manifest.mjs'

const KINDS_INTRODUCTION = `<!-- Written by \`npm run generate\` from src/model/kinds/. -->
# Kinds of defects

A rubric item, and a finding that means it, name the same sort of defect with the same word. The list is closed, so that nobody has to guess whether "unsanitized input" means \`sql-injection\` or \`cross-site-scripting\`: agents get the words with every observation, and an editor offers them to authors.

**Which one to take.** The one that names the cause, not the damage: a negative amount that empties an account is \`missing-validation\`, not \`data-loss\`. Of a wider and a narrower kind take the narrower. Where careful reviewers could still differ, a task's author lists the other right answers under \`accept_kinds\`. "Refines" names the wider kind for the reader; grading never goes by it.

**CWE.** A finding may give a number of the [Common Weakness Enumeration](https://cwe.mitre.org/) instead of a kind. It counts as the kind in whose row it stands; a number in two rows, or in none, names no kind. Not every defect that breaks a program is a weakness in CWE's sense, so some rows have no number. CWE is a trademark of The MITRE Corporation.
`
const TABLE_HEAD = `| kind | what it is | example | CWE | refines |
|---|---|---|---|---|`

const CONTENTS = '<!-- What is in it, written by `npm run generate`: -->\n'
const LINTERS = '<!-- What linters find, written by `npm run generate`: -->\n'
const END = '<!-- end -->'

const isCheck = process.argv.includes('--check')
const isQuick = process.argv.includes('--quick')
const bundled = 'node_modules/.cache/reviewgym'
const BATTERY = 'src/rollout/attack/battery.generated.ts'
const HELD_OUT = 'test/fixtures/findings/unread.json'
const PLAYED = `${bundled}/played.json`
const FIGURES = 'docs/figures.json'
const battery = await batteryModule()
// Before anything is bundled: what is kept of attacks is kept under this word.
if (!isCheck && (await textOf(BATTERY)) !== battery) {
  await writeFile(BATTERY, battery)
  console.log(`Wrote ${BATTERY}`)
}
await build({
  entryPoints: {
    schemas: 'src/author/schemas.ts',
    'schema-text': 'src/model/schemas.ts',
    'diagnostic-codes': 'src/author/diagnostic-codes.ts',
    rules: 'src/author/lint/rules.ts',
    kind: 'src/model/kinds/kind.ts',
    kinds: 'src/model/kinds/kinds.ts',
    'fixture-table': 'scripts/fixture-table.ts',
    'reward-tables': 'scripts/reward-tables.ts',
    integrity: 'scripts/integrity.ts',
    'linter-section': 'scripts/linter-section.ts',
    'corpus-section': 'scripts/corpus-section.ts',
    'attack-worker': 'src/rollout/attack/worker.ts',
  },
  outdir: bundled,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  plugins: [smallManifest],
  // Comments are left out by it: another word in one is no reason to play everything anew.
  minifyWhitespace: true,
})
const { schemas } = await import(`../${bundled}/schemas.mjs`)
const { schemaText } = await import(`../${bundled}/schema-text.mjs`)
const { diagnosticCodes } = await import(`../${bundled}/diagnostic-codes.mjs`)
const { rules } = await import(`../${bundled}/rules.mjs`)
const { categories } = await import(`../${bundled}/kind.mjs`)
const { kinds } = await import(`../${bundled}/kinds.mjs`)
const { fixtureTable } = await import(`../${bundled}/fixture-table.mjs`)
const { corpusSection } = await import(`../${bundled}/corpus-section.mjs`)

const GUEST = 'src/runtime/sandbox/guest.generated.ts'

const wanted = new Map([
  ...Object.entries(schemas).map(([name, shape]) => [`schemas/${name}.schema.json`, schemaText(name, shape)]),
  ['docs/kinds.md', kindsPage()],
  ['docs/calls.md', await withTables('docs/calls.md', `${fixtureTable()}\n`)],
  ['docs/corpus.md', await withContents()],
  [GUEST, await guestModule()],
  ...(await diagnosticPages()),
  [BATTERY, battery],
  ...(isQuick || (isCheck && (await arePlayedFresh())) ? [] : await played()),
])
await mkdir('schemas', { recursive: true })
const superfluous = (await readdir('schemas'))
  .map((name) => `schemas/${name}`)
  .filter((path) => !wanted.has(path))
const stale = []
for (const [path, text] of wanted) if ((await textOf(path)) !== text) stale.push(path)

if (isCheck) {
  for (const path of [...stale, ...superfluous]) console.error(`${path} is stale: run \`npm run generate\``)
  if (stale.length + superfluous.length > 0) process.exitCode = 1
} else {
  for (const path of superfluous) {
    await rm(path)
    console.log(`Removed ${path}`)
  }
  for (const path of stale) {
    await writeFile(path, wanted.get(path))
    console.log(`Wrote ${path}`)
  }
  if (stale.length + superfluous.length === 0) console.log('All is fresh')
}

/** The pages of all codes, each with a head that says how grave it is. */
async function diagnosticPages() {
  return Promise.all(
    diagnosticCodes.map(async (code) => {
      const path = `docs/diagnostics/${code}.md`
      const page = (await textOf(path)) ?? `# ${code}\n\n<!-- generated -->\n<!-- end -->\n`
      const rule = rules.find(({ name }) => code === `lint/${name}`)
      const head = rule
        ? `${rule.summary} (${rule.severity}, unless \`lint: { ${rule.name}: … }\` in \`reviewgym.config.yaml\` says otherwise)`
        : 'Always an error.'
      return [path, page.replace(/(<!-- generated -->\n)[\s\S]*?(<!-- end -->)/, `$1${head}\n$2`)]
    }),
  )
}

/** What is known only from playing every task. Played again when the tasks have changed, or the code that plays them. */
async function played() {
  const { key, ...before } = JSON.parse((await textOf(PLAYED)) ?? '{}')
  const wanted = await playedKey()
  const found = key === wanted ? before : await playAll()
  if (key !== wanted) await writeFile(PLAYED, JSON.stringify({ key: wanted, ...found }))
  const pages = [
    ['docs/reward.md', await withTables('docs/reward.md', found.tables)],
    ['docs/integrity.md', found.page],
    ['docs/corpus.md', replaced('docs/corpus.md', await withContents(), found.linters, LINTERS)],
  ]
  return [...pages, [FIGURES, figuresOf(wanted, pages)]]
}

/** Whether the pages are those that were written when all was as it is now: to play everything again takes minutes. */
async function arePlayedFresh() {
  const paths = ['docs/reward.md', 'docs/integrity.md', 'docs/corpus.md']
  const pages = await Promise.all(paths.map(async (path) => [path, await textOf(path)]))
  return (await textOf(FIGURES)) === figuresOf(await playedKey(), pages)
}

/** What the played pages were made from, and what they are as far as they were played, as hashes. */
function figuresOf(from, pages) {
  const hashes = pages.map(([path, text]) => [
    path,
    createHash('sha256').update(playedPart(path, text)).digest('hex'),
  ])
  return `${JSON.stringify({ from, ...Object.fromEntries(hashes) }, null, 2)}\n`
}

/** Of docs/corpus.md one section is played: the rest is written by hand, or read from the tasks. */
function playedPart(path, text) {
  if (path !== 'docs/corpus.md') return text
  const from = text.indexOf(LINTERS)
  return text.slice(from, text.indexOf(END, from))
}

async function playAll() {
  const { rewardTables } = await import(`../${bundled}/reward-tables.mjs`)
  const { integrityPage } = await import(`../${bundled}/integrity.mjs`)
  const { linterSection } = await import(`../${bundled}/linter-section.mjs`)
  return { tables: await rewardTables(), page: await integrityPage(), linters: await linterSection() }
}

async function playedKey() {
  const tasks = (await readdir('tasks', { recursive: true })).filter((name) => name.endsWith('.yaml'))
  const reviews = await readdir('test/fixtures/reviews')
  const played = [
    `${bundled}/reward-tables.mjs`,
    `${bundled}/integrity.mjs`,
    `${bundled}/linter-section.mjs`,
    'package-lock.json',
    HELD_OUT,
    ...reviews
      .filter((name) => name.endsWith('.json'))
      .map((name) => `test/fixtures/reviews/${name}`)
      .sort(),
    ...tasks.map((name) => `tasks/${name.replaceAll('\\', '/')}`).sort(),
  ]
  const hash = createHash('sha256')
  for (const path of played) hash.update(`${path}\0${await readFile(path, 'utf8')}\0`)
  return hash.digest('hex')
}

function withContents() {
  return withTables('docs/corpus.md', corpusSection(), CONTENTS)
}

async function withTables(path, tables, start = '<!-- Written by `npm run generate`: -->\n') {
  return replaced(path, await textOf(path), tables, start)
}

/** A page with the text between its marks replaced. */
function replaced(path, page, tables, start) {
  const from = page.indexOf(start) + start.length
  const to = page.indexOf(END, from)
  if (from < start.length || to < from) throw new Error(`${path} has lost the marks of its tables`)
  return `${page.slice(0, from)}\n${tables}\n${page.slice(to)}`
}

/** What a file holds, or null when there is none. */
async function textOf(path) {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause.code === 'ENOENT') return null
    throw cause
  }
}

function kindsPage() {
  const sections = categories.map((category) => {
    const rows = kinds.filter((kind) => kind.category === category).map(kindRow)
    return `## ${category}\n\n${[TABLE_HEAD, ...rows].join('\n')}\n`
  })
  return [KINDS_INTRODUCTION, ...sections].join('\n')
}

function kindRow({ id, summary, example, cwe, parent }) {
  const numbers = cwe.map((number) => `[${number}](https://cwe.mitre.org/data/definitions/${number}.html)`)
  const shown = example.endsWith('.') ? example : code(example)
  const cells = [code(id), summary, shown, numbers.join(', '), parent === null ? '' : code(parent)]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function code(text) {
  return `\`${text}\``
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

/** A word that changes whenever what plays and grades the exploits does: figures that were kept under another one are made anew. */
async function batteryModule() {
  const { outputFiles } = await build({
    entryPoints: ['src/rollout/attack/worker.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [smallManifest],
    legalComments: 'none',
    minifyWhitespace: true,
    write: false,
  })
  const hash = createHash('sha256').update(outputFiles[0].text)
  return `// Generated by \`npm run generate\`: the version of the battery, and of all that grades it.
export const BATTERY = '${hash.digest('hex').slice(0, 16)}'
`
}
