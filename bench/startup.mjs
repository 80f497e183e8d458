// How soon the command line says its first word, beside a Node that does nothing: `node bench/startup.mjs [rounds]`.
// Needs `npm run build`. The lines take turns, so that whatever else the machine does is the same for all.
import { timeInTurns } from './in-turns.mjs'

const lines = [
  ['-e', '0'],
  ['dist/cli.js', '--version'],
  ['dist/cli.js', '--help'],
]
const [empty, ...ours] = timeInTurns(lines, Number(process.argv[2] ?? 25))
console.log(`node -e 0: ${describe(empty)}`)
for (const [index, times] of ours.entries())
  console.log(
    `reviewgym ${lines[index + 1].at(-1)}: ${describe(times)}, ${ratio(times, empty, 'best')} × at best, ${ratio(times, empty, 'median')} × in the median`,
  )

function describe({ best, median }) {
  return `at best ${best.toFixed(0)} ms, in the median ${median.toFixed(0)} ms`
}

function ratio(times, others, which) {
  return (times[which] / others[which]).toFixed(2)
}
