import { describe, expect, test } from 'vitest'
import { compileConcepts } from '../../src/rubric/concept.ts'
import { dismisses, recommendsNothing } from '../../src/rubric/dismissal.ts'
import { standingOf } from '../../src/rubric/evidence.ts'
import { isOnlySuspected } from '../../src/rubric/suspicion.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'
import { vetoOf } from '../../src/rubric/veto.ts'

const concepts = compileConcepts({
  injection: ['inject*|concat*|splice*'],
  overlap: ['interleav*|overlap*'],
  theft: ['read|reads|steal* ~table|data|file|files'],
  other: ['pagination'],
})
const evidence = { all: [['injection', 'overlap', 'theft']], any: null, none: ['other'] }

describe('a suspicion', () => {
  test.each([
    'This might possibly be vulnerable to SQL injection, please double check.',
    'This might be a SQL injection.',
    'There may be an injection here.',
    'Could be prone to injection.',
    'Possibly an injection.',
    'Maybe somebody can inject something.',
    'I am not sure, it looks like an injection to me, not sure at all.',
    'I suspect an injection.',
    'Is this an injection?',
    'Please check this for injection.',
    'It is worth checking for injection.',
    'Could someone have a look at the injection in this line?',
    'The code reads a file. This may be open to injection.',
  ])('“%s” only suspects', (text) => {
    expect(isOnlySuspected({ ...evidence, all: [['injection']] }, normalText(text), concepts)).toBe(true)
  })

  test.each([
    'Two requests may interleave.',
    'Two requests could overlap and one write may be lost.',
    'An attacker could read the table.',
    'The term is spliced into the text, so an attacker might read the files of others.',
    'The term is concatenated. Please verify with a quote.',
    'Not sure about the name, but the term is concatenated.',
    'I wonder why: the term is concatenated.',
    'The term can be injected.',
    'The term, possibly from a form, is spliced in.',
  ])('“%s” tells', (text) => {
    expect(isOnlySuspected(evidence, normalText(text), concepts)).toBe(false)
  })
})

describe('an all-clear', () => {
  test.each([
    "It's all good: the list is copied.",
    'This is fine.',
    'So everything works as intended.',
    'Nice, nothing to change.',
    'It is bound as a parameter, no change needed.',
    'Can stay as it is.',
    'Looks good to me.',
    'That was a false alarm.',
    'Deleting it does no harm.',
    'Do files stay open? No, they are closed.',
    'Do the headers end up elsewhere? Nope.',
    "Checked if the lines get touched – they don't",
    'I was afraid that it could stomp on others, but no: all fields are carried over.',
    'I wondered whether an old mail works. It does not, since all tokens go.',
    "I tried to think of a way to get at it, but there's none.",
  ])('“%s” says that nothing is wrong', (text) => {
    expect(dismisses(normalText(text))).toBe(true)
  })

  test.each([
    'This is fine until two requests come.',
    'It looks fine, but the list is shared.',
    'This is fine. But the other branch is not.',
    'The escaping is fine. The prefix is not.',
    'It is not fine.',
    'The user sees that everything is fine for him although nothing was saved.',
    'There is no check, no lock.',
    'Does it start with the folder? Yes, it does.',
    'The name promises a lock, it does not lock.',
    'There is nothing to stop a caller.',
  ])('“%s” does not', (text) => {
    expect(dismisses(normalText(text))).toBe(false)
  })
})

describe('a recommendation', () => {
  test.each([
    'None.',
    'Nothing.',
    'Keep.',
    'Good as it is.',
    'No change needed.',
    'Leave as is.',
    'Fine.',
    'N/A',
    'No modification is necessary; the calculation may remain as it is.',
    'Keep it. Nothing to change.',
  ])('“%s” asks for nothing', (text) => {
    expect(recommendsNothing(normalText(text))).toBe(true)
  })

  test.each([
    '',
    'Keep a copy.',
    'Keep the lock until the row is written.',
    'No cache here.',
    'None of the fields may be logged.',
    'Leave the loop when the queue is closed.',
    'No change of the API is needed: pass the clock in.',
    'Nothing but ids may be logged.',
  ])('“%s” asks for something', (text) => {
    expect(recommendsNothing(normalText(text))).toBe(false)
  })
})

describe('the veto', () => {
  const veto = (text: string) => {
    const read = normalText(text)
    const heads = new Map<string, string>()
    const subject = { evidence, kinds: ['sql-injection'], heads, headConcepts: concepts, concepts }
    return vetoOf(subject, read, read, standingOf(evidence, read, concepts))
  }

  test.each([
    ['The term is spliced into the query.', null],
    ['The term may be spliced into the query, I suspect.', 'hedge'],
    ['Is the term spliced in? No, it is bound.', 'affirmation'],
    ['The term is never spliced into the query.', 'denial'],
    ['There is no SQL injection.', 'denial'],
    ['Something feels odd.', 'hedge'],
    ['The column is too short.', null],
    // All of the evidence and a forbidden concept besides: another subject, and no denial.
    ['The pagination concatenates two lists.', null],
  ])('“%s”: %s', (text, expected) => {
    expect(veto(text)).toBe(expected)
  })
})
