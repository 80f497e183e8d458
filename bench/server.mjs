// The server's benches: `node bench/server.mjs [start steps grading …] [key=value …]`. Needs `npm run build`.
import process from 'node:process'

const NAMES = ['start', 'steps', 'grading', 'witness', 'memory', 'growth']

const words = process.argv.slice(2)
const options = Object.fromEntries(
  words
    .filter((word) => word.includes('='))
    .map((word) => word.split('='))
    .map(([key, value]) => [key, JSON.parse(value)]),
)
const asked = words.filter((word) => !word.includes('='))
for (const one of asked.length === 0 ? NAMES : asked) {
  const { name, beside, target, run } = await import(`./server-${one}.mjs`)
  console.log(`\n${name}, beside ${beside} (target: ${target})`)
  const { about, figures } = await run(options)
  if (about) console.log(JSON.stringify(about))
  console.table(figures.map(rounded))
}

function rounded(figure) {
  const entries = Object.entries(figure)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(4)) : value]),
  )
}
