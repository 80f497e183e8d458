import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const module = new WebAssembly.Module(
  readFileSync(createRequire(import.meta.url).resolve('pyodide/pyodide.asm.wasm')),
)
const imports = WebAssembly.Module.imports(module)

test('functions come in through two modules, and both are sealed', () => {
  const from = imports.filter(({ kind }) => kind === 'function').map((one) => one.module)
  expect([...new Set(from)].sort()).toEqual(['env', 'wasi_snapshot_preview1'])
})

// Emscripten puts functions of which an address is asked into the table itself, past the seal.
test('what comes in by its address draws, for which there is nothing to draw on, or prints', () => {
  const named = imports.filter((one) => one.module === 'GOT.func').map(({ name }) => name)
  expect(named.length).toBeGreaterThan(0)
  expect(
    named.filter((name) => !/^emscripten_(gl[A-Z]\w+|console_(log|error|warn|trace)|out|err)$/.test(name)),
  ).toEqual([])
})
