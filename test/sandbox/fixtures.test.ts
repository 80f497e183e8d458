import { describe, expect, test } from 'vitest'
import { typescript } from '../../src/author/language/typescript/typescript.ts'
import { fixtureShape } from '../../src/model/fixture.ts'
import { fixtureMembers, fixtureSignature } from '../../src/model/fixture-members.ts'
import { runCalls } from '../support/sandbox.ts'

/** The least that each fixture is given. */
const given: Readonly<Record<string, object>> = { sql: { schema: '' }, http: { routes: [] } }

describe.each(Object.entries(fixtureMembers))('use: %s', (use, members) => {
  test('has the members that it says, and no other', async () => {
    const code = `export const membersOf = (fixture: object): Record<string, string> =>
      Object.fromEntries(Object.entries(fixture).map(([name, value]) =>
        [name, typeof value === 'function' ? 'method' : 'property']))`
    const calls = [{ call: 'membersOf', args: [{ $: 'it' }] }]
    const { outcomes } = await runCalls(code, calls, { it: { use, ...given[use] } })
    expect(outcomes).toEqual([Object.fromEntries(members.map(({ name, kind }) => [name, kind]))])
  })

  test('has signatures that are TypeScript', async () => {
    const code = `export interface It {\n${fixtureSignature({ use })}\n}\n`
    expect(await typescript.check([{ files: [{ path: 'it.ts', code }] }])).toEqual([[]])
  })
})

test('every fixture that a task can declare has members', () => {
  const words = fixtureShape.anyOf.flatMap(({ properties }) =>
    'use' in properties ? String(Reflect.get(properties.use, 'const')) : [],
  )
  expect(Object.keys(fixtureMembers)).toEqual(words)
})

test('a fixture of own code says by its code how it is used', () => {
  expect(fixtureSignature({ code: 'export default {}' })).toBe(null)
})
