type Pair = readonly [string, string]
type Init = string | Readonly<Record<string, string>> | Iterable<Pair> | undefined

function decodeForm(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  return spaced.replaceAll(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return '\uFFFD'
    }
  })
}

const encodeForm = (text: string) =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

function readPairs(init: Init): Pair[] {
  if (init === undefined || init === null) return []
  if (typeof init !== 'object') return readQuery(String(init))
  if (Symbol.iterator in init) return [...init].map(([name, value]) => [String(name), String(value)] as const)
  return Object.entries(init).map(([name, value]) => [name, String(value)] as const)
}

function readQuery(query: string): Pair[] {
  const parts = query.replace(/^\?/, '').split('&')
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      const [name, value] = equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
      return [decodeForm(name), decodeForm(value)] as const
    })
}

/** The web's URLSearchParams. */
export class URLSearchParams {
  #pairs: Pair[]
  #changed: (query: string) => void = () => undefined

  constructor(init?: Init) {
    this.#pairs = readPairs(init)
  }
  get size(): number {
    return this.#pairs.length
  }
  append(name: string, value: string): void {
    this.#change([...this.#pairs, [String(name), String(value)]])
  }
  delete(name: string): void {
    this.#change(this.#pairs.filter(([key]) => key !== name))
  }
  get(name: string): string | null {
    return this.#pairs.find(([key]) => key === name)?.[1] ?? null
  }
  getAll(name: string): string[] {
    return this.#pairs.flatMap(([key, value]) => (key === name ? [value] : []))
  }
  has(name: string): boolean {
    return this.#pairs.some(([key]) => key === name)
  }
  set(name: string, value: string): void {
    const first = this.#pairs.findIndex(([key]) => key === name)
    if (first === -1) {
      this.append(name, value)
      return
    }
    const pair: Pair = [name, String(value)]
    this.#change(
      this.#pairs.flatMap((old, index) => (index === first ? [pair] : old[0] === name ? [] : [old])),
    )
  }
  sort(): void {
    this.#change(this.#pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  }
  forEach(visit: (value: string, name: string, params: URLSearchParams) => void): void {
    for (const [name, value] of this.#pairs) visit(value, name, this)
  }
  entries(): IterableIterator<[string, string]> {
    return this.#pairs.map(([name, value]): [string, string] => [name, value]).values()
  }
  keys(): IterableIterator<string> {
    return this.#pairs.map(([name]) => name).values()
  }
  values(): IterableIterator<string> {
    return this.#pairs.map(([, value]) => value).values()
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }
  toString(): string {
    return this.#pairs.map(([name, value]) => `${encodeForm(name)}=${encodeForm(value)}`).join('&')
  }
  /** The URL that these belong to hears of changes. */
  onChange(changed: (query: string) => void): void {
    this.#changed = changed
  }
  replace(query: string): void {
    this.#pairs = readQuery(query)
  }
  #change(pairs: Pair[]): void {
    this.#pairs = pairs
    this.#changed(this.toString())
  }
}
