// A warm run of calls in the sandbox, beside the same code called in a bare QuickJS, and in a bare Pyodide.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as emscripten from '@jitl/quickjs-wasmfile-release-sync/emscripten-module'
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi'
import { loadPyodide } from 'pyodide'
import { inside } from './inside.mjs'
import { median } from './serving.mjs'

export const name = 'a warm run'
export const beside = 'a bare QuickJS that begins anew, and a bare Pyodide'
export const target = '≤ 1.5 ×'

const require = createRequire(import.meta.url)
const CALLS = 100
const calls = [
  { call: 'add', args: [1, 2] },
  { call: 'many', args: [1000] },
]
const script = `function add(a, b) { return [a, b].reduce((sum, one) => sum + one, 0) }
function many(n) { return [...new Set(Array.from({ length: n }, (_, i) => (i * 7) % n))].sort((a, b) => a - b).slice(0, 3) }`
const python = `async def add(a, b): return sum([a, b])
def many(n): return sorted({i * 7 % n for i in range(n)})[:3]`

export async function run({ rounds = 7, withPython = true } = {}) {
  const { PythonPool, Runner, linkPython } = await inside()
  const typescript = {
    language: 'typescript',
    modules: { 'src/main.ts': script.replaceAll('function ', 'export function ') },
    entries: [{ path: 'src/main.ts', role: 'review' }],
    fixtures: {},
  }
  const runner = await Runner.prepare({
    quickJs: readFileSync(require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
    sql: () => Promise.reject(new Error('No SQL here')),
  })
  const bare = await bareQuickJs()
  const kinds = {
    'QuickJS, ours': async () => (await runner.run({ program: typescript, calls })).outcomes,
    'QuickJS, bare, anew': () => bare.anew(),
    'QuickJS, bare, the same again': () => bare.again(),
  }
  const folder = mkdtempSync(join(tmpdir(), 'reviewgym-bench-'))
  let pool = null
  if (withPython) {
    pool = new PythonPool({
      child: pathToFileURL(resolve('dist/python-child.cjs')),
      package: pathToFileURL(`${dirname(require.resolve('pyodide/package.json'))}/`),
      kept: folder,
      size: 1,
    })
    const pyodide = await loadPyodide()
    pyodide.runPython('import json')
    const program = linkPython([{ path: 'src/main.py', role: 'review', text: python }], {})
    const kept = { lease: null, left: 0 }
    kinds['Pyodide, ours'] = async () => {
      if (kept.lease === null) {
        await pool.warm()
        kept.lease = pool.lease()
        await kept.lease.run({ program, calls, reach: 'defined' })
      }
      const { status, result } = await kept.lease.run({ program, calls, reach: 'defined' })
      if (status !== 'ran') throw new Error(status)
      return result.outcomes
    }
    kinds['Pyodide, bare, names of its own'] = async () => {
      const globals = pyodide.toPy({})
      const text = await pyodide.runPythonAsync(
        `import json\n${python}\njson.dumps([await add(1, 2), many(1000)])`,
        { globals },
      )
      globals.destroy()
      return JSON.parse(text)
    }
  }
  const found = Object.fromEntries(Object.keys(kinds).map((who) => [who, []]))
  for (let round = 0; round < rounds + 1; round += 1)
    for (const [who, call] of Object.entries(kinds)) {
      const times = []
      const many = who.startsWith('Pyodide') ? CALLS / 5 : CALLS
      for (let number = 0; number < many; number += 1) {
        const start = performance.now()
        const told = JSON.stringify(await call())
        times.push(performance.now() - start)
        if (told !== '[3,[0,1,2]]') throw new Error(`${who} answered ${told}`)
      }
      if (round > 0) found[who].push(median(times))
    }
  await pool?.close()
  rmSync(folder, { recursive: true })
  return {
    figures: Object.entries(found).map(([who, times]) => {
      const other = Object.keys(found).find((one) => one.startsWith(`${who.split(',')[0]}, bare`))
      return {
        what: who,
        ms: median(times),
        ...(who.endsWith('ours') && { beside: other, ratio: median(times) / median(found[other]) }),
      }
    }),
  }
}

/** QuickJS as its package gives it: in a new context for each call, or in one and the same. */
async function bareQuickJs() {
  const module = await emscripten.default({
    wasmBinary: readFileSync(require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
  })
  const ffi = new QuickJSFFI(module)
  const runtime = ffi.QTS_NewRuntime()
  const evaluate = (context, code) => {
    const bytes = Buffer.from(`${code}\0`)
    const pointer = module._malloc(bytes.length)
    module.HEAPU8.set(bytes, pointer)
    const result = ffi.QTS_Eval(context, pointer, bytes.length - 1, 'main.js', 0, 0)
    module._free(pointer)
    const text = ffi.QTS_GetString(context, result)
    const told = module.UTF8ToString(text)
    ffi.QTS_FreeCString(context, text)
    ffi.QTS_FreeValuePointer(context, result)
    return told
  }
  const asked = 'JSON.stringify([add(1, 2), many(1000)])'
  const kept = ffi.QTS_NewContext(runtime, 0)
  evaluate(kept, script)
  return {
    anew() {
      const context = ffi.QTS_NewContext(runtime, 0)
      const told = evaluate(context, `${script}\n${asked}`)
      ffi.QTS_FreeContext(context)
      return JSON.parse(told)
    },
    again: () => JSON.parse(evaluate(kept, asked)),
  }
}
