import { readSections, writeSections } from './wasm/module.ts'
import { metered, withFirstPages, withoutFunction } from './wasm/rewrite.ts'

/** How large an engine's memory is at first, and how large it may become, in pages of 64 KB. */
export const FIRST_PAGES = 104
export const MAX_PAGES = 1024
export const PAGE = 64 * 1024
const GROWTH_PAGES = 16

/** What only the function that writes `stack` into errors speaks of: a stack differs between a task's variants. */
const STACK_LINE = '    at %s'

/** QuickJS' WebAssembly, which counts its work, writes no stacks, and takes no more memory than it needs. */
export function compileQuickJs(wasm: Uint8Array): WebAssembly.Module {
  const sections = withoutFunction(readSections(wasm), STACK_LINE)
  return new WebAssembly.Module(writeSections(metered(withFirstPages(sections, FIRST_PAGES))))
}

export type EmscriptenImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The size of C's `struct tm`, of which QuickJS reads the distance from UTC. */
const TM_BYTES = 44

/**
 * The imports of QuickJS without the host's clock and zone: the time is 0, the zone is UTC. Memory grows as far as it may
 * whatever its size was before; Emscripten would give up where it cannot have a share more than it needs.
 */
export function hostlessImports(imports: EmscriptenImports, memory: WebAssembly.Memory): EmscriptenImports {
  const replace = (value: unknown): unknown => {
    if (typeof value !== 'function') return value
    const text = String(value)
    if (text.includes('.grow(')) return exactGrowth(value as Grow, memory)
    if (text.includes('getTimezoneOffset') && text.includes('getSeconds'))
      return (_: bigint, place: number) => {
        new Uint8Array(memory.buffer, place, TM_BYTES).fill(0)
      }
    if (text.includes('getTimezoneOffset'))
      return (zone: number, daylight: number) => {
        new DataView(memory.buffer).setInt32(zone, 0, true)
        new DataView(memory.buffer).setInt32(daylight, 0, true)
      }
    return text.includes('Date.now') ? () => 0 : value
  }
  return Object.fromEntries(
    Object.entries(imports).map(([module, members]) => [
      module,
      Object.fromEntries(Object.entries(members).map(([name, value]) => [name, replace(value)])),
    ]),
  )
}

/** Takes the bytes that are needed in all; says whether there are as many. */
type Grow = (bytes: number) => unknown

/** Emscripten's own growth, which also renews its views, of a memory that then grows by what we say. */
function exactGrowth(grow: Grow, memory: WebAssembly.Memory): Grow {
  return (bytes) => {
    const has = memory.buffer.byteLength / PAGE
    const needs = Math.ceil((bytes >>> 0) / PAGE)
    if (needs > MAX_PAGES) return 0
    const wanted = Math.min(MAX_PAGES, Math.max(needs, has + GROWTH_PAGES))
    Object.defineProperty(memory, 'grow', {
      value: () => WebAssembly.Memory.prototype.grow.call(memory, wanted - has),
      configurable: true,
    })
    return grow(bytes)
  }
}
