// `npm run bench`, `node bench/run.mjs [startup author-types …] [count=200 rounds=3 …] [--short] [--record]`. A short run
// holds its ratios against those in `bench/recorded.json`, and fails where one is larger by more than a factor of two, and
// is so again when it is measured once more. Where one is as much smaller it says that they are to be recorded anew, which
// `--record` does. Any other run writes its figures into `bench/README.md`, in the place of those of the last one.
import { readFile, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { ensureBuilt, ensureInstalled } from '../scripts/fresh.mjs'
import { benches } from './benches.mjs'
import { writeFigures } from './figures.mjs'

const RECORDED = new URL('./recorded.json', import.meta.url)
const FACTOR = 2

const USAGE = `node bench/run.mjs [bench …] [option=value …] [--short] [--record]
Benches: ${benches.join(', ')}`

const words = process.argv.slice(2)
const wrong = words.find((word) => !isKnown(word))
if (wrong !== undefined) {
  console.error(wrong === '--help' ? USAGE : `There is no \`${wrong}\`\n${USAGE}`)
  process.exit(wrong === '--help' ? 0 : 2)
}
const isShort = words.includes('--short') || words.includes('--record')
const options = Object.fromEntries(
  words
    .filter((word) => word.includes('='))
    .map((word) => word.split('='))
    .map(([key, value]) => [key, JSON.parse(/^[\d.]+,/.test(value) ? `[${value}]` : value)]),
)
const asked = words.filter((word) => !word.includes('=') && !word.startsWith('--'))
const recorded = JSON.parse(await readFile(RECORDED, 'utf8'))
const slower = []
const quicker = []
await ensureInstalled()
await ensureBuilt()
for (const file of asked.length === 0 ? benches : asked) {
  const bench = await import(`./${file}.mjs`)
  if (isShort && !bench.short) continue
  const ratios = await ratiosOf(file, bench)
  if (words.includes('--record')) {
    Object.assign(recorded, ratios)
  } else if (isShort) {
    quicker.push(...offAmong(ratios, (ratio, usual) => ratio < usual / FACTOR))
    const areSlower = (some) => offAmong(some, (ratio, usual) => ratio > usual * FACTOR)
    if (areSlower(ratios).length > 0) slower.push(...areSlower(await ratiosOf(file, bench)))
  }
}
if (words.includes('--record')) await writeFile(RECORDED, `${JSON.stringify(recorded, null, 2)}\n`)
for (const line of quicker) console.error(`${line}: record anew`)
for (const line of slower) console.error(line)
if (slower.length > 0) process.exitCode = 1

function isKnown(word) {
  return word.includes('=') || ['--short', '--record', ...benches].includes(word)
}

/** Runs a bench, prints its figures, and answers those that are held against something. */
async function ratiosOf(file, { name, beside, target, short, run }) {
  console.log(`\n${name}, beside ${beside} (target: ${target})`)
  const { about, figures } = await run({ ...(isShort && short), ...options })
  if (about) console.log(about)
  const shown = figures.map(({ what, ...rest }) => ({ what, ...rounded(rest) }))
  console.table(Object.fromEntries(shown.map(({ what, ...rest }) => [what, rest])))
  if (!isShort) await writeFigures({ file, options, name, beside, target, figures: shown })
  return Object.fromEntries(
    figures.flatMap(({ what, ratio }) =>
      ratio === undefined ? [] : [[`${file}: ${what}`, Number(ratio.toPrecision(3))]],
    ),
  )
}

/** Those that are off from what is recorded; one that was never recorded is only printed. */
function offAmong(ratios, isOff) {
  return Object.entries(ratios)
    .filter(([key, ratio]) => recorded[key] !== undefined && isOff(ratio, recorded[key]))
    .map(([key, ratio]) => `${key}: ${ratio} ×, and ${recorded[key]} × is recorded`)
}

function rounded(figure) {
  const entries = Object.entries(figure)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(3)) : value]),
  )
}
