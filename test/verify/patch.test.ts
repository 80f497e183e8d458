import { afterAll, describe, expect, test } from 'vitest'
import type { Action } from '../../src/model/action.ts'
import type { Patch } from '../../src/model/patch.ts'
import type { PatchVerdict } from '../../src/model/verdict.ts'
import { referencePatch } from '../../src/rollout/agents/oracle.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { builtSandbox } from '../support/pool.ts'
import { playIn, rowOf, vagueFinding } from '../support/running.ts'
import { equivalents } from './equivalent.ts'
import { mending, purseRow } from './purse.ts'

const { bundle } = await compiledCorpus()
// The corpus's own Python programs may share children, which is quicker.
const sandbox = builtSandbox({ pythonChildren: 'fresh' })
afterAll(() => sandbox.close())

const PATH = 'src/purse.ts'
const [served] = purseRow.files

const submit = (patch: Patch): Action => ({ operation: 'submit_patch', patch })
const claims: Action = {
  operation: 'submit_findings',
  findings: purseRow.rubric.items.map(vagueFinding),
}

/** What becomes of a patch in an episode in which every item is claimed: its verdict, and the share T of the score. */
async function outcomeOf(patch: Patch, row = purseRow) {
  const findings = row.rubric.items.map(vagueFinding)
  const { episode, turns } = await playIn(
    sandbox,
    row,
    { operation: 'submit_findings', findings },
    submit(patch),
    { operation: 'finalize' },
  )
  const entry = episode.ledger.find((one) => one.entry === 'patch')
  const earned = episode.assessment.components['patch.fixed'] / 2 ** 20
  return {
    verdict: entry?.verdict ?? 'impossible',
    fixed: entry?.fixed ?? [],
    problem: turns[1]?.problem ?? null,
    share: Math.round(((earned * 1.04) / 0.15) * 1000) / 1000,
  }
}

/** Edits of the small program: each is a text of it and what stands there instead; `top` stands before everything. */
function edits(top: string, ...replaced: readonly (readonly [find: string, replace: string])[]): Patch {
  const [start = ''] = served?.code.split('\n') ?? []
  const list = replaced.map(([find, replace]) => ({ path: PATH, find, replace }))
  return { edits: top === '' ? list : [{ path: PATH, find: start, replace: `${start}\n${top}` }, ...list] }
}

const PAY = '  return balance - amount'
const CHECK = "  if (amount > balance) throw new Overdrawn('too much')"
const SHARE = '  return Array.from({ length: people }, () => part)'
const fixedPay = [CHECK, `  if (amount < 0) throw new RangeError('negative')\n${CHECK}`] as const

describe('what is right counts', () => {
  test.each([
    ['one edit', { edits: [mending['negative-amount']] }, ['negative-amount'], 0.5],
    ['the other edit', { edits: [mending['rest-is-lost']] }, ['rest-is-lost'], 0.5],
    ['both edits', { edits: Object.values(mending) }, ['negative-amount', 'rest-is-lost'], 1],
    ['whole files', referencePatch(purseRow).patch ?? {}, ['negative-amount', 'rest-is-lost'], 1],
    [
      'another error where any is right',
      edits('', [CHECK, `  if (amount < 0) throw new Overdrawn('negative')\n${CHECK}`]),
      ['negative-amount'],
      0.5,
    ],
    [
      'private helpers and new members of classes',
      edits('const floor = (value: number) => Math.floor(value)', fixedPay, [
        '  get isEmpty(): boolean {',
        '  get isFull(): boolean {\n    return floor(this.balance) > 9\n  }\n  get isEmpty(): boolean {',
      ]),
      ['negative-amount'],
      0.5,
    ],
    [
      'one fix and one that is no fix',
      edits('', fixedPay, [SHARE, `${SHARE} // shared`]),
      ['negative-amount'],
      0.5,
    ],
  ] as const)('%s', async (_, patch, fixed, share) => {
    expect(await outcomeOf(patch as Patch)).toEqual({ verdict: 'accepted', fixed, problem: null, share })
  })

  test('only for items that findings have claimed, and by the last patch that holds', async () => {
    const [first] = purseRow.rubric.items
    if (!first) throw new Error('No items')
    const both = submit({ edits: Object.values(mending) })
    const broken = submit(edits('', [PAY, '  return balance']))
    const end = { operation: 'finalize' } as const
    const earned = async (...actions: readonly Action[]) =>
      (await playIn(sandbox, purseRow, ...actions)).episode.assessment.components['patch.fixed']
    const whole = await earned(claims, both, end)
    expect(await earned(both, end)).toBe(0)
    expect(await earned(both, claims, end)).toBe(whole)
    expect(await earned(both, { operation: 'submit_findings', findings: [vagueFinding(first)] }, end)).toBe(
      Math.floor(whole / 2),
    )
    expect(await earned(claims, both, broken, end)).toBe(whole)
    expect(await earned(claims, both, submit({ edits: [mending['rest-is-lost']] }), end)).toBe(
      Math.floor(whole / 2),
    )
  })
})

/** Answers right at the sandbox's own words: what an attacker would like to have said. */
const forged = '{ raises: "RangeError" }'

describe('what is not right counts for nothing', () => {
  const nothing = { fixed: [], share: 0 }
  test.each<[name: string, verdict: PatchVerdict['verdict'] | 'impossible', patch: Patch]>([
    ['the file emptied', 'impossible', { files: [{ path: PATH, code: '' }] }],
    ['the file as it was', 'impossible', { files: [{ path: PATH, code: served?.code ?? '' }] }],
    ['a comment', 'accepted', edits('// looked at')],
    ['a function taken out', 'changes-api', edits('', ['export function describe(', 'function describe('])],
    ['a function stubbed', 'fails-tests', edits('', [PAY, '  return 0'])],
    ['every answer an error', 'fails-tests', edits('', [CHECK, "  throw new RangeError('no')"])],
    ['one fix right and a function broken', 'fails-tests', edits('', fixedPay, ['asCents(units)', 'units'])],
    ['one fix right and a class broken', 'fails-tests', edits('', fixedPay, ['+= amount', '= amount'])],
    [
      'special cases for the amounts that one may guess',
      'accepted',
      edits('', [CHECK, `  if (amount === -10 || amount === -100) throw new RangeError('no')\n${CHECK}`]),
    ],
    ['an error on load', 'unloadable', edits("throw new Error('no')")],
    ['a rejection on load', 'unloadable', edits("await Promise.reject(new Error('no'))")],
    ['a load without end', 'unloadable', edits('for (;;);')],
    ['a load that waits for ever', 'unloadable', edits('await new Promise(() => undefined)')],
    ['a bomb on load', 'unloadable', edits("const s = ['x']; for (;;) s.push(s.join('').repeat(9))")],
    ['an exit on load', 'unloadable', edits('// @ts-ignore\nprocess.exit(0)')],
    [
      'an exit in a call',
      'fails-tests',
      edits('', [PAY, '  ;(globalThis as any).process.exit(0)\n  return 0']),
    ],
    [
      'an exit that may not be there',
      'accepted',
      edits('', [PAY, `  ;(globalThis as any).process?.exit?.(0)\n${PAY}`]),
    ],
    ['no TypeScript', 'unloadable', edits('const = 3')],
    ['TypeScript that is more than types', 'unloadable', edits('enum Kind { A, B }')],
    ['a nesting that breaks the parser', 'unloadable', edits(`const deep = ${'['.repeat(7000)}`)],
    ['an import of nothing', 'unloadable', edits("import { x } from './nowhere'\nexport type X = typeof x")],
    ['an import of the host', 'unloadable', edits("import { readFileSync } from 'node:child_process'")],
    ['one export more', 'changes-api', edits('export const more = 1')],
    [
      'an argument more',
      'changes-api',
      edits('', ['(balance: number, amount: number)', '(balance: number, amount: number, _more: number)']),
    ],
    ['an argument less', 'changes-api', edits('', ['deposit(amount: number)', 'deposit(amount = 0)'])],
    [
      'a class for a function',
      'changes-api',
      edits('', [
        'export function describe(total: number, people: number): { total: number; each: number } {',
        'export class describe { constructor(a: number, b: number) { void [a, b] } }\nfunction gone(total: number, people: number) {',
      ]),
    ],
    ['a member less', 'changes-api', edits('', ['get isEmpty()', 'get isBare()'])],
    [
      'an export named `then`',
      'changes-api',
      edits(
        "export function then(resolve: (value: unknown) => void) { resolve({ pay: () => { throw new RangeError('x') } }) }",
      ),
    ],
    [
      'exports read by a liar',
      'changes-api',
      edits("Reflect.ownKeys = () => ['Account', 'Overdrawn', 'describe', 'enter', 'pay', 'share']", [
        'export function describe(',
        'function describe(',
      ]),
    ],
    [
      'descriptors made up',
      'changes-api',
      edits(
        'Object.getOwnPropertyDescriptor = Reflect.getOwnPropertyDescriptor = () => ({ value: 2, writable: true })',
        [
          'export function describe(total: number, people: number)',
          'export function describe(total: number, people: number, _: number)',
        ],
      ),
    ],
    [
      '`JSON.stringify` answering',
      'accepted',
      edits(`JSON.stringify = () => '${forged.replace('raises', '"raises"')}'`),
    ],
    ['`JSON.parse` answering', 'accepted', edits('JSON.parse = () => ({ calls: [] })')],
    [
      '`toJSON` on everything',
      'accepted',
      edits(
        `;(Object.prototype as any).toJSON = () => (${forged}); (Number.prototype as any).toJSON = () => (${forged})`,
      ),
    ],
    [
      '`Object.prototype.raises`',
      'accepted',
      edits("Object.defineProperty(Object.prototype, 'raises', { value: 'RangeError', enumerable: true })"),
    ],
    [
      'getters for the words of calls',
      'unloadable',
      edits(
        "for (const word of ['new', 'start', 'await', 'read', 'as']) Object.defineProperty(Object.prototype, word, { get() { return 'journal' } })",
      ),
    ],
    [
      'a getter for descriptors',
      'unloadable',
      edits("Object.defineProperty(Object.prototype, 'get', { get() { return () => 34 } })"),
    ],
    [
      'setters on lists',
      'fails-tests',
      edits(
        'for (const at of [0, 1, 2]) Object.defineProperty(Array.prototype, at, { set() {}, get() { return 34 }, configurable: true })',
      ),
    ],
    [
      'iterators that end at once',
      'accepted',
      edits(
        'Array.prototype[Symbol.iterator] = function () { return { next: () => ({ done: true }) } } as never',
      ),
    ],
    [
      'promises that resolve otherwise',
      'accepted',
      edits(
        'const then = Promise.prototype.then\nPromise.prototype.then = function (ok, no) { return then.call(this, () => ok?.(70), no) } as never',
      ),
    ],
    [
      'a thenable for an answer',
      'accepted',
      edits('', [
        PAY,
        '  if (amount < 0) return { then(resolve: (value: unknown) => void) { resolve(1) } } as never\n  return balance - amount',
      ]),
    ],
    [
      'an answer that equals anything',
      'accepted',
      edits('', [
        PAY,
        '  if (amount < 0) return new Proxy({}, { get: () => () => true, has: () => true, ownKeys: () => [] }) as never\n  return balance - amount',
      ]),
    ],
    [
      'an error made up as a value',
      'accepted',
      edits('', [
        PAY,
        '  if (amount < 0) return Object.create(RangeError.prototype) as never\n  return balance - amount',
      ]),
    ],
    [
      'a list with getters',
      'accepted',
      edits('', [
        SHARE,
        '  const list = Array.from({ length: people }, () => part)\n  if (total % people) Object.defineProperty(list, 0, { get: () => part + 1, enumerable: true })\n  return list',
      ]),
    ],
    [
      'names of errors turned round',
      'fails-tests',
      edits("Object.defineProperty(Error.prototype, 'name', { get: () => 'RangeError', set() {} })", [
        "  name = 'Overdrawn'\n",
        "  name = 'RangeError'\n",
      ]),
    ],
    [
      'answers that change from call to call',
      'accepted',
      edits('let calls = 0', [
        PAY,
        "  calls += 1\n  if (calls % 2 === 0) throw new RangeError('odd')\n  return balance - amount",
      ]),
    ],
    [
      'the fixture replaced',
      'fails-tests',
      edits('', [
        '  await journal.add',
        '  journal.add = async () => { journal.entries = [1, 2] }\n  await journal.add',
      ]),
    ],
    [
      'the fixture’s module replaced',
      'impossible',
      { files: [{ path: 'fixtures/journal.ts', code: 'export default {}' }] },
    ],
    [
      'the given file replaced',
      'impossible',
      { files: [{ path: 'src/cents.ts', code: 'export const asCents = () => 0\n' }] },
    ],
    [
      'the given file edited',
      'impossible',
      { edits: [{ path: 'src/cents.ts', find: 'units * 100', replace: 'units' }] },
    ],
    [
      'a given function overwritten',
      'unloadable',
      edits("import * as cents from './cents'\n;(cents as any).asCents = () => 250"),
    ],
    ['a file more', 'impossible', { files: [{ path: 'src/more.ts', code: 'export {}\n' }] }],
    [
      'the host asked for',
      'unloadable',
      edits("(globalThis as any).__reviewgym.host('outcome', '[34,33,33]')"),
    ],
    [
      'tests told from the probe',
      'unloadable',
      edits(
        "const seen = await import('reviewgym/exports.js').then(() => true, () => false)\nif (seen) throw new RangeError('seen')",
      ),
    ],
    ['work left running', 'accepted', edits('setInterval(() => undefined, 1)')],
    [
      'a bomb in a call',
      'fails-tests',
      edits('', [PAY, "  const all: string[] = ['x']\n  for (;;) all.push(all.join('').repeat(9))"]),
    ],
    ['a call without end', 'fails-tests', edits('', [PAY, '  for (;;);'])],
    [
      'a call that waits for ever',
      'fails-tests',
      edits('', [PAY, '  return new Promise(() => undefined) as never']),
    ],
    ['a recursion without end', 'fails-tests', edits('', [PAY, '  return pay(balance, amount)'])],
    ['too many lines', 'impossible', edits(Array.from({ length: 41 }, (_, at) => `// ${at}`).join('\n'))],
    [
      'more than half of the file',
      'impossible',
      edits(Array.from({ length: 25 }, (_, at) => `// ${at}`).join('\n')),
    ],
    ['lines as long as books', 'impossible', edits(`// ${'x'.repeat(8001)}`)],
  ])('%s', async (_, expected, patch) => {
    const { verdict, fixed, problem, share } = await outcomeOf(patch)
    expect({ verdict, fixed, share }).toEqual({ verdict: expected, ...nothing })
    expect(problem === null).toBe(verdict === 'accepted' || verdict === 'fails-tests')
  })

  test('after all that, an honest patch still counts', async () => {
    expect(await outcomeOf({ edits: Object.values(mending) })).toMatchObject({
      verdict: 'accepted',
      share: 1,
    })
  })
})

describe.each([...bundle.tasks.keys()])('%s', (id) => {
  const row = rowOf(bundle.tasks.get(id) ?? [], 'all')
  // What has no case cannot be seen to be mended.
  const witnessed = row.rubric.items.filter(({ source }) => source.cases.length > 0)
  test('the reference mends everything', async () => {
    const action = referencePatch(row)
    const outcome = await outcomeOf(action.patch ?? {}, row)
    expect(outcome).toMatchObject({ verdict: 'accepted', fixed: witnessed.map(({ id: item }) => item) })
    expect(outcome.share === 1).toBe(witnessed.length === row.rubric.items.length)
  })

  test.each(witnessed)('the fix of $id alone mends it and nothing else', async ({ id: item, fixed }) => {
    const changed = fixed.filter(
      ({ path, code }) => row.files.find((file) => file.path === path)?.code !== code,
    )
    const patch = { files: changed.map(({ path, code }) => ({ path, code })) }
    expect(await outcomeOf(patch, row)).toMatchObject({ verdict: 'accepted', fixed: [item] })
  })
})

describe.each(equivalents)('other ways to mend $task', ({ task, path, items }) => {
  const row = rowOf(bundle.tasks.get(task) ?? [], 'all')
  const ways = Object.entries(items).flatMap(([item, patches]) =>
    patches.map((list, way) => ({ item, way: way + 1, list })),
  )

  test.each(ways)('$item, way $way, counts in full', async ({ item, list }) => {
    const patch = { edits: list.map(([find, replace]) => ({ path, find, replace })) }
    const alone = rowOf(bundle.tasks.get(task) ?? [], `only:${item}`)
    expect(await outcomeOf(patch, row)).toMatchObject({ verdict: 'accepted', fixed: [item] })
    expect(await outcomeOf(patch, alone)).toMatchObject({ verdict: 'accepted', fixed: [item], share: 1 })
  })
})
