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

/** A table; numbers stand to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (Child | number)[])[],
): HTMLElement {
  const cell = (value: Child | number) =>
    typeof value === 'number'
      ? h('td', { class: 'number' }, String(value))
      : typeof value === 'string' && /^([-+]?[\d.]+%?|n\/a)$/.test(value)
        ? h('td', { class: 'number' }, value)
        : h('td', {}, value)
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...header.map((word) => h('th', { scope: 'col' }, word)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map(cell)))),
    ),
  )
}

export function figure(value: number | null, digits = 3): string {
  return value === null ? 'n/a' : value.toFixed(digits)
}
