// The figures of the last run of each bench, as `bench/README.md` shows them.
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { benches } from './benches.mjs'

const README = new URL('./README.md', import.meta.url)
const START = '<!-- The figures of the last runs: `npm run bench` writes them. -->'
const END = '<!-- The end of these figures. -->'

/** Puts the figures of a run in the place of those of the last run of the same bench. */
export async function writeFigures(run) {
  const text = await readFile(README, 'utf8')
  const [before, rest = ''] = text.split(START)
  const [kept, after] = rest.split(END)
  if (after === undefined) throw new Error(`bench/README.md lacks \`${START}\` or \`${END}\``)
  const sections = new Map(
    kept
      .split(/^(?=### )/m)
      .slice(1)
      .map((section) => [/^### `([\w-]+)/.exec(section)?.[1], section.trim()]),
  )
  sections.set(run.file, sectionOf(run))
  const shown = benches.map((file) => sections.get(file)).filter(Boolean)
  await writeFile(README, [before, START, '\n\n', shown.join('\n\n'), '\n\n', END, after].join(''))
}

function sectionOf({ file, options, name, beside, target, figures }) {
  const asked = Object.entries(options).map(([key, value]) => ` ${key}=${value}`)
  const day = new Date().toISOString().slice(0, 10)
  const keys = [...new Set(figures.flatMap(Object.keys))]
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [
    `### \`${file}${asked.join('')}\``,
    '',
    `${name}, beside ${beside} (target: ${target}). ${day}, Node ${process.versions.node}, ${availableParallelism()} cores.`,
    '',
    line(keys.map((key) => (key === 'what' ? '' : key))),
    line(keys.map(() => '---')),
    ...figures.map((figure) => line(keys.map((key) => figure[key] ?? ''))),
  ].join('\n')
}
