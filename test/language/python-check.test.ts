import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import type { CheckUnit } from '../../src/author/language/language.ts'
import { loadLanguage } from '../../src/author/language/load-language.ts'
import { temporaryFolder } from '../support/folder.ts'

const python = await loadLanguage('python')

const unit = (files: Readonly<Record<string, string>>): CheckUnit => ({
  files: Object.entries(files).map(([path, code]) => ({ path, code })),
})

/** What is said of each unit: the rule, the message with its hint, and the text that is underlined. */
async function said(...units: readonly CheckUnit[]): Promise<readonly (readonly string[])[]> {
  const faults = await python.check(units)
  return faults.map((list, index) =>
    list.map(({ path, start, end, code, message, hint }) => {
      const text = units[index]?.files.find((file) => file.path === path)?.code.slice(start, end)
      return [`${path} ${code} ${message}`, ...(hint === null ? [] : [hint]), `at ${text}`].join(' | ')
    }),
  )
}

const loans = 'class Loan:\n    def __init__(self, day: int) -> None:\n        self.day = day\n'

const wrong = unit({
  'src/fees.py': `"🐘"; import json
from src.loans import Loan, Lone

def fee(loan: Loan, day):
    json.lods("1")
    loan.dai
    day.anything()
    return fee(loan, day, 3) + fee(loan, dey=1) + Loan("1").day + "1" + loan.day(2)
`,
  'src/loans.py': loans,
})

const wrongAnswers = [
  'src/fees.py reportAttributeAccessIssue "Lone" is unknown import symbol | at Lone',
  'src/fees.py reportAttributeAccessIssue "lods" is not a known attribute of module "json" | at lods',
  'src/fees.py reportAttributeAccessIssue Cannot access attribute "dai" for class "Loan" | Did you mean `day`? | at dai',
  'src/fees.py reportCallIssue Expected 2 positional arguments | at 3',
  'src/fees.py reportCallIssue Argument missing for parameter "day" | at fee(loan, dey=1)',
  'src/fees.py reportCallIssue No parameter named "dey" | Did you mean `day`? | at dey',
]

test('wrong calls and attributes are found, at the place of the mistake', async () => {
  const [faults = []] = await said(wrong)
  for (const answer of wrongAnswers) expect(faults).toContain(answer)
  expect(faults.join('\n')).not.toMatch(/day\.anything/)
})

test('what a task plants is no type error', async () => {
  const planted = unit({
    'src/desk.py': `import asyncio, re
from typing import TypedDict

class Row(TypedDict, total=False):
    name: str

def year(text: str) -> str:
    return re.match(r"(\\d+)", text).group(1)

def find(rows: list[Row], seen=[], limit: int | None = None):
    seen.append(rows)
    if rows:
        first = rows[0]
    return first["name"], limit + 1

async def main(items=None):
    asyncio.sleep(1)
    for item in items or ():
        try:
            item.close()
        except Exception:
            pass
        except ValueError:
            raise
    del items
    return items

class Desk:
    def open(self): return 1
    def open(self): return 2
    def close(): return None
`,
  })
  expect(await said(planted)).toEqual([[]])
})

test('a unit has the same faults together with others, alone and in any order', async () => {
  const other = unit({
    'src/fees.py': 'from src.rates import RATE\n\nfee: str = RATE\n',
    'src/rates.py': 'RATE = 1\n',
  })
  const sound = unit({ 'src/fees.py': 'fee = 25\n' })
  const [alone, otherAlone] = [await said(wrong), await said(other)]
  expect(await said(sound, wrong, other)).toEqual([[], ...alone, ...otherAlone])
  expect(await said(other, wrong, sound, wrong)).toEqual([...otherAlone, ...alone, [], ...alone])
  expect(otherAlone[0]).toEqual([
    'src/fees.py reportAssignmentType Type "Literal[1]" is not assignable to declared type "str" | at RATE',
  ])
})

test.each(['from src.loans import Loan', 'from unit.src.loans import Loan', 'from ...src.loans import Loan'])(
  'units cannot import each other: %s',
  async (statement) => {
    const [, faults] = await said(unit({ 'src/loans.py': loans }), unit({ 'src/fees.py': `${statement}\n` }))
    expect(faults).toEqual([expect.stringContaining('could not be resolved')])
  },
)

test('types of the same name are told apart by their modules, never by a folder', async () => {
  const [faults] = await said(
    unit({
      'src/a.py': 'class Loan: ...\n',
      'src/b.py': 'class Loan: ...\n\n\ndef pay(loan: Loan): ...\n',
      'src/c.py': 'from src.a import Loan\nfrom src.b import pay\n\npay(Loan())\n',
    }),
  )
  expect(faults).toEqual([
    expect.stringContaining('in function "pay": "src.a.Loan" is not assignable to "src.b.Loan"'),
  ])
  expect(faults?.join()).not.toMatch(/unit-|reviewgym|tmp/)
})

test('the Python that a machine has is never asked, and its language says nothing', async () => {
  const folder = temporaryFolder()
  const marks = join(folder, 'asked')
  for (const name of ['python', 'python3']) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" >> ${marks}\nexit 1\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const before = { ...process.env }
  try {
    Object.assign(process.env, {
      PATH: `${folder}:${before.PATH}`,
      PYTHONPATH: folder,
      LC_ALL: 'de_DE.UTF-8',
    })
    expect((await said(wrong))[0]).toEqual(expect.arrayContaining(wrongAnswers))
  } finally {
    process.env = before
  }
  expect(existsSync(marks)).toBe(false)
})

test('nothing stays behind, and nothing is started for no files', async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('reviewgym-pyright-')).length
  const before = left()
  expect(await python.check([])).toEqual([])
  expect(await python.check([{ files: [] }])).toEqual([[]])
  await python.check([unit({ 'src/fees.py': 'fee = 25\n' })])
  expect(left()).toBeLessThanOrEqual(before)
})
