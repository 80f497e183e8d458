import { expect, test } from 'vitest'
import type { CheckUnit } from '../../../src/author/language/language.ts'
import { typescript } from '../../../src/author/language/typescript/typescript.ts'

const subjects = [
  ...['order', 'invoice', 'loan', 'parcel', 'ticket', 'booking', 'refund', 'session', 'report', 'cart'],
  ...['lease', 'claim', 'quote', 'shift'],
]

/** Names that are nearly right: the checker's suggestions depend on what it has seen, and it suggests only so often. */
function misspelt(subject: string): CheckUnit {
  const type = `${subject.slice(0, 1).toUpperCase()}${subject.slice(1)}`
  return {
    files: [
      {
        path: 'src/total.ts',
        code: [
          `import type { ${type} } from './${subject}'`,
          `const ${subject}Limit = 40`,
          `export function ${subject}Total(${subject}: ${type}): number {`,
          `  const subtotal = ${subject}.cents + ${subject}Limt`,
          `  return Math.min(subtotl, ${subject}.cens, ${subject}Limits, paresInt('4'))`,
          '}',
          '',
        ].join('\n'),
      },
      { path: `src/${subject}.ts`, code: `export interface ${type} { readonly cents: number }\n` },
    ],
  }
}

const sound: CheckUnit = {
  files: [{ path: 'src/fees.ts', code: 'export const fee = (days: number): number => days * 25\n' }],
}

test('a unit has the same faults together with others, alone and in any order', async () => {
  const units = [...subjects.map(misspelt), sound]
  const together = await typescript.check(units)
  const reversed = await typescript.check([...units].reverse())
  const alone = await Promise.all(units.map(async (unit) => (await typescript.check([unit]))[0]))
  expect(together).toEqual(alone)
  expect([...reversed].reverse()).toEqual(alone)
  expect(together.at(-1)).toEqual([])
  expect(together.map((faults) => faults.length)).toEqual([...subjects.map(() => 5), 0])
  for (const [index, subject] of subjects.entries())
    expect(together[index]?.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `TS2552 Cannot find name '${subject}Limt'. Did you mean '${subject}Limit'?`,
      "TS2552 Cannot find name 'subtotl'. Did you mean 'subtotal'?",
      expect.stringMatching(/^TS2551 Property 'cens' does not exist on type '.*'. Did you mean 'cents'\?$/),
      `TS2552 Cannot find name '${subject}Limits'. Did you mean '${subject}Limit'?`,
      "TS2552 Cannot find name 'paresInt'. Did you mean 'parseInt'?",
    ])
})

const reader: CheckUnit = {
  files: [{ path: 'src/greet.ts', code: 'export const greeting: string = shopName\n' }],
}

test.each([
  ['declare global', "declare global { const shopName: string }\nexport const city = 'Lyon'\n"],
  ['declare module', "declare module 'node:shop' { const name: string; export default name }\nexport {}\n"],
  ['a script without exports', "const shopName: string = 'Atelier'\n"],
  ['a triple-slash reference', '/// <reference path="../../unit-1/src/greet.ts" />\nexport const city = 1\n'],
])('%s of one unit is nothing to the others', async (_, code) => {
  const declaring: CheckUnit = { files: [{ path: 'src/globals.ts', code }] }
  const [alone] = await typescript.check([reader])
  const [, beside] = await typescript.check([declaring, reader])
  const [before] = await typescript.check([reader, declaring])
  expect(alone?.map((fault) => fault.code)).toEqual(['TS2304'])
  expect([beside, before]).toEqual([alone, alone])
})

test('a unit that asks for the DOM does not get it, and gives it to nobody', async () => {
  const page = { path: 'src/page.ts', code: 'export const title = document.title\n' }
  const [asking, other] = await typescript.check([
    { files: [{ ...page, code: `/// <reference lib="dom" />\n${page.code}` }] },
    { files: [page] },
  ])
  expect([asking, other].map((faults) => faults?.map(({ code }) => code))).toEqual([
    ['TS6053', 'TS2584'],
    ['TS2584'],
  ])
})

test('files without imports and exports keep their names to themselves', async () => {
  const files = ['src/open.ts', 'src/close.ts'].map((path) => ({
    path,
    code: "const shopName = 'Atelier'\n",
  }))
  expect(await typescript.check([{ files }])).toEqual([[]])
})

test('units cannot import each other', async () => {
  const fees: CheckUnit = { files: [{ path: 'src/fees.ts', code: 'export const fee = 25\n' }] }
  const importing = (specifier: string): CheckUnit => ({
    files: [{ path: 'src/bill.ts', code: `import { fee } from '${specifier}'\nexport const bill = fee\n` }],
  })
  const specifiers = ['./fees', '../src/fees', '../../unit-0/src/fees', '/unit-0/src/fees', '/unit/src/fees']
  const [, ...faults] = await typescript.check([fees, ...specifiers.map(importing)])
  expect(faults.map((list) => list.map(({ code, message }) => `${code} ${message}`))).toEqual(
    specifiers.map((specifier) => [
      `TS2307 Cannot find module '${specifier}' or its corresponding type declarations`,
    ]),
  )
})

test.each([
  ["import { readFileSync } from 'node:fs'\nexport const text = readFileSync\n", 'TS2591'],
  ["export const home = process.env['HOME']\n", 'TS2591'],
  ['export const page = document.title\n', 'TS2584'],
  ['export const answer = fetch\n', 'TS2304'],
  ['export enum Shelf { open, closed }\n', 'TS1294'],
  ['export class Desk { constructor(readonly name: string) {} }\n', 'TS1294'],
])('the world has no %j', async (code, expected) => {
  const [faults] = await typescript.check([{ files: [{ path: 'src/desk.ts', code }] }])
  expect(faults?.map((fault) => fault.code)).toEqual([expected])
  expect(faults?.[0]?.message).not.toMatch(/npm|tsconfig|compiler option|erasableSyntaxOnly/)
})

const priced = (type: string) => `export const price: ${type} = JSON.parse('4')\n`

test.each([
  ['itself', 'src/prices.ts', priced],
  ['with its ending', 'src/prices/index.ts', priced],
  ['through another file', 'src/prices.ts', () => "export * from './shop/list.ts'\n"],
  ['by a type', 'src/prices.ts', () => "export declare const price: import('./shop/list').Price\n"],
  ['in a circle', 'src/prices.ts', () => "import './shop/total'\nexport { price } from './shop/list'\n"],
])(
  'a file with an import that is another one in another unit is checked in both, %s',
  async (_, path, code) => {
    const unit = (type: string): CheckUnit => ({
      files: [
        {
          path: 'src/shop/total.ts',
          code: "import { price } from '../prices'\nexport const total: number = price\n",
        },
        { path, code: code(type) },
        { path: 'src/shop/list.ts', code: `${priced(type)}export type Price = ${type}\n` },
      ],
    })
    const units = ['number', 'string', 'number', 'string'].map(unit)
    const found = await typescript.check(units)
    const wrong = [{ path: 'src/shop/total.ts', code: 'TS2322' }]
    expect(found).toMatchObject([[], wrong, [], wrong])
  },
)
