import { afterAll, describe, expect, test } from 'vitest'
import type { Action } from '../../src/model/action.ts'
import type { Call } from '../../src/model/call.ts'
import type { Patch } from '../../src/model/patch.ts'
import type { PatchVerdict } from '../../src/model/verdict.ts'
import type { Witness } from '../../src/model/witness.ts'
import { referencePatch } from '../../src/rollout/agents/oracle.ts'
import type { Row, RowItem } from '../../src/runtime/bundle/opened.ts'
import { ownProgram } from '../../src/runtime/verify/own-programs.ts'
import { builtSandbox } from '../support/pool.ts'
import { gradedIn, playIn, vagueFinding } from '../support/running.ts'
import { loaderRow, mendingTill, tillRow } from './till.ts'

// Children that are put back between judgements are quicker than new ones; one test below uses those that agents get.
const sandbox = builtSandbox({ pythonChildren: 'fresh' })
afterAll(() => sandbox.close())

const PATH = 'src/till.py'
const [served] = tillRow.files

/** What becomes of a patch in an episode in which every item is claimed: its verdict, and the share T of the score. */
async function outcomeOf(patch: Patch, row = tillRow) {
  const findings = row.rubric.items.map(vagueFinding)
  const { episode, turns } = await playIn(
    sandbox,
    row,
    { operation: 'submit_findings', findings },
    { operation: 'submit_patch', patch },
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

const PAY = '    return balance - amount'
const CHECK = '    if amount > balance:'
const SHARE = '    return [part for _ in range(people)]'
const DESCRIBE = 'def describe(total: int, people: int)'
const END = '        return self.balance == 0'
const FRAMES =
  'import sys\n_frame = sys._getframe()\nwhile _frame:\n    if "interpreter" in _frame.f_globals:\n'
const fixedPay = [CHECK, `    if amount < 0:\n        raise ValueError("negative")\n${CHECK}`] as const

describe('what is right counts', () => {
  const both = ['negative-amount', 'rest-is-lost']
  test.each<[name: string, patch: Patch, fixed: readonly string[], share: number]>([
    ['one edit', { edits: [mendingTill['negative-amount']] }, ['negative-amount'], 0.5],
    ['the other edit', { edits: [mendingTill['rest-is-lost']] }, ['rest-is-lost'], 0.5],
    ['whole files', referencePatch(tillRow).patch ?? {}, both, 1],
    [
      'another error where any is right',
      edits('', [CHECK, `    if amount < 0 or amount > balance:`]),
      ['negative-amount'],
      0.5,
    ],
    [
      'an import, a private name and new members of classes',
      edits('from math import floor\nimport operator as op\n\n_less = op.lt', fixedPay, [
        '    @property\n    def is_empty',
        '    def is_full(self) -> bool:\n        return _less(floor(9), self.balance)\n\n    @property\n    def is_empty',
      ]),
      ['negative-amount'],
      0.5,
    ],
    [
      'a decorator taken away, an argument with a default more',
      edits(
        '',
        ['@lru_cache\n', ''],
        [SHARE, '    return [part + (n < total - part * people) for n in range(people)]'],
        [`${DESCRIBE} ->`, 'def describe(total: int, people: int, label: str = "") ->'],
      ),
      ['rest-is-lost'],
      0.5,
    ],
    [
      'one fix and one that is no fix',
      edits('', fixedPay, [SHARE, '    return [part] * people']),
      ['negative-amount'],
      0.5,
    ],
  ])('%s', async (_, patch, fixed, share) => {
    expect(await outcomeOf(patch)).toEqual({ verdict: 'accepted', fixed, problem: null, share })
  })
})

describe('what is not right counts for nothing', () => {
  test.each<[name: string, verdict: PatchVerdict['verdict'] | 'impossible', patch: Patch]>([
    ['the file emptied', 'impossible', { files: [{ path: PATH, code: '' }] }],
    ['a comment', 'accepted', edits('# looked at')],
    ['a function taken out', 'changes-api', edits('', [DESCRIBE, 'def _describe(total: int, people: int)'])],
    [
      'a function that is only imported',
      'changes-api',
      edits('from src.cents import as_cents as describe', [
        DESCRIBE,
        'def _describe(total: int, people: int)',
      ]),
    ],
    ['a function stubbed', 'fails-tests', edits('', [PAY, '    return 0'])],
    [
      'every answer an error',
      'fails-tests',
      edits('', [CHECK, '    raise ValueError("no")\n    if amount > balance:']),
    ],
    ['one fix right and a function broken', 'fails-tests', edits('', fixedPay, ['as_cents(units)', 'units'])],
    [
      'special cases for the amounts that one may guess',
      'accepted',
      edits('', [CHECK, `    if amount in (-10, -100):\n        raise ValueError("no")\n${CHECK}`]),
    ],
    ['an error on load', 'unloadable', edits('raise RuntimeError("no")')],
    ['an exit on load', 'unloadable', edits('raise SystemExit(0)')],
    ['an end of the process on load', 'unloadable', edits('import os\nos._exit(0)')],
    ['a load without end', 'unloadable', edits('while True: pass')],
    ['a bomb on load', 'unloadable', edits('kept = []\nwhile True: kept.append([7] * 100_000)')],
    ['no Python', 'unloadable', edits('def = 3')],
    ['an import of nothing', 'unloadable', edits('import nowhere')],
    ['an import of the host', 'unloadable', edits('import js')],
    ['an end of the process in a call', 'fails-tests', edits('import os', [PAY, '    os._exit(0)'])],
    ['an exit in a call', 'fails-tests', edits('', [PAY, '    raise SystemExit(0)'])],
    ['one name more', 'changes-api', edits('def more() -> int:\n    return 1')],
    [
      'an argument more',
      'changes-api',
      edits('', [DESCRIBE, 'def describe(total: int, people: int, more: int)']),
    ],
    [
      'an argument renamed',
      'changes-api',
      edits(
        '',
        ['fee(amount: int, *, percent: int = 1)', 'fee(amount: int, *, rate: int = 1)'],
        ['amount * percent', 'amount * rate'],
      ),
    ],
    [
      'a default for an argument',
      'changes-api',
      edits('', ['deposit(self, amount: int)', 'deposit(self, amount: int = 0)']),
    ],
    ['a coroutine for a function', 'changes-api', edits('', [DESCRIBE, `async ${DESCRIBE}`])],
    ['a member less', 'changes-api', edits('', ['def is_empty', 'def is_bare'])],
    ['an accessor that is a method', 'changes-api', edits('', ['    @property\n', ''])],
    [
      'another module in its place',
      'unloadable',
      edits(
        'import sys, types\nclass _Fake(types.ModuleType):\n    def pay(self, balance, amount):\n        raise ValueError("x")\nsys.modules[__name__] = _Fake(__name__)',
      ),
    ],
    [
      'names taken away by a module that deletes itself',
      'unloadable',
      edits('import sys\ndel sys.modules[__name__]\nsys.modules["src.cents"] = None'),
    ],
    [
      'builtins that answer',
      'fails-tests',
      edits('', [
        END,
        `${END}\n\n\nimport builtins\nfor _name in ("round", "sum", "sorted", "range"):\n    setattr(builtins, _name, lambda *a, **k: [34, 33, 33])`,
      ]),
    ],
    [
      'json and re that answer',
      'accepted',
      edits(
        'import json, json.encoder, re\njson.dumps = json.encoder.encode_basestring_ascii = re.sub = lambda *a, **k: "[34,33,33]"',
      ),
    ],
    [
      'something to do at the end',
      'accepted',
      edits(
        'import atexit, weakref\natexit.register(lambda: print("[34,33,33]"))\nweakref.finalize(type("_Odd", (), {}), print, "[34,33,33]")',
      ),
    ],
    [
      'a hook for imports',
      'accepted',
      edits('', [
        END,
        `${END}\n\n\nimport sys\nclass _Hook:\n    def find_spec(self, name, path=None, target=None):\n        raise ValueError(name)\nsys.meta_path.insert(0, _Hook())`,
      ]),
    ],
    [
      'the maker of calls turned round',
      'fails-tests',
      edits(
        `${FRAMES}        _frame.f_globals["interpreter"].make = lambda call: '{"raises":"ValueError"}'\n    _frame = _frame.f_back`,
      ),
    ],
    [
      'the reader of exports turned round',
      'changes-api',
      edits(
        `${FRAMES}        _frame.f_globals["exports"]._namespace["read"] = lambda *a: "[]"\n    _frame = _frame.f_back`,
      ),
    ],
    [
      'an answer that equals anything',
      'accepted',
      edits('class _Any(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__', [
        PAY,
        '    return _Any(balance - amount) if amount < 0 else balance - amount',
      ]),
    ],
    [
      'an error made up as a value',
      'accepted',
      edits('', [PAY, '    return ValueError("x") if amount < 0 else balance - amount']),
    ],
    [
      'an error that says it is another',
      'accepted',
      edits('class _Quiet(Exception):\n    __name__ = "ValueError"\n    __class__ = ValueError', [
        SHARE,
        '    if total % people:\n        raise _Quiet\n    return [part for _ in range(people)]',
      ]),
    ],
    [
      'answers that change from call to call',
      'accepted',
      edits('_calls = []', [
        PAY,
        '    _calls.append(1)\n    if len(_calls) % 2 == 0:\n        raise ValueError("odd")\n    return balance - amount',
      ]),
    ],
    [
      'the fixture replaced',
      'fails-tests',
      edits('', [
        '    await journal.add',
        '    journal.add = lambda entry: None\n    journal.entries = [1, 2]\n    await journal.add',
      ]),
    ],
    [
      'the fixture’s module replaced',
      'impossible',
      { files: [{ path: 'fixtures/journal.py', code: 'entries = []' }] },
    ],
    [
      'the given file edited',
      'impossible',
      { edits: [{ path: 'src/cents.py', find: 'units * 100', replace: 'units' }] },
    ],
    [
      'a given function overwritten',
      'fails-tests',
      edits('import src.cents\nsrc.cents.as_cents = lambda units: 1', [
        'from src.cents import Journal, as_cents',
        'from src.cents import Journal, as_cents',
      ]),
    ],
    [
      'what is left for the next run',
      'accepted',
      edits('import os\n_seen = os.path.exists("/left")\nopen("/left", "w").close()', [
        PAY,
        '    if _seen:\n        raise ValueError("seen")\n    return balance - amount',
      ]),
    ],
    [
      'a bomb in a call',
      'fails-tests',
      edits('', [PAY, '    kept = []\n    while True: kept.append([7] * 100_000)']),
    ],
    ['a call without end', 'fails-tests', edits('', [PAY, '    while True: pass'])],
    [
      'a call that waits for ever',
      'fails-tests',
      edits('import threading\n_lock = threading.Lock()', [
        PAY,
        '    with _lock:\n        _lock.acquire()\n    return balance - amount',
      ]),
    ],
    ['too many lines', 'impossible', edits(Array.from({ length: 41 }, (_, at) => `# ${at}`).join('\n'))],
  ])('%s', async (_, expected, patch) => {
    const { verdict, fixed, problem, share } = await outcomeOf(patch)
    expect({ verdict, fixed, share, problem: expected === verdict ? null : problem }).toEqual({
      verdict: expected,
      fixed: [],
      share: 0,
      problem: null,
    })
    expect(problem === null).toBe(verdict === 'accepted' || verdict === 'fails-tests')
  })

  test('after all that, an honest patch still counts', async () => {
    expect(await outcomeOf({ edits: Object.values(mendingTill) })).toMatchObject({ share: 1 })
  })
})

const submit = (...findings: ReturnType<typeof vagueFinding>[]): Action => ({
  operation: 'submit_findings',
  findings,
})
const itemOf = ({ rubric }: Row, id: string): RowItem => {
  const item = rubric.items.find((one) => one.id === id)
  if (!item) throw new Error(`No item ${id}`)
  return item
}
const witnessOf = ({ source }: RowItem, index = 0): Witness => {
  const found = source.cases[index]
  if (!found) throw new Error(`${source.id} has no case ${index}`)
  const { calls, actual, expected } = found
  return { calls, actual, expected }
}

describe('a witness', () => {
  const { items } = tillRow.rubric

  test('that is a case of the author’s explains its own item and no other', async () => {
    for (const item of items)
      for (const index of item.source.cases.keys()) {
        const witness = witnessOf(item, index)
        const entries = await gradedIn(
          sandbox,
          tillRow,
          items.map((one) => ({ ...vagueFinding(one), witness })),
        )
        expect(entries.filter(({ proven }) => proven).map((entry) => entry.item)).toEqual([item.id])
        expect(entries.map((entry) => entry.class).sort()).toEqual(['located', 'matched'])
      }
  })

  const right = witnessOf(itemOf(tillRow, 'rest-is-lost'))
  const pays = witnessOf(itemOf(tillRow, 'negative-amount'))
  test.each<[name: string, witness: Witness]>([
    ['another outcome now', { ...right, actual: [[33, 33, 34]] }],
    ['another outcome then', { ...right, expected: [[33, 33, 34]] }],
    ['both outcomes as now', { ...right, expected: right.actual }],
    ['both outcomes as then', { ...right, actual: right.expected }],
    ['outcomes the wrong way round', { ...right, actual: right.expected, expected: right.actual }],
    ['what another item’s fix changes', pays],
    ['a name that there is not', { ...right, calls: [{ call: 'shares', args: [100, 3] }] }],
    ['chance', { calls: [{ call: 'random.random' }], actual: [0.1], expected: [0.2] }],
  ])('with %s proves nothing', async (_, witness) => {
    const finding = { ...vagueFinding(itemOf(tillRow, 'rest-is-lost')), witness }
    expect(await gradedIn(sandbox, tillRow, [finding])).toMatchObject([{ class: 'located', proven: false }])
  })

  test('raises a located claim, and its batch is judged as one', async () => {
    const findings = items.map((item) => ({ ...vagueFinding(item), witness: witnessOf(item) }))
    const { episode } = await playIn(
      sandbox,
      tillRow,
      submit(...items.map(vagueFinding)),
      submit(...findings),
    )
    expect(episode.ledger.map((entry) => 'class' in entry && entry.class)).toEqual([
      'located',
      'located',
      'raised',
      'raised',
    ])
  })
})

describe('a witness reaches no code', () => {
  const limit = itemOf(loaderRow, 'limit-too-high')
  const graded = async (witness: Witness) =>
    (await gradedIn(sandbox, loaderRow, [{ ...vagueFinding(limit), witness }]))[0]?.proven
  const pickled = (text: string) => Buffer.from(text).toString('base64')
  /** A pickle that evaluates an expression. */
  const evaluating = (expression: string) => pickled(`cbuiltins\neval\n(V${expression}\ntR.`)

  test('an honest one holds, beside a defect that runs what it is given', async () => {
    expect(await graded({ calls: [{ call: 'allowed', args: [3] }], actual: [true], expected: [false] })).toBe(
      true,
    )
  })

  test.each<[way: string, calls: readonly Call[]]>([
    ['what a file imports', [{ call: 'pickle.loads', args: [{ $bytes: '' }] }, { read: 'base64.b64decode' }]],
    ['a function’s own parts', [{ read: 'allowed.func_code' }, { call: 'allowed.call', args: [3] }]],
    [
      'a generator’s frame',
      [
        { start: 'names', args: [{ a: 1 }], as: 'names' },
        { read: 'names.gi_frame' },
        { read: 'names.gi_code.co_firstlineno' },
      ],
    ],
    [
      'the form of a text',
      [
        { start: 'load', args: [pickled('V{0.__code__.co_consts}\n.')], as: 'form' },
        { call: 'form.format', args: ['x'] },
      ],
    ],
    [
      'code that the program gives',
      [
        {
          start: 'load',
          args: [evaluating("__import__('src.settings').settings.allowed.__code__")],
          as: 'code',
        },
        { read: 'code.co_firstlineno' },
        { call: 'load', args: [{ $: 'code' }] },
      ],
    ],
  ])('by %s', async (_, calls) => {
    const program = await ownProgram(sandbox, loaderRow, loaderRow.files)
    const ran = await sandbox.run({ program, calls, reach: 'defined' })
    const outcomes = ran.status === 'ran' ? ran.result.outcomes : []
    expect(outcomes).toEqual(
      calls.filter((call) => !('start' in call)).map(() => ({ raises: 'Unreachable' })),
    )
  })

  test('by the defect that runs what it is given: that proves itself, and no other', async () => {
    const calls = [{ call: 'load', args: [evaluating("__import__('src.settings').settings.allowed(3)")] }]
    const claim = async (item: RowItem, expected: unknown) => {
      const witness = { calls, actual: [true], expected: [expected] }
      const [entry] = await gradedIn(sandbox, loaderRow, [{ ...vagueFinding(item), witness }])
      return entry?.proven
    }
    expect(await claim(limit, false)).toBe(false)
    expect(await claim(itemOf(loaderRow, 'loader'), { raises: 'ValueError' })).toBe(true)
  })
})

test('agents get children that nobody else has had, and the same verdicts', async () => {
  const agents = builtSandbox({ size: 1 })
  const [item] = tillRow.rubric.items
  if (!item) throw new Error('No items')
  const actions: readonly Action[] = [
    submit({ ...vagueFinding(item), witness: witnessOf(item) }),
    { operation: 'submit_patch', patch: { edits: Object.values(mendingTill) } },
    { operation: 'finalize' },
  ]
  const [once, fresh] = [
    await playIn(agents, tillRow, ...actions),
    await playIn(sandbox, tillRow, ...actions),
  ]
  await agents.close()
  expect(once.episode.ledger).toMatchObject([{ class: 'matched' }, { verdict: 'accepted' }, {}])
  expect(once.episode).toEqual(fresh.episode)
})
