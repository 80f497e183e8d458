import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { ownText } from '../../../src/author/syntax/own-text.ts'
import { parseYaml } from '../../../src/author/syntax/parse-yaml.ts'
import { nodeAt, type ScalarNode } from '../../../src/author/syntax/tree.ts'

test.each([
  ['of seven bits', 'An order that is never paid'],
  ['of one byte', 'Größe und Maß der Bestellung'],
  ['of more', '“An order” → 訂單 😀 that is never paid'],
  ['with half a character', 'An order \uD83D that is \uDE00 never paid'],
  ['that is short', 'an order'],
])('a text %s stays the same', (_, text) => {
  expect(ownText(text)).toBe(text)
  expect(ownText(`…${text}`.slice(1))).toBe(text)
})

const FILES = 200
const LETTERS = 200_000

test.each([
  ['in the common form', 'why: Nobody waits for the answer\n'],
  ['in another one', 'why: Nobody waits for the answer\n#\t\n'],
])('who keeps a text of a file %s keeps nothing else of it', (_, line) => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const used = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const read = (number: number) => {
    const text = `${line}# ${number} ${'x'.repeat(LETTERS)}\n`
    const { value } = parseYaml({ path: 'a.yaml', text: Buffer.from(text).toString() })
    return value && (nodeAt(value, ['why']) as ScalarNode).value
  }
  const before = used()
  const kept = Array.from({ length: FILES }, (_, number) => read(number))
  const grown = used() - before
  expect(new Set(kept)).toEqual(new Set(['Nobody waits for the answer']))
  expect(grown).toBeLessThan((FILES * LETTERS) / 4)
})
