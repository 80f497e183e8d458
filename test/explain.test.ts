import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnosticCodes } from '../src/author/diagnostic-codes.ts'
import { runIn } from './support/in-folder.ts'

describe('explain', () => {
  test('prints a page, also by the last part of its code', async () => {
    const page = readFileSync('docs/diagnostics/lint/no-any.md', 'utf8').replaceAll(/^<!-- .* -->\n/gm, '')
    for (const code of ['lint/no-any', 'no-any']) {
      expect(await runIn('.', ['explain', code])).toEqual({ code: 0, stdout: page, stderr: '' })
    }
  })

  test('names the nearest code when there is none like it', async () => {
    const { code, stderr } = await runIn('.', ['explain', 'schema/unknwon-key'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: There is no diagnostic `schema/unknwon-key`\nhint: Did you mean `schema/unknown-key`?\n',
    })
  })

  test('lists all codes', async () => {
    const { stdout } = await runIn('.', ['explain'])
    expect(stdout.trimEnd().split('\n')).toEqual(diagnosticCodes)
  })
})

describe('--format', () => {
  const FOLDER = 'test/fixtures/lint/no-any/invalid'
  const lint = (format: string) => runIn(FOLDER, ['lint', 'argument-and-comment.yaml', '--format', format])

  test.each<[string, RegExp]>([
    ['sarif', /"ruleId": "lint\/no-any"/],
    ['junit', /<testcase classname="argument-and-comment\.yaml" name="lint\/no-any \(16:70\)">/],
    [
      'github',
      /^::warning file=argument-and-comment\.yaml,line=16,endLine=16,col=70,endColumn=73,title=lint\/no-any::/,
    ],
    ['json', /^\{\n {2}"format": "reviewgym-lint\/1"/],
    ['pretty', /^argument-and-comment\.yaml:16:70 warning lint\/no-any\n/],
  ])('%s is printed and nothing beside it', async (format, expected) => {
    const { code, stdout, stderr } = await lint(format)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(expected)
    expect(stdout.includes('2 warnings in 1 file')).toBe(format === 'pretty')
  })

  test('another one is refused with those that there are', async () => {
    const { code, stderr } = await lint('sarfi')
    expect(code).toBe(2)
    expect(stderr).toContain('pretty, json, sarif, github, junit')
  })
})
