import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEchoFilter, echoesIn } from '../../src/rubric/text/echo.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'
import { stem } from '../../src/rubric/text/stem.ts'

/** A text in normal form: `/` between sentences, `-` before denied words. */
function read(text: string): string {
  return normalText(text)
    .sentences.map(({ tokens }) => tokens.map(({ word, denied }) => (denied ? `-${word}` : word)).join(' '))
    .join(' / ')
}

describe('the normal form', () => {
  test.each([
    ['full-width letters and ligatures', 'Ｒａｃｅ in ﬁle', 'race in file'],
    ['zero-width characters', 'inj\u200Be\u200Dc\uFEFFtion', 'injection'],
    ['bidirectional controls', '\u202Einjection\u202C \u2066here\u2069', 'injection here'],
    ['soft hyphens', 'in\u00ADjec\u00ADtion', 'injection'],
    ['camelCase', 'orderId of parseHTMLToken', 'order id of parse html token'],
    ['snake_case', 'MAX_RETRY_COUNT and order_id', 'max retry count and order id'],
    ['hyphens and slashes', 'e-mail and/or N+1', 'e mail and or n 1'],
    ['possessives', "the caller's limit and callers’ limits", "the caller 's limit and callers limits"],
    ['contractions', 'can’t, cannot, doesn`t', "ca n't can not does n't"],
    ['accents', 'cafe\u0301', 'café'],
    ['a folder above', 'reads ../secrets', 'reads dotdot secrets'],
    ['an ellipsis', 'a ... b', 'a b'],
    ['comparisons', 'a === b !== c == d != e', 'a tripleequal b notequal c doubleequal d notequal e'],
    ['bounds', 'i <= n, j >= m', 'i lessequal n j greaterequal m'],
    ['arrows', 'x => y -> z', 'x y z'],
    ['null operators', 'a ?? b?.c', 'a nullishop b optionalchain c'],
    ['logic', 'a || b && c', 'a orop b andop c'],
    ['arithmetic', 'i++ 50%', 'i increment 50 percent'],
    ['sentences', 'One. Two! Three? Four; five\nsix', 'one / two / three / four / five / six'],
    ['points inside of words', 'Calls console.log in v1.2', 'calls console log in v1 2'],
    ['closing quotes and brackets', '(It ends.) "So does this."', 'it ends / so does this'],
    ['nothing', ' \n\u200B ... ', ''],
  ])('reads %s', (_, text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('stems words, and keeps what is no English word as it is', () => {
    const long = `${'a'.repeat(40)}ing`
    const { sentences } = normalText(`Queries cached 404 naïvely ${long}`)
    const stems = sentences.flatMap(({ tokens }) => tokens.map((token) => token.stem))
    expect(stems).toEqual(['queri', 'cach', '404', 'naïvely', long])
  })
})

describe('polarity', () => {
  test.each(
    "no|not|don't|never|without|neither|nor|none|nobody|nothing|nowhere|hardly|lacks|lacking|missing|misses the|fails to|failed to|forgets|forgot|omits|skips|absent|absence|avoids|prevents|immune|eliminates|dont|doesnt|didnt|isnt|arent|wasnt|cant|wont|hasnt|havent|shouldnt|wouldnt|couldnt|cannot".split(
      '|',
    ),
  )('`%s` denies what follows it in its clause, and only that', (cue) => {
    expect(read(`race ${cue} lock, loss`)).toMatch(/^race .*-lock loss$/)
  })

  test.each(
    'but however although though so because since therefore while whereas which and then yet thus hence when whenever if once allowing letting causing making leading resulting meaning'.split(
      ' ',
    ),
  )('`%s` starts a clause that a denial before it does not reach', (starter) => {
    expect(read(`no lock ${starter} race`)).toBe(`no -lock ${starter} race`)
  })

  test.each([
    ['a miss that is a noun', 'Cache misses lock the row'],
    ['a failure that is a noun', 'A failure locks the row'],
    ['what fails', 'A failed save locks the row'],
  ])('%s denies nothing', (_, text) => {
    expect(read(text)).not.toContain('-')
  })

  test.each([
    ['a comma', 'no lock, race', 'no -lock race'],
    ['a colon', 'no lock: race', 'no -lock race'],
    ['a dash', 'no lock - race – loss — end', 'no -lock race loss end'],
    ['a bracket', 'no lock (race) here', 'no -lock race here'],
    ['a sentence', 'No lock. Race.', 'no -lock / race'],
    ['the end of the reach of what is missing', 'missing a b c d e f', 'missing -a -b -c -d -e f'],
    ['the end of its reach', 'not a b c d e f g h i j k', 'not -a -b -c -d -e -f -g -h -i -j k'],
  ])('a denial ends at %s', (_, text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    'Not only slow but wrong',
    'Not just slow',
    'Not merely slow',
    'Not to mention races',
    'No matter who calls',
    'No doubt a race',
    'Without doubt a race',
    'No wonder it races',
    'Nothing stops an attacker',
    'Nothing prevents a race',
    'Nothing guards the counter',
    'Nobody stops an attacker',
    "It doesn't prevent a race",
    'It does not stop a race',
    'It does not avoid a race',
    'The lock never prevents a race',
    'It fails to prevent a race',
    'Without preventing a race',
    'A race is not ruled out',
    'The counter is not protected',
    'It does not necessarily race',
    'It takes no longer than a second',
  ])('%s: no denial', (text) => {
    expect(read(text)).not.toContain('-')
  })

  test.each([
    'The race cannot happen',
    "The race can't happen",
    'The race never happens',
    'A race is not possible',
    "A race isn't possible",
    'A race is ruled out',
    'The lock rules out a race',
    'The race is not an issue',
    'The race is not a problem',
    'The race is no risk',
    'The race is taken care of',
    'The lock protects against a race',
    'The lock guards against a race',
    'The race is prevented',
    'The race is already handled',
    'The race gets mitigated',
    'Races are properly avoided',
    'The race is harmless',
    'The race is a false alarm',
  ])('%s: its whole clause is denied', (text) => {
    expect(read(text)).toMatch(/-races?\b/)
    expect(read(`${text}, loss`)).toMatch(/ loss$/)
  })

  test.each([
    'The race is not handled',
    'The race is never fully handled',
    'The race is not safe',
    'The race is never ruled out',
    'It does not protect against a race',
  ])('%s: a denied settlement settles nothing', (text) => {
    expect(read(text)).toMatch(/(?<!-)\brace\b/)
  })

  test.each([
    ['not without a lock', 'not -without a lock'],
    ['never runs without a lock', 'never -runs -without a lock'],
    ['never fails to lock', 'never -fails to lock'],
    ['does not skip the lock', 'does not -skip the lock'],
    ['no missing lock', 'no -missing lock'],
    ['no lock or no queue', 'no -lock -or -no -queue'],
  ])('a denial of a lack denies nothing: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    ['OrderNotFound is thrown for it', 'order not -found is thrown for it'],
    ['isNotReady is read first', 'is not -ready is read first'],
    ['noCache decides', 'no -cache decides'],
    ['NO_CACHE decides', 'no -cache decides'],
    ['the no-service answer stays', 'the no -service answer stays'],
    ['the never-awaited save fails', 'the never -awaited save fails'],
    ['the order is not found', 'the order is not -found'],
    ['no one locks', 'no -one -locks'],
    ["doesn't lock the row", "does n't -lock -the -row"],
  ])('a negation in a name reaches no further than the name: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    ['The option to not refund is read.', 'the option to not -refund is read'],
    ['Sales agreed not to refund.', 'sales agreed not -to -refund'],
    ['Orders without a date are shown.', 'orders without -a -date are shown'],
  ])('a phrase denies nothing of the sentence around it: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    ['The last day is excluded.', 'the last day is excluded'],
    ['SQL injection is excluded.', '-sql -injection -is -excluded'],
    ['Races are excluded by the lock.', '-races -are -excluded -by -the -lock'],
    ['A leak is not excluded.', 'a leak is not -excluded'],
    ['Everything else is passed on.', '-everything -else -is -passed -on'],
    ['The race must be prevented.', 'the race must be prevented'],
    ['The race has to be handled.', 'the race has to be handled'],
    ['The race has been handled.', '-the -race -has -been -handled'],
  ])('only trouble is settled, and no wish settles it: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

/** The words that a text says are not there. */
function missing(text: string): string {
  return normalText(text)
    .sentences.flatMap(({ tokens }) => tokens.flatMap(({ word, negated }) => (negated ? word : [])))
    .join(' ')
}

describe('what is said to be missing', () => {
  test.each([
    ['The check is missing.', 'the check'],
    ['The check of the shop is missing here.', 'the check of the shop'],
    ['Validation is absent.', 'validation'],
    ['Validation seems to be entirely absent.', 'validation seems to'],
    ['Escaping is omitted.', 'escaping'],
    ['Escaping is simply skipped for names.', 'escaping'],
    ['Escaping is left out.', 'escaping'],
    ['The await was forgotten.', 'the await'],
    ['The await has been forgotten, so it fails.', 'the await'],
    ['Somehow the lock went missing.', 'somehow the lock'],
    ['Check missing in the handler.', 'check'],
    ['The handler is missing a check.', 'a check'],
    ['The handler is missing validation.', 'validation'],
    ['The handler leaves out the check.', 'out the check'],
    ['The check is never done.', 'the check done'],
    ['Validation is not enforced.', 'validation enforced'],
    ['The comparison does not happen.', 'the comparison happen'],
    ['A lookup that has a check is missing.', 'has a check'],
    ['The query runs, the filter is missing.', 'the filter'],
    ['The query runs although the filter is missing.', 'although the filter'],
    ['The check is not missing.', 'missing'],
    ['The check is never skipped.', 'skipped'],
    ['No check is missing.', 'is missing'],
    ['The check is there.', ''],
    ['Cache misses are normal.', ''],
  ])('%s', (text, expected) => {
    expect(missing(text)).toBe(expected)
  })

  test.each([
    ['The error is missing from the log.', 'the error is missing from the log'],
    ['Rows are skipped on the next page.', 'rows are skipped on the next page'],
    ['The last day is left out.', 'the last day is left out'],
    ['An injection is absent.', '-an -injection is absent'],
    ['A race does not exist.', '-a -race does not -exist'],
  ])('a loss is told of, a trouble that is not there is denied: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('echo', () => {
  const withoutEcho = createEchoFilter(['const total = items.reduce(sum, 0)\nreturn total * rate'])

  test.each([
    ['five words in a row go', 'See const total = items.reduce(sum, 0) there', 'See there'],
    ['four words in a row stay', 'See items.reduce(sum, 0) there', 'See items reduce sum 0 there'],
    ['case and signs do not matter', 'CONST Total items, reduce sum!', ''],
    ['runs cross lines', 'So sum 0 return total rate', 'So'],
    [
      'all of a longer run goes',
      'return total rate after const total items reduce sum 0 return',
      'return total rate after',
    ],
    ['other words stay', 'The total is wrong by the rate', 'The total is wrong by the rate'],
  ])('%s', (_, text, expected) => {
    expect(withoutEcho(text).match(/\w+/g)?.join(' ') ?? '').toBe(expected)
  })
  test('what goes is told, with the place of as much as stands in one', () => {
    const codes = ['// one two three four five six', 'let a = six', '/* ﬁve six: seven, eight nine */']
    expect(echoesIn(codes, 'As TWO three four five six seven eight nine say')).toEqual([
      { text: 'TWO three four five six seven eight nine', place: { file: 0, start: 7, end: 30 } },
    ])
    expect(echoesIn(codes, 'the five six, seven eight. Nine')).toEqual([
      { text: 'five six, seven eight. Nine', place: { file: 2, start: 3, end: 29 } },
    ])
  })

  test('what is told is what goes', () => {
    const words = fc.array(fc.constantFrom('is', 'ﬁt'), { minLength: 5, maxLength: 9 })
    fc.assert(
      fc.property(fc.array(words, { maxLength: 2 }), words, (files, said) => {
        const codes = files.map((file) => file.join(' '))
        const text = said.join(' ').normalize('NFKC')
        const left = echoesIn(codes, text).reduce((rest, echo) => rest.replace(echo.text, '…'), text)
        expect(left.match(/\w+/g)).toEqual(createEchoFilter(codes)(text).match(/\w+/g))
      }),
      { numRuns: 500 },
    )
  })
})

describe('stems meet as docs/rubric.md says', () => {
  const [, met = '', apart = ''] =
    /^\| these meet .*\n\|[-|]+\|\n((?:\|.*\n)+)\n\| these do not meet \|\n\|[-|]+\|\n((?:\|.*\n)+)/m.exec(
      readFileSync('docs/rubric.md', 'utf8'),
    ) ?? []
  const rows = (table: string) => table.trim().split('\n')

  test.each(rows(met))('%s', (row) => {
    const [, words = '', at] = /^\| (.*) \| `(.*)` \|$/.exec(row) ?? []
    expect(words.split(', ').map(stem)).toEqual(words.split(', ').map(() => at))
  })

  test.each(rows(apart))('%s', (row) => {
    const words = row.replace(/^\| | \|$/g, '').split(', ')
    expect(words.length).toBeGreaterThan(1)
    expect(new Set(words.map(stem)).size).toBe(words.length)
  })
})
