/** Children are text or elements: text is never read as HTML, whatever a model wrote. */
export type Child = Node | string | null

type Attributes = Readonly<Record<string, string | number | (() => void)>>

/** An element; functions among the attributes are handlers. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children)
}

/** The same for drawings. */
export function s(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)
}

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'function') element.addEventListener(name, value)
    else element.setAttribute(name, String(value))
  for (const child of children) if (child !== null) element.append(child)
  return element
}

/** Characters that are not seen, or that turn what is; those that join letters and pictures are not among them. */
const UNSEEN = /((?![\n\r\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029])/u

/** What somebody else wrote: it cannot turn what stands beside it, and what is not seen in it is shown by its number. */
export function foreign(text: string): HTMLElement {
  return h(
    'bdi',
    {},
    ...text.split(UNSEEN).map((piece, index) => (index % 2 === 0 ? piece : h('code', {}, numberOf(piece)))),
  )
}

function numberOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What is wider than the screen scrolls by itself, by keyboard too. */
export function scrolling(label: string, kind: string, ...children: readonly Child[]): HTMLElement {
  return h('div', { class: kind, role: 'region', 'aria-label': label, tabindex: 0 }, ...children)
}

/** A table; numbers stand to the right, and the first cell of a row is its head. */
export function table(
  label: string,
  header: readonly string[],
  rows: readonly (readonly (Child | number)[])[],
): HTMLElement {
  const isNumeric = header.map(
    (_, column) => column > 0 && rows.every((row) => isNumber(row[column] ?? null)),
  )
  const styleOf = (column: number) => (isNumeric[column] ? { class: 'number' } : {})
  return scrolling(
    label,
    'scroll',
    h(
      'table',
      { 'aria-label': label },
      h(
        'thead',
        {},
        h('tr', {}, ...header.map((word, column) => h('th', { scope: 'col', ...styleOf(column) }, word))),
      ),
      h(
        'tbody',
        {},
        ...rows.map(([head, ...cells]) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, shown(head ?? '')),
            ...cells.map((cell, index) => h('td', styleOf(index + 1), shown(cell))),
          ),
        ),
      ),
    ),
  )
}

function shown(cell: Child | number): Child {
  return typeof cell === 'number' ? String(cell) : cell
}

function isNumber(cell: Child | number): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^([+−]?\$?[\d.,]+|n\/a)$/.test(cell))
}

export function figure(value: number | null | undefined, digits = 3): string {
  if (value == null) return 'n/a'
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}

/** With a sign, whichever it is. */
export function signed(value: number | null, digits = 3): string {
  return value !== null && value > 0 ? `+${figure(value, digits)}` : figure(value, digits)
}
