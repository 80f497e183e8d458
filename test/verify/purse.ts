import { type SmallRow, smallRow } from '../support/rows.ts'

/** A program with two defects: a negative amount is paid out, and what is left over when sharing is lost. */
const purse: SmallRow = {
  files: {
    'src/purse.ts': `import { asCents } from './cents'
import type { Journal } from './cents'

export class Overdrawn extends Error {
  name = 'Overdrawn'
}

/** What is left after paying. */
export function pay(balance: number, amount: number): number {
  if (amount > balance) throw new Overdrawn('too much')
  return balance - amount
}

/** Shares a sum; the first ones get what cannot be shared evenly. */
export function share(total: number, people: number): number[] {
  const part = Math.floor(total / people)
  return Array.from({ length: people }, () => part)
}

export async function enter(journal: Journal, text: string, units: number): Promise<number> {
  await journal.add({ text, cents: asCents(units) })
  return journal.entries.length
}

export function describe(total: number, people: number): { total: number; each: number } {
  return { total, each: Math.floor(total / people) }
}

export class Account {
  balance: number
  constructor(balance: number) {
    this.balance = balance
  }
  deposit(amount: number): number {
    this.balance += amount
    return this.balance
  }
  get isEmpty(): boolean {
    return this.balance === 0
  }
}
`,
  },
  given: {
    'src/cents.ts': `export interface Journal {
  entries: unknown[]
  add(entry: unknown): Promise<void>
}

export function asCents(units: number): number {
  return Math.round(units * 100)
}
`,
  },
  fixtures: {
    journal: {
      code: `export default {
  entries: [] as unknown[],
  async add(entry: unknown): Promise<void> { this.entries.push(entry) },
}
`,
    },
  },
  tests: [
    { calls: [{ call: 'pay', args: [100, 30] }], expected: [70] },
    { calls: [{ call: 'pay', args: [10, 20] }], expected: [{ raises: 'Overdrawn' }] },
    { calls: [{ call: 'share', args: [90, 3] }], expected: [[30, 30, 30]] },
    { calls: [{ call: 'describe', args: [7, 2] }], expected: [{ total: 7, each: 3 }] },
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
        { new: 'Account', args: [5], as: 'account' },
        { call: 'account.deposit', args: [7] },
        { read: 'account.balance' },
        { read: 'account.isEmpty' },
      ],
      expected: [12, 12, false],
    },
  ],
  items: {
    'negative-amount': {
      kind: 'missing-validation',
      path: 'src/purse.ts',
      find: "  if (amount > balance) throw new Overdrawn('too much')",
      replace:
        "  if (amount < 0) throw new RangeError('negative')\n  if (amount > balance) throw new Overdrawn('too much')",
      cases: [
        [100, -50],
        [0, -1],
        [7, -7],
      ].map(([balance = 0, amount = 0]) => ({
        calls: [{ call: 'pay', args: [balance, amount] }],
        actual: [balance - amount],
        expected: [{ raises: 'RangeError' }],
        expected_any: [[{ raises: '*' }]],
      })),
    },
    'rest-is-lost': {
      kind: 'rounding-error',
      path: 'src/purse.ts',
      find: '  return Array.from({ length: people }, () => part)',
      replace:
        '  return Array.from({ length: people }, (_, index) => part + (index < total - part * people ? 1 : 0))',
      cases: [
        { calls: [{ call: 'share', args: [100, 3] }], actual: [[33, 33, 33]], expected: [[34, 33, 33]] },
        { calls: [{ call: 'share', args: [5, 4] }], actual: [[1, 1, 1, 1]], expected: [[2, 1, 1, 1]] },
        { calls: [{ call: 'share', args: [2, 3] }], actual: [[0, 0, 0]], expected: [[1, 1, 0]] },
      ],
    },
  },
}

export const purseRow = smallRow(purse)

/** The patches that mend each of the defects, and both. */
export const mending = {
  'negative-amount': edit('negative-amount'),
  'rest-is-lost': edit('rest-is-lost'),
}

function edit(id: string) {
  const item = purse.items[id]
  if (!item) throw new Error(`No item ${id}`)
  const { path, find, replace } = item
  return { path, find, replace }
}
