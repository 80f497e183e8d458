import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { sameOutcome, sameOutcomes } from '../../src/runtime/sandbox/outcome.ts'
import { link, runCalls, runner } from '../support/sandbox.ts'

const page = readFileSync('docs/calls.md', 'utf8')
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  )
const [code = ''] = blocks(page, 'ts')
const [fixtures = ''] = blocks(page, 'yaml')
const examples = page
  .split(/^### /m)
  .slice(1)
  .map((section) => ({ title: section.split('\n')[0] ?? '', ...parse(blocks(section, 'yaml')[0] ?? '') }))

describe('docs/calls.md', () => {
  test.each(examples)('$title', async ({ calls, outcomes }) => {
    const result = await runner.run({ program: link({ 'src/main.ts': code }, parse(fixtures)), calls })
    expect({ ...result, same: sameOutcomes(result.outcomes, outcomes) }).toMatchObject({
      end: 'done',
      same: true,
    })
  })
})

const NAMES = `
  export class Gone extends Error { override name = 'GoneForGood' }
  export class Quiet extends Error {}
  export class Odd extends TypeError {}
  export function raise(kind: string): never {
    if (kind === 'named') throw new Gone()
    if (kind === 'class') throw new Quiet()
    if (kind === 'deeper') throw new Odd()
    if (kind === 'text') throw 'text'
    if (kind === 'object') throw { name: 'Forged' }
    if (kind === 'null') throw null
    if (kind === 'abort') AbortSignal.abort().throwIfAborted()
    return raise(kind)
  }
  export class Broken { constructor() { throw new Quiet() } }
  export const reject = async () => { throw new Gone() }
  export const steps: string[] = []
  export const log = { get all() { return steps.join(' ') } }
  export async function walk(name: string, times: number): Promise<void> {
    for (let at = 0; at < times; at += 1) { steps.push(name + at); await null }
  }
  export const seen = () => steps.join(' ')
  export const values = () => [undefined, NaN, -0, new Date(Number.NaN), new Uint8Array([1, 2, 255]), new Map(), /x/, () => 1, Symbol('s')]
  export const ring = () => { const all: unknown[] = []; all.push(all); return all }
  export const now = () => Date.now()
`

describe('outcomes', () => {
  test.each([
    ['an error names itself', [{ call: 'raise', args: ['named'] }], [{ raises: 'GoneForGood' }]],
    ['a class without a name of its own', [{ call: 'raise', args: ['class'] }], [{ raises: 'Quiet' }]],
    ['a class that inherits a name', [{ call: 'raise', args: ['deeper'] }], [{ raises: 'Odd' }]],
    ['a text that is thrown', [{ call: 'raise', args: ['text'] }], [{ raises: 'string' }]],
    ['an object that is thrown', [{ call: 'raise', args: ['object'] }], [{ raises: 'Object' }]],
    ['null that is thrown', [{ call: 'raise', args: ['null'] }], [{ raises: 'null' }]],
    ['an aborted signal', [{ call: 'raise', args: ['abort'] }], [{ raises: 'AbortError' }]],
    ['a recursion without end', [{ call: 'raise', args: ['?'] }], [{ raises: 'RangeError' }]],
    [
      'a rejection that is awaited later',
      [{ start: 'reject', as: 'p' }, { call: 'now' }, { await: 'p' }],
      [1767225600000, { raises: 'GoneForGood' }],
    ],
    [
      'a constructor that raises',
      [{ new: 'Broken', as: 'b' }, { call: 'b.go' }, { call: 'values', args: [{ $: 'b' }] }, { read: 'b.x' }],
      [{ raises: 'Quiet' }, { raises: 'Quiet' }, { raises: 'Quiet' }],
    ],
    ['what is not exported', [{ call: 'nothing' }], [{ raises: 'TypeError' }]],
    ['a circle', [{ call: 'ring' }], [[{ $opaque: 'circular' }]]],
    [
      'special values',
      [{ call: 'values' }],
      [
        [
          { $undefined: true },
          { $number: 'NaN' },
          0,
          { $date: 'Invalid Date' },
          { $bytes: 'AQL/' },
          { $map: [] },
          {},
          { $opaque: 'function' },
          { $opaque: 'symbol' },
        ],
      ],
    ],
    [
      'started calls take turns in the order in which they were started',
      [
        { start: 'walk', args: ['a', 3], as: 'a' },
        { start: 'walk', args: ['b', 2], as: 'b' },
        { call: 'seen' },
        { await: 'a' },
        { await: 'b' },
        { call: 'seen' },
      ],
      ['a0 b0', { $undefined: true }, { $undefined: true }, 'a0 b0 a1 b1 a2'],
    ],
  ])('%s', async (_, calls, outcomes) => {
    expect((await runCalls(NAMES, calls)).outcomes).toEqual(outcomes)
  })

  test('every run begins anew', async () => {
    const calls = [{ call: 'walk', args: ['a', 1] }, { call: 'seen' }]
    const first = await runCalls(NAMES, calls)
    expect(await runCalls(NAMES, calls)).toEqual(first)
  })

  test('a program that cannot be loaded raises what it raised, and says why', async () => {
    expect(await runCalls(`import { x } from './gone'\nexport const y = x`, [{ call: 'y' }])).toEqual({
      outcomes: [{ raises: 'Error' }],
      fuel: 0,
      end: 'unloadable',
      problem: "Error: Cannot find module './gone'",
    })
  })
})

describe('comparison', () => {
  test.each([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: { $undefined: true } }, false],
    [[1, 2], [2, 1], false],
    [0, -0, true],
    [{ $number: 'NaN' }, { $number: Number.NaN }, true],
    [{ $number: 'NaN' }, null, false],
    [{ $date: '2026-03-01T00:00:00.000Z' }, { $date: '2026-03-01T01:00:00+01:00' }, true],
    [{ $bytes: '+/8=' }, { $bytes: '-_8' }, true],
    [{ $set: [1, 2] }, { $set: [2, 1] }, true],
    [{ $set: [1] }, [1], false],
    [{ $map: [['a', 1]] }, { a: 1 }, false],
    [{ $opaque: 'function' }, { $opaque: 'function' }, false],
    [{ raises: 'NotFound' }, { raises: '*' }, true],
    [{ raises: '*' }, { raises: 'NotFound' }, false],
    [{ hangs: true }, { raises: '*' }, false],
    ['1', 1, false],
    [{ $object: { $set: 1 } }, { $set: [1] }, false],
    [JSON.parse('{"__proto__": 1}'), {}, false],
  ])('%j and %j: %s', (actual, stated, same) => {
    expect(sameOutcome(actual, stated)).toBe(same)
  })
})
