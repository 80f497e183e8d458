import { describe, expect, test } from 'vitest'
import { closesWithAllClear } from '../../src/rubric/closing-verdict.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'
import { isTextbookTalk } from '../../src/rubric/textbook.ts'

describe('an all-clear at the beginning or the end', () => {
  test.each([
    'Rounding looked at, the amount comes out exact',
    'The price is divided by the days. Nothing gets lost in this line.',
    'The log entry was checked and has no secret in it. It holds the id.',
    'The headers stay in the request. From the side of privacy this line is in order.',
    'The lock is taken first. So nothing is overwritten here.',
    'Nothing leaks at this place. The handle is closed in every case.',
    'The days are counted from the start. This calculation step is correct.',
    'I checked the query and found no leak. It takes the shop from the visit.',
    'We went through the loop by hand. There is no gap here.',
    'The cursor holds both values. Each page comes out right.',
    'Each day is added up once, as the context demands.',
    'A late answer is told apart properly. It is dropped.',
    'The answer of a request under way is handled right.',
    'The token goes to the mail alone. Everything in this function is as safe as needed and these lines are fine.',
    'The hash is compared in constant time. It works as it should.',
    'Went over the catch and saw nothing wrong. Only a refused route gives null.',
    'The names are normalised. No problem.',
    'Trail order is sound. Each entry carries its time.',
    'Waiting time is capped in every case. No endpoint can ask for more than an hour.',
    'Weekly is safe against clock changes. The slots are stored in UTC.',
    'Default term works as intended. It steps in when there is none.',
  ])('“%s” has one', (text) => {
    expect(closesWithAllClear(normalText(text))).toBe(true)
  })

  test.each([
    'The prefix has no slash at its end. The other call is correct, here the check is missing.',
    'In the other log call only the id is written, and here it should be the same.',
    'With one line the total comes out right. With two a cent is lost.',
    'The total comes out right only by luck. The days are rounded.',
    'This line is not correct. It rounds each day.',
    'Nothing is lost until the second request arrives.',
    'The caller believes that this line is in order. The rows are gone.',
    'The total does not come out exact.',
    'I checked the token and it has no expiry. It can be used for years.',
    'I looked at the query. It has no condition on the shop.',
    'A bad name raises no error. The file is written outside.',
    'The days are not counted as the context demands.',
    'The escaping in this line is fine, but the prefix is not.',
    'The limit of one hour is not applied as the description says.',
    'The last page is handled correctly, the first one skips a row.',
    'The customer is told that this order is fine. It was never saved.',
    'Is this line in order? Two requests pass it.',
    'The first branch is handled properly. In the second the handle stays open.',
    'Nothing is stored. The customer gets a 200.',
    'There is no check here.',
    'The check is right after the write. By then the row is gone.',
    'The error is swallowed in every case. Callers see null.',
    'The token is not safe against guessing. It is four digits long.',
    'A refused refund is only safe against retries. Its hold stays.',
    'The list is sorted. Weekly is right. The month comes out a day short.',
  ])('“%s” has none', (text) => {
    expect(closesWithAllClear(normalText(text))).toBe(false)
  })
})

describe('talk about code in general', () => {
  test.each([
    'A catch should be as narrow as possible. It is a general rule that it takes only the errors for which it was made.',
    'Good code names the error that it expects. If a catch is too broad, the real problem is hidden.',
    'A cache key must hold everything that its value depends on. Developers should choose keys with care.',
    'It is good practice to close files. Whenever a function opens something, it should always close it again.',
    'Credentials should never be logged. A token must be treated like a key, and it is a known rule to mask it.',
    'One should copy before changing. Robust software does not mutate what others hold.',
    'An option should always have an effect. If a function takes one and ignores it, callers are misled.',
  ])('“%s” is', (text) => {
    expect(isTextbookTalk(normalText(text))).toBe(true)
  })

  test.each([
    'A catch should be as narrow as possible. Here an outage becomes null as well.',
    'If a receiver asks for a week, the worker sleeps for a week. An event must not wait for more than an hour.',
    'It is a general rule to close files. `readChunk` returns before it does.',
    'A retry should always carry a new timestamp. The headers are built before the loop. All attempts send the same one. Receivers refuse it after a while. The event is given up.',
    'When a download ends, the handle stays open. Every read should close it.',
    'If an order is old, the id excludes it. It must never be compared alone, see placed_at.',
    'A customer should never see the notes. isCarrierError takes all reasons.',
    'The id alone decides. Any shop must be refused unless the order is its own.',
  ])('“%s” is not', (text) => {
    expect(isTextbookTalk(normalText(text))).toBe(false)
  })
})
