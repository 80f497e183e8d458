import type { Node } from '../syntax/tree.ts'

/** What is wrong with the content of a special value, in the words that follow "`$x` needs". */
export interface Needed {
  readonly needs: string
  readonly hint: string | null
}

interface SpecialValue {
  /** What is wrong with its content, or null. */
  wrong(content: Node): Needed | null
  /** The values inside it, which are values of the call language themselves. */
  inner(content: Node): readonly Node[]
}

const NUMBERS = ['NaN', 'Infinity', '-Infinity', '-0']
const MOMENT =
  /^(\d{4}|[+-]\d{6})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/
const BASE64 = /^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2}(?:==)?|[A-Za-z0-9+/_-]{3}=?)?$/

/** The special values of the call language, beside `{$: name}`. */
export const specialValues: Readonly<Record<string, SpecialValue>> = {
  $undefined: leaf((value) => value === true, '`true`'),
  $number: leaf(
    (value) => typeof value === 'string' && NUMBERS.includes(value),
    'one of `NaN`, `Infinity`, `-Infinity`, `"-0"`',
    'Every other number is written as it is',
  ),
  $bigint: leaf(
    (value) => (typeof value === 'string' && /^(?:0|-?[1-9]\d*)$/.test(value)) || Number.isSafeInteger(value),
    'whole digits',
    'Write it in quotes, like `"12345678901234567890"`',
  ),
  $date: leaf(
    (value) => value === 'Invalid Date' || (typeof value === 'string' && isMoment(value)),
    'a moment in ISO 8601',
    'Write it like `2026-03-01T10:00:00Z`: a time of day needs `Z` or an offset, and `Invalid Date` is none',
  ),
  $bytes: leaf((value) => typeof value === 'string' && BASE64.test(value), 'bytes in Base64', null),
  $error: leaf(
    (value) => typeof value === 'string' && value !== '',
    "the name of the error's type",
    'Like `{$error: NotFound}`',
  ),
  $opaque: leaf((value) => typeof value === 'string', 'a text', null),
  $map: {
    wrong: (content) =>
      content.kind === 'list' &&
      content.items.every((pair) => pair.kind === 'list' && pair.items.length === 2)
        ? null
        : { needs: 'a list of pairs', hint: 'Write each entry as `[key, value]`' },
    inner: (content) => (content.kind === 'list' ? content.items.flatMap(itemsOf) : []),
  },
  $set: {
    wrong: (content) => (content.kind === 'list' ? null : { needs: 'a list', hint: null }),
    inner: itemsOf,
  },
  $object: {
    wrong: (content) => (content.kind === 'map' ? null : { needs: 'an object', hint: null }),
    inner: (content) => (content.kind === 'map' ? content.entries.map(({ value }) => value) : []),
  },
}

function itemsOf(content: Node): readonly Node[] {
  return content.kind === 'list' ? content.items : []
}

function leaf(isRight: (value: unknown) => boolean, needs: string, hint: string | null = null): SpecialValue {
  return {
    wrong: (content) => (content.kind === 'scalar' && isRight(content.value) ? null : { needs, hint }),
    inner: () => [],
  }
}

/** Whether a text is a moment that exists: no thirtieth of February. */
function isMoment(text: string): boolean {
  const [, year, month, day] = MOMENT.exec(text) ?? []
  if (Number.isNaN(Date.parse(text))) return false
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return midnight.getUTCDate() === Number(day)
}
