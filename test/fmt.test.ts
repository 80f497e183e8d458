import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

const UNTIDY = `# yaml-language-server: $schema=../../schemas/task.schema.json

title:   Late fees   # of the library
id: late-fees
rubric:
- kind: off-by-one
  id: last-day
  fix: [{replace: "<=", find: "< due"}]


  # found by the librarian
  witness: { cases: [
    { calls: [{ call: fee, args: [ 3,{b: 1, a: 2} ] }], expected: [0] } ] }
snippets:
    - code: |
          export const fee = 1;   

          // the end
      path: src/fees.ts
`

const TIDY = `# yaml-language-server: $schema=../../schemas/task.schema.json

id: late-fees
title: Late fees # of the library
snippets:
  - path: src/fees.ts
    code: |
      export const fee = 1;   

      // the end
rubric:
  - id: last-day
    kind: off-by-one
    fix: [{ replace: "<=", find: "< due" }]

    # found by the librarian
    witness:
      {
        cases:
          [
            { calls: [{ call: fee, args: [3, { b: 1, a: 2 }] }], expected: [0] },
          ],
      }
`

function folderWith(text: string): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'tasks'))
  writeFileSync(join(folder, 'tasks/late-fees.yaml'), text)
  return folder
}

test('fmt writes a draft in its canonical form, and then has nothing to do', async () => {
  const folder = folderWith(UNTIDY)
  expect(await runIn(folder, ['fmt', '--check'])).toEqual({
    code: 1,
    stdout: 'tasks/late-fees.yaml\n1 of 1 file not in canonical form: run `reviewgym fmt`\n',
    stderr: '',
  })
  expect(readFileSync(join(folder, 'tasks/late-fees.yaml'), 'utf8')).toBe(UNTIDY)
  expect(await runIn(folder, ['fmt'])).toEqual({
    code: 0,
    stdout: 'tasks/late-fees.yaml\n1 of 1 file formatted\n',
    stderr: '',
  })
  expect(readFileSync(join(folder, 'tasks/late-fees.yaml'), 'utf8')).toBe(TIDY)
  expect(await runIn(folder, ['fmt', '--check'])).toEqual({
    code: 0,
    stdout: '1 file, all in canonical form\n',
    stderr: '',
  })
})

test('fmt leaves alone what it cannot read, and says where', async () => {
  const folder = folderWith('id: [late-fees\ntitle: Late fees\n')
  const { code, stdout } = await runIn(folder, ['fmt'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/^tasks\/late-fees\.yaml:\d+:\d+ error yaml\//)
  expect(readFileSync(join(folder, 'tasks/late-fees.yaml'), 'utf8')).toBe(
    'id: [late-fees\ntitle: Late fees\n',
  )
})
