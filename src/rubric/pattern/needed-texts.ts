/** More alternatives than these are not written out. */
const MOST = 64
/** A shorter text stands nearly everywhere. */
const LEAST_LETTERS = 2

/** What is known of the texts that a piece of an expression matches. */
interface Known {
  /** All of them; null where they are too many. */
  readonly all: readonly string[] | null
  /** Texts of which each of them has one; null where none are known. */
  readonly some: readonly string[] | null
}

const ANYTHING: Known = { all: null, some: null }

/**
 * Texts of which every match of a regular expression has one: a sentence with none of them need not be searched. Null
 * where none are known. The expression must be one that RE2 compiles.
 */
export function neededTexts(expression: string): readonly string[] | null {
  let position = 0

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const found = pattern.exec(expression)
    if (found) position += found[0].length
    return found
  }

  function readAlternatives(): Known {
    let known = readSequence()
    while (take(/\|/y)) known = either(known, readSequence())
    return known
  }

  function readSequence(): Known {
    let isWhole = true
    let run: readonly string[] = ['']
    let some: readonly string[] | null = null
    for (let next = readRepeated(); next !== null; next = readRepeated()) {
      const longer = next.all && joined(run, next.all)
      if (longer) {
        run = longer
        continue
      }
      isWhole = false
      some = better(better(some, run), next.some)
      run = next.all ?? ['']
    }
    return { all: isWhole ? run : null, some: better(some, run) }
  }

  function readRepeated(): Known | null {
    const known = readPiece()
    const [sign, least] = (known && take(/[*+?]\??|\{(\d+)(?:,\d*)?\}\??/y)) ?? []
    if (sign === undefined || known === null) return known
    if (sign.startsWith('?')) return { all: known.all && ['', ...known.all], some: null }
    if (sign.startsWith('*') || least === '0') return ANYTHING
    const [only] = known.all?.length === 1 ? known.all : []
    const run = only === undefined ? null : exactly(only.repeat(Math.min(MOST, Number(least ?? 1)))).some
    return { all: null, some: run ?? known.some }
  }

  /** Null at the end of a sequence, and before what is not known here: then the end is never reached. */
  function readPiece(): Known | null {
    if (take(/\((?:\?:|(?!\?))/y)) {
      const known = readAlternatives()
      return take(/\)/y) && known
    }
    const [, letters] = take(/\[([a-z\d]+)\]/y) ?? []
    if (letters !== undefined) return exactly(...letters)
    if (take(/\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\.|\\[dDsSwW]/y)) return ANYTHING
    if (take(/[$^]|\\[bB]/y)) return exactly('')
    const [, escaped, plain] = take(/\\([^\w])|([^\\()[\]{}|*+?])/y) ?? []
    const literal = escaped ?? plain
    return literal === undefined ? null : exactly(literal)
  }

  const { some } = readAlternatives()
  return position === expression.length && some ? withoutLonger(some) : null
}

/** A text that has another one in it need not be looked for. */
function withoutLonger(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => !texts.some((other) => other !== text && text.includes(other)))
}

function exactly(...texts: readonly string[]): Known {
  return { all: texts, some: better(null, texts) }
}

function either(a: Known, b: Known): Known {
  const union = (one: readonly string[] | null, other: readonly string[] | null) =>
    one && other && one.length + other.length <= MOST ? [...new Set([...one, ...other])] : null
  return { all: union(a.all, b.all), some: union(a.some, b.some) }
}

/** Every text of the one followed by every text of the other; null where these are too many. */
function joined(first: readonly string[], second: readonly string[]): readonly string[] | null {
  if (first.length * second.length > MOST) return null
  return first.flatMap((start) => second.map((end) => start + end))
}

/** The texts that fewer sentences have: those whose shortest is longer. Some are too short to be of use. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  const shortest = (texts: readonly string[] | null) =>
    Math.min(...(texts ?? ['']).map(({ length }) => length))
  if (shortest(b) < LEAST_LETTERS) return a
  return shortest(b) > shortest(a) ? b : a
}
