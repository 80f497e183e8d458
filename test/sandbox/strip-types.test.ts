import { describe, expect, test } from 'vitest'
import { loadStripTypes } from '../../src/runtime/sandbox/strip-types.ts'

const strip = await loadStripTypes()

test('types become blanks, and every character keeps its place', () => {
  const code =
    "import type { A } from './a'\nexport const f = <T>(x: T, é?: A): T => x as T // ü\nf<number>(1)!\n"
  const stripped = strip(code)
  if (!stripped.ok) throw new Error(stripped.fault.message)
  expect(stripped.code).toHaveLength(code.length)
  expect(stripped.code.replaceAll(/ +/g, ' ')).toBe(' \nexport const f = (x , é ) => x // ü\nf (1) \n')
  for (const word of ['export', 'x as', '// ü', '(1)']) {
    const first = word.split(' ')[0] ?? ''
    expect(stripped.code.startsWith(first, code.indexOf(word))).toBe(true)
  }
})

describe('what is not erasable is pointed at', () => {
  test.each([
    ['const é = 1\nenum Color { Red }', 'enum Color { Red }'],
    ['namespace Box { export const a = 1 }', 'namespace Box { export const a = 1 }'],
    ["const é = 'ü'; class A { constructor(private x: number) {} }", 'x: number'],
    ["import fs = require('fs')", "import fs = require('fs')"],
    ['const x = ;', ';'],
  ])('%s', (code, place) => {
    const stripped = strip(code)
    expect(stripped.ok ? null : code.slice(stripped.fault.start, stripped.fault.end)).toBe(place)
  })
})
