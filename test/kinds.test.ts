import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { categories } from '../src/model/kinds/kind.ts'
import { findKind, kindOfCwe, kinds } from '../src/model/kinds/kinds.ts'
import weaknesses from './fixtures/cwe.json' with { type: 'json' }

const ids = kinds.map(({ id }) => id)

test('the vocabulary has at least 48 words, each once and in kebab-case', () => {
  expect(ids.length).toBeGreaterThanOrEqual(48)
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([])
})

test('the nine categories follow one another, none empty and none twice', () => {
  const runs = kinds.map(({ category }) => category).filter((category, i, all) => category !== all[i - 1])
  expect(runs).toEqual([...categories])
  expect(runs).toHaveLength(9)
})

test('every summary is one sentence of at most 110 characters, and no two are the same', () => {
  const summaries = kinds.map(({ summary }) => summary)
  expect(summaries.filter((summary) => !/^[A-Z][^.\n`]{10,108}\.$/.test(summary))).toEqual([])
  expect(new Set(summaries).size).toBe(kinds.length)
})

test('every example is one line of code or one sentence of at most 140 characters, and no two are the same', () => {
  const examples = kinds.map(({ example }) => example)
  const form = /^(?=.{10,140}$)(?:[A-Z].*[^.]\.|[^`]*[^`.\s])$/
  expect(examples.filter((example) => !form.test(example))).toEqual([])
  expect(new Set(examples).size).toBe(kinds.length)
})

test('every wider kind is a kind, and none leads back to where it started', () => {
  const parents = kinds.flatMap(({ parent }) => parent ?? [])
  expect(parents.filter((parent) => findKind(parent) === null)).toEqual([])
  const circular = kinds.filter(({ id, parent }) => {
    const wider = new Set<string>()
    for (let up = parent; up !== null && !wider.has(up); up = findKind(up)?.parent ?? null) wider.add(up)
    return wider.has(id)
  })
  expect(circular).toEqual([])
})

test('the CWE numbers of the kinds are those of the official list that is kept here, no more and no fewer', () => {
  const used = new Set(kinds.flatMap(({ cwe }) => cwe))
  expect([...used].toSorted((a, b) => a - b)).toEqual(Object.keys(weaknesses.names).map(Number))
  expect(kinds.filter(({ cwe }) => new Set(cwe).size !== cwe.length)).toEqual([])
})

test('a CWE number leads to the kind that has it, unless several do', () => {
  const shared = kinds.flatMap((kind) =>
    kind.cwe.filter((number) => kindOfCwe(number) !== kind).map((number) => [number, kind.id]),
  )
  expect(shared).toEqual([
    [770, 'unbounded-concurrency'],
    [772, 'resource-leak'],
    [772, 'listener-leak'],
    [770, 'unbounded-growth'],
  ])
})

test.each([
  ['the closest of a kind', 89, 'sql-injection'],
  ['a narrower one', 78, 'command-injection'],
  ['a wider one', 77, 'command-injection'],
  ['missing limits on what is kept, or on what is started', 770, null],
  ['locks taken too rarely or held too long', 667, null],
  ['any wrong calculation', 682, null],
  ['a number that stands for nothing', 9999, null],
])('%s: CWE-%i names %s', (_, number, id) => {
  expect(kindOfCwe(number)?.id ?? null).toBe(id)
})

test('docs/kinds.md gives each kind one row of five cells, whatever its example holds', () => {
  const rows = readFileSync('docs/kinds.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
  expect(rows.filter((cells) => cells.length !== 5)).toEqual([])
  expect(rows.map(([id = '']) => id.trim())).toEqual(ids.map((id) => `\`${id}\``))
})
