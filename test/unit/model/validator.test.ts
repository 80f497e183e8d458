import { expect, test } from 'vitest'
import { describeFault, formatPath } from '../../../src/model/fault.ts'
import {
  either,
  integer,
  list,
  literal,
  object,
  optional,
  record,
  string,
  word,
} from '../../../src/model/shape.ts'
import { createValidator } from '../../../src/model/validator.ts'

const step = either('A step.', [
  object('A call.', { call: string('What to call.'), args: optional(list('Arguments.', string('One.'))) }),
  object('A reading.', { read: string('What to read.') }),
])

const fixture = either('A fixture.', [
  object('A clock.', { use: literal('clock', 'A clock.'), start: optional(string('First moment.')) }),
  object('A lock.', { use: literal('lock', 'A lock.') }),
  object('Your own code.', { code: string('The module.') }),
])

const loan = object('A loan.', {
  title: string('The title of the book.', { minLength: 1, maxLength: 12 }),
  shelf: string('Where it stands.', { pattern: '^[a-z]+$' }),
  days: integer('For how long.', { minimum: 1, maximum: 30 }),
  state: word('What has become of it.', ['open', 'returned']),
  tags: list('Topics.', string('A topic.'), { minItems: 1, maxItems: 2, uniqueItems: true }),
  steps: optional(list('Steps.', step)),
  fixtures: optional(record('Fixtures.', fixture, '^[a-z]+$')),
  served: optional(either('Which.', [literal('all', 'All.'), list('Some.', string('One.'))])),
})

const validate = createValidator(loan, 'strict')
const sound = { title: 'Emma', shelf: 'novels', days: 14, state: 'open', tags: ['austen'] }

function faultsOf(changes: Record<string, unknown>): readonly string[] {
  const checked = validate({ ...sound, ...changes })
  if (checked.ok) return []
  return checked.faults.map((fault) => `${formatPath(fault.path, 'loan')}: ${describeFault(fault)}`)
}

test.each<[Record<string, unknown>, string]>([
  [{ title: undefined }, 'loan: Key `title` is missing'],
  [{ title: null }, 'title: Expected a text, found null'],
  [{ title: 1 }, 'title: Expected a text, found the number `1`'],
  [{ title: ['Emma'] }, 'title: Expected a text, found a list'],
  [{ title: '' }, 'title: Text is empty'],
  [{ title: 'Northanger Abbey' }, 'title: Text has 16 characters, and at most 12 are allowed'],
  [{ shelf: 'A 3\nleft' }, 'shelf: `A 3 left` does not have the form `^[a-z]+$`'],
  [{ days: 1.5 }, 'days: Expected a whole number, found the number `1.5`'],
  [{ days: 0 }, 'days: `0` is smaller than 1'],
  [{ days: 31 }, 'days: `31` is larger than 30'],
  [{ state: 'lost' }, 'state: `lost` is not one of the words allowed here'],
  [{ state: 7 }, 'state: Expected a text, found the number `7`'],
  [{ tags: 'austen' }, 'tags: Expected a list, found the text `austen`'],
  [{ tags: [] }, 'tags: There are 0 entries here, and 1 is needed'],
  [{ tags: ['a', 'b', 'c'] }, 'tags: There are 3 entries here, and at most 2 are allowed'],
  [{ tags: ['a', 'a'] }, 'tags: List has the same entry twice'],
  [{ tags: ['a', false] }, 'tags[1]: Expected a text, found `false`'],
  [{ author: 'Austen' }, 'loan: Unknown key `author`'],
  [{ steps: ['due'] }, 'steps[0]: Exactly one of the keys `call`, `read` is needed, found the text `due`'],
  [{ steps: [{}] }, 'steps[0]: Exactly one of the keys `call`, `read` is needed'],
  [
    { steps: [{ read: 'due', call: 'due' }] },
    'steps[0]: Exactly one of the keys `call`, `read` is needed, found `call`, `read`',
  ],
  [{ steps: [{ call: 'due', arg: [] }] }, 'steps[0]: Unknown key `arg`'],
  [{ steps: [{ call: 'due', args: [1] }] }, 'steps[0].args[0]: Expected a text, found the number `1`'],
  [
    { fixtures: { clock: { use: 'clok' } } },
    'fixtures.clock.use: `clok` is not one of the words allowed here',
  ],
  [{ fixtures: { clock: { use: 'lock', start: '9:00' } } }, 'fixtures.clock: Unknown key `start`'],
  [
    { fixtures: { clock: { start: '9:00' } } },
    'fixtures.clock: Exactly one of the keys `use`, `code` is needed',
  ],
  [{ fixtures: { Clock: { use: 'clock' } } }, 'fixtures.Clock: `Clock` does not have the form `^[a-z]+$`'],
  [{ served: 'some' }, 'served: Expected `all` or a list, found the text `some`'],
  [{ served: 1 }, 'served: Expected `all` or a list, found the number `1`'],
  [{ served: [1] }, 'served[0]: Expected a text, found the number `1`'],
])('%j has one fault: %s', (changes, expected) => {
  expect(faultsOf(changes)).toEqual([expected])
})

test('what is missing says what it is for', () => {
  const untitled = { shelf: 'novels', days: 14, state: 'open', tags: ['austen'] }
  expect(validate(untitled)).toEqual({
    ok: false,
    faults: [
      {
        kind: 'missing-key',
        path: [],
        key: 'title',
        input: untitled,
        known: Object.keys(loan.properties),
        about: 'The title of the book.',
      },
    ],
  })
})

test('numbers in words are numbers to the lax validator, and the value that came in stays as it was', () => {
  const lenient = createValidator(loan, 'lax')
  const given = { ...sound, days: '14' }
  expect(lenient(given)).toEqual({ ok: true, value: sound })
  expect(given.days).toBe('14')
  expect(validate(given).ok).toBe(false)
})
