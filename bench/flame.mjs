// A flame graph of a .cpuprofile, as a picture that needs no script: `node bench/flame.mjs PROFILE TITLE [FUNCTION] > file.svg`.
// Each box is a function, as wide as its share of the time, with those that it called above it; with FUNCTION, only
// what went on in it. Which boxes come first in a row is a matter of their names, not of time.
import { readFileSync } from 'node:fs'
import process from 'node:process'

const WIDTH = 1200
const ROW = 17
const LEAST = 1.5
const LETTER = 6.2
const IDLE = new Set(['(idle)', '(program)'])

const [path, title, below] = process.argv.slice(2)
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(path, 'utf8'))
const byId = new Map(nodes.map((node) => [node.id, node]))
const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))

const nameOf = ({ callFrame: { functionName, url } }) => {
  const file = url
    .split('/')
    .at(-1)
    .replace(/-[A-Z0-9]{8}\.js$/, '.js')
  return functionName === '' ? `(${file || 'native'})` : functionName
}
const root = { name: 'all', time: 0, children: new Map() }
for (const [index, id] of samples.entries()) {
  const stack = []
  for (let at = id; at !== undefined; at = parents.get(at)) stack.unshift(nameOf(byId.get(at)))
  const from = below === undefined ? 1 : stack.indexOf(below)
  if (from === -1 || IDLE.has(stack.at(-1))) continue
  let box = root
  box.time += timeDeltas[index]
  for (const name of stack.slice(from)) {
    const child = box.children.get(name) ?? { name, time: 0, children: new Map() }
    box.children.set(name, child)
    child.time += timeDeltas[index]
    box = child
  }
}

const boxes = []
let depth = 0
function place(box, left, level) {
  const width = (box.time / root.time) * WIDTH
  if (width < LEAST) return
  boxes.push({ name: box.name, time: box.time, left, width, level })
  depth = Math.max(depth, level)
  let at = left
  for (const child of [...box.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    place(child, at, level + 1)
    at += (child.time / root.time) * WIDTH
  }
}
place(root, 0, 0)

const height = (depth + 1) * ROW + 34
const shapes = boxes.map(({ name, time, left, width, level }) => {
  const y = height - (level + 1) * ROW
  const share = `${((time / root.time) * 100).toFixed(1)} %`
  const shown = name.slice(0, Math.floor((width - 4) / LETTER))
  const text =
    shown.length < 3 ? '' : `<text x="${(left + 3).toFixed(1)}" y="${y + 12}">${escaped(shown)}</text>`
  return `<g><title>${escaped(name)}: ${share}</title><rect x="${left.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colourOf(name)}"/>${text}</g>`
})
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="10">
<title>${escaped(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="6" y="18" font-size="14">${escaped(title)}</text>
${shapes.join('\n')}
</svg>
`)

/** The same function has the same colour in every picture. */
function colourOf(name) {
  let sum = 7
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973
  return `hsl(${15 + (sum % 40)} 85% ${66 + (sum % 17)}%)`
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
