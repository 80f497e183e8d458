import { type SmallRow, smallRow } from '../support/rows.ts'

/** A Python program with two defects: a negative amount is paid out, and what is left over when sharing is lost. */
const till: SmallRow = {
  language: 'python',
  files: {
    'src/till.py': `from dataclasses import dataclass, field
from functools import lru_cache

from src.cents import Journal, as_cents

LARGEST = 10_000


class Overdrawn(Exception):
    pass


def pay(balance: int, amount: int) -> int:
    """What is left after paying."""
    if amount > balance:
        raise Overdrawn("too much")
    return balance - amount


def share(total: int, people: int) -> list[int]:
    """Shares a sum; the first ones get what cannot be shared evenly."""
    part = total // people
    return [part for _ in range(people)]


async def enter(journal: Journal, text: str, units: float) -> int:
    await journal.add({"text": text, "cents": as_cents(units)})
    return len(journal.entries)


def describe(total: int, people: int) -> dict[str, int]:
    return {"total": total, "each": total // people}


@lru_cache
def fee(amount: int, *, percent: int = 1) -> int:
    return amount * percent // 100


@dataclass
class Account:
    balance: int = 0
    notes: list[str] = field(default_factory=list)

    def deposit(self, amount: int) -> int:
        self.balance += amount
        return self.balance

    @property
    def is_empty(self) -> bool:
        return self.balance == 0
`,
  },
  given: {
    'src/cents.py': `from typing import Protocol


class Journal(Protocol):
    entries: list[object]

    async def add(self, entry: object) -> None: ...


def as_cents(units: float) -> int:
    return round(units * 100)
`,
  },
  fixtures: {
    journal: {
      code: `entries: list[object] = []


async def add(entry: object) -> None:
    entries.append(entry)
`,
    },
  },
  tests: [
    { calls: [{ call: 'pay', args: [100, 30] }], expected: [70] },
    { calls: [{ call: 'pay', args: [10, 20] }], expected: [{ raises: 'Overdrawn' }] },
    { calls: [{ call: 'share', args: [90, 3] }], expected: [[30, 30, 30]] },
    { calls: [{ call: 'describe', args: [7, 2] }], expected: [{ total: 7, each: 3 }] },
    { calls: [{ call: 'fee', args: [900], kwargs: { percent: 2 } }], expected: [18] },
    {
      calls: [
        { call: 'enter', args: [{ $: 'journal' }, 'tea', 2.5] },
        { call: 'enter', args: [{ $: 'journal' }, 'cake', 4] },
        { read: 'journal.entries' },
      ],
      expected: [
        1,
        2,
        [
          { text: 'tea', cents: 250 },
          { text: 'cake', cents: 400 },
        ],
      ],
    },
    {
      calls: [
        { new: 'Account', kwargs: { balance: 5 }, as: 'account' },
        { call: 'account.deposit', args: [7] },
        { read: 'account.balance' },
        { read: 'account.is_empty' },
      ],
      expected: [12, 12, false],
    },
  ],
  items: {
    'negative-amount': {
      kind: 'missing-validation',
      path: 'src/till.py',
      find: '    if amount > balance:',
      replace: '    if amount < 0:\n        raise ValueError("negative")\n    if amount > balance:',
      cases: [
        [100, -50],
        [0, -1],
        [7, -7],
      ].map(([balance = 0, amount = 0]) => ({
        calls: [{ call: 'pay', args: [balance, amount] }],
        actual: [balance - amount],
        expected: [{ raises: 'ValueError' }],
        expected_any: [[{ raises: '*' }]],
      })),
    },
    'rest-is-lost': {
      kind: 'rounding-error',
      path: 'src/till.py',
      find: '    return [part for _ in range(people)]',
      replace: '    return [part + (index < total % people) for index in range(people)]',
      cases: [
        { calls: [{ call: 'share', args: [100, 3] }], actual: [[33, 33, 33]], expected: [[34, 33, 33]] },
        { calls: [{ call: 'share', args: [5, 4] }], actual: [[1, 1, 1, 1]], expected: [[2, 1, 1, 1]] },
        { calls: [{ call: 'share', args: [2, 3] }], actual: [[0, 0, 0]], expected: [[1, 1, 0]] },
      ],
    },
  },
}

export const tillRow = smallRow(till)

/** The patches that mend each of the defects, and both. */
export const mendingTill = {
  'negative-amount': edit('negative-amount'),
  'rest-is-lost': edit('rest-is-lost'),
}

function edit(id: string) {
  const item = till.items[id]
  if (!item) throw new Error(`No item ${id}`)
  const { path, find, replace } = item
  return { path, find, replace }
}

/** A program that reads settings with a loader that runs what it is given, and whose other defect is a limit that is one too high. */
export const loaderRow = smallRow({
  language: 'python',
  files: {
    'src/settings.py': `import base64
import pickle


def load(text: str):
    return pickle.loads(base64.b64decode(text))


def allowed(count: int) -> bool:
    return count <= 3


def names(counts: dict[str, int]):
    for name, count in counts.items():
        if allowed(count):
            yield name
`,
  },
  tests: [],
  items: {
    loader: {
      kind: 'unsafe-deserialization',
      path: 'src/settings.py',
      find: '    return pickle.loads(base64.b64decode(text))',
      replace: '    raise ValueError("not read")',
      cases: [],
    },
    'limit-too-high': {
      kind: 'off-by-one',
      path: 'src/settings.py',
      find: '    return count <= 3',
      replace: '    return count < 3',
      cases: [],
    },
  },
})
