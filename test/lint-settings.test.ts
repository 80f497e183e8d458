import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { positionAt } from '../src/core/source.ts'

const SOUND = readFileSync('test/fixtures/broken/sound-words-like-values.yaml', 'utf8')
/** Nothing denies the defect any more, which is an error, and a text speaks against the severity, a warning. */
const DOUBTFUL = SOUND.replace(
  'Nobody is charged the larger of fee and price, and the cap is never wrong.',
  'The members get their letter two days after the book is due.',
).replace('The price should limit the fee, but', 'A minor slip, the price should limit the fee, but')

/** `line severity code` of all that is said about a task under settings. */
async function lint(task: string, config: string | null = null) {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const settings = config === null ? null : { path: 'reviewgym.config.yaml', bytes: bytes(config) }
  const { tasks, diagnostics } = await lintCorpus([{ path: 'fee.yaml', bytes: bytes(task) }], settings)
  const found = diagnostics.map(({ code, severity, span, path }) => {
    const { line } = span ? positionAt(span.source, span.start) : { line: 0 }
    return `${path}:${line} ${severity} ${code}`
  })
  return { found, isSound: tasks.length === 1 }
}

test('without settings a rule is as grave as it says itself', async () => {
  expect(await lint(DOUBTFUL)).toEqual({
    found: ['fee.yaml:55 warning lint/no-severity-contradiction', 'fee.yaml:57 error lint/require-denial'],
    isSound: false,
  })
})

test.each<[string, string, readonly string[], boolean]>([
  ['off', 'lint:\n  require-denial: off\n  no-severity-contradiction: "off"\n', [], true],
  [
    'turned round',
    'lint: { require-denial: warning, no-severity-contradiction: error }\n',
    ['fee.yaml:55 error lint/no-severity-contradiction', 'fee.yaml:57 warning lint/require-denial'],
    false,
  ],
  [
    'information',
    'lint: { require-denial: info, no-severity-contradiction: off }\n',
    ['fee.yaml:57 info lint/require-denial'],
    true,
  ],
])('a corpus sets rules: %s', async (_, config, found, isSound) => {
  expect(await lint(DOUBTFUL, config)).toEqual({ found, isSound })
})

test.each<[string, string, string]>([
  ['a misspelt rule', 'lint:\n  require-denail: off\n', '2 error schema/unknown-key'],
  ['a misspelt severity', 'lint: { require-denial: warn }\n', '1 error schema/wrong-word'],
  ['a file that is no YAML', 'lint: {\n', '1 error yaml/syntax'],
  ['an error of ours cannot be set', 'lint: { unknown-key: off }\n', '1 error schema/unknown-key'],
])('settings are checked: %s', async (_, config, expected) => {
  expect((await lint(SOUND, config)).found).toEqual([`reviewgym.config.yaml:${expected}`])
})

describe('a comment suppresses a rule', () => {
  const ACCEPT = '      - A minor slip,'
  const REJECTS = '    rejects:\n'

  test.each<[string, string, string]>([
    [
      'behind its line',
      'everybody pays.\n',
      'everybody pays. # reviewgym-ignore no-severity-contradiction: quoted\n',
    ],
    ['above its line', ACCEPT, `      # reviewgym-ignore no-severity-contradiction: quoted\n${ACCEPT}`],
    [
      'above other comments and blank lines',
      ACCEPT,
      `      # reviewgym-ignore no-severity-contradiction: quoted\n\n      # A letter.\n${ACCEPT}`,
    ],
  ])('%s', async (_, before, after) => {
    const { found } = await lint(DOUBTFUL.replace(before, after))
    expect(found.filter((one) => !one.includes('require-denial'))).toEqual([])
  })

  test('and an error that is suppressed keeps no task back', async () => {
    const task = DOUBTFUL.replace(
      REJECTS,
      `    # reviewgym-ignore require-denial: there is no word for it\n${REJECTS}`,
    )
    expect(await lint(task)).toEqual({
      found: ['fee.yaml:55 warning lint/no-severity-contradiction'],
      isSound: true,
    })
  })

  test.each<[string, string, readonly string[]]>([
    ['at another line', '# reviewgym-ignore require-denial: why\n', ['1 warning lint/no-unused-suppression']],
    [
      'without a reason',
      '# reviewgym-ignore require-denial\n',
      ['1 warning lint/no-unused-suppression', '1 error lint/require-suppression-reason'],
    ],
    ['of no rule', '# reviewgym-ignore require-denail: why\n', ['1 error lint/no-unknown-suppression']],
    ['of nothing', '# reviewgym-ignore\n', ['1 error lint/no-unknown-suppression']],
  ])('%s it is reported', async (_, comment, expected) => {
    expect((await lint(comment + SOUND)).found).toEqual(expected.map((one) => `fee.yaml:${one}`))
  })

  test('where a rule is off, its suppressions are not counted', async () => {
    const config = 'lint: { require-denial: off }\n'
    expect((await lint(`# reviewgym-ignore require-denial: why\n${SOUND}`, config)).found).toEqual([])
  })

  test('what looks like one inside a text is none', async () => {
    const code = '      const CENTS_PER_DAY = 25'
    const task = SOUND.replace(code, `      // reviewgym-ignore require-denial\n${code}`)
    const text = task.replace('Members pay 25', '# reviewgym-ignore require-denial: why\n  Members pay 25')
    expect((await lint(text)).found).toEqual([])
  })
})
