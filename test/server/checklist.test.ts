import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checklist } from './checklist.ts'

/** The titles of a file's tests and rows that begin with numbers of the checklist, and these numbers. */
function numbersIn(path: string): ReadonlySet<number> {
  const numbers = new Set<number>()
  for (const [, title = ''] of readFileSync(path, 'utf8').matchAll(
    /['"`](\d\d?(?:(?:, | and | to )\d\d?)*)[: ]/g,
  )) {
    for (const number of title.match(/\d+/g) ?? []) numbers.add(Number(number))
    for (const [, first, last] of title.matchAll(/(\d+) to (\d+)/g))
      for (let number = Number(first); number < Number(last); number += 1) numbers.add(number)
  }
  return numbers
}

test('every statement of the contract’s checklist is one of the table', () => {
  expect(Object.keys(checklist).map(Number)).toEqual(Array.from({ length: 74 }, (_, index) => index + 1))
})

const tested = Object.entries(checklist).flatMap(([number, held]) =>
  'in' in held ? held.in.map((path) => [Number(number), path] as const) : [],
)

test.each(tested)('statement %i has a test of its number in %s', (number, path) => {
  expect(numbersIn(path)).toContain(number)
})
