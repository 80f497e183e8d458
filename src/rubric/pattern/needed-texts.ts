/** More alternatives than these are not written out. */
const MOST = 64
/** A shorter text stands nearly everywhere. */
const LEAST_LETTERS = 2

/** What is known of the texts that a piece of an expression matches. */
interface Known {
  /** All of them; null where they are too many. */
  readonly all: readonly string[] | null
  /** Sets of texts: each of them has one of every set. */
  readonly some: readonly Choice[]
}

/** Texts of which one is needed. */
type Choice = readonly string[]

const ANYTHING: Known = { all: null, some: [] }

/**
 * Sets of texts of which every match of a regular expression has one each: a sentence without need not be searched. None
 * where nothing is known. The expression must be one that RE2 compiles.
 */
export function neededTexts(expression: string): readonly Choice[] {
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
    const some: Choice[] = []
    for (let next = readRepeated(); next !== null; next = readRepeated()) {
      const longer = next.all && joined(run, next.all)
      if (longer) {
        run = longer
        continue
      }
      isWhole = false
      some.push(...useful(run), ...(next.all ? [] : next.some))
      run = next.all ?? ['']
    }
    return { all: isWhole ? run : null, some: [...some, ...useful(run)] }
  }

  function readRepeated(): Known | null {
    const known = readPiece()
    const [sign, least] = (known && take(/[*+?]\??|\{(\d+)(?:,\d*)?\}\??/y)) ?? []
    if (sign === undefined || known === null) return known
    if (sign.startsWith('?')) return { all: known.all && ['', ...known.all], some: [] }
    if (sign.startsWith('*') || least === '0') return ANYTHING
    const [only] = known.all?.length === 1 ? known.all : []
    const run = only === undefined ? [] : useful([only.repeat(Math.min(MOST, Number(least ?? 1)))])
    return { all: null, some: run.length > 0 ? run : known.some }
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
  return position === expression.length
    ? some.map(withoutLonger).sort((a, b) => shortest(b) - shortest(a))
    : []
}

/** A text that has another one in it need not be looked for. */
function withoutLonger(texts: Choice): Choice {
  return texts.filter((text) => !texts.some((other) => other !== text && text.includes(other)))
}

function exactly(...texts: readonly string[]): Known {
  return { all: texts, some: useful(texts) }
}

function either(a: Known, b: Known): Known {
  const [one, other] = [best(a.some), best(b.some)]
  return {
    all: a.all && b.all && union(a.all, b.all),
    some: one && other ? [union(one, other)].filter((both) => both !== null) : [],
  }
}

function union(one: Choice, other: Choice): Choice | null {
  return one.length + other.length <= MOST ? [...new Set([...one, ...other])] : null
}

/** Every text of the one followed by every text of the other; null where these are too many. */
function joined(first: readonly string[], second: readonly string[]): readonly string[] | null {
  if (first.length * second.length > MOST) return null
  return first.flatMap((start) => second.map((end) => start + end))
}

/** A choice that rules sentences out: some texts are too short to. */
function useful(texts: Choice): readonly Choice[] {
  return shortest(texts) < LEAST_LETTERS ? [] : [texts]
}

/** The one that fewest sentences have: whose shortest text is longest. */
function best(choices: readonly Choice[]): Choice | null {
  return choices.reduce<Choice | null>(
    (before, one) => (before && shortest(before) >= shortest(one) ? before : one),
    null,
  )
}

function shortest(texts: Choice): number {
  return Math.min(...texts.map(({ length }) => length))
}
