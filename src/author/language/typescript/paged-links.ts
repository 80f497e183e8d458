/**
 * What a checker knows of nodes and symbols lies in two arrays, by their numbers, which count on from one program of a process
 * to the next. To V8 that of a later one is hardly filled, and it makes a dictionary of it, which takes a twentieth of the
 * time with 50 programs. Pages of a thousand are arrays as they are filled. What is written so, in its order, and how it is
 * written instead:
 */
const CHANGES = [
  [
    'var symbolLinks = [];\n  var nodeLinks = [];',
    `var symbolLinks = Array.from({ length: (nextSymbolId >> 10) + 1 });
  var nodeLinks = Array.from({ length: (nextNodeId >> 10) + 1 });
  function pageOf(pages, number) {
    while (pages.length < number) pages.push(void 0);
    return pages[number] ??= new Array(1024);
  }`,
  ],
  [
    'return symbolLinks[id] ?? (symbolLinks[id] = new SymbolLinks());',
    'return (symbolLinks[id >> 10] ?? pageOf(symbolLinks, id >> 10))[id & 1023] ??= new SymbolLinks();',
  ],
  [
    'return nodeLinks[nodeId] || (nodeLinks[nodeId] = new NodeLinks());',
    'return (nodeLinks[nodeId >> 10] ?? pageOf(nodeLinks, nodeId >> 10))[nodeId & 1023] ??= new NodeLinks();',
  ],
  [
    'if (nodeId < 0 || nodeId >= nodeLinks.length) return 0;\n    return ((_a = nodeLinks[nodeId]) == null ? void 0 : _a.flags) || 0;',
    'return ((_a = nodeLinks[nodeId >> 10]?.[nodeId & 1023]) == null ? void 0 : _a.flags) || 0;',
  ],
] as const

/**
 * TypeScript's text with that changed.
 * @throws {Error} Where it is not the text that this was written for.
 */
export function withPagedLinks(text: string): string {
  const parts: string[] = []
  let end = 0
  for (const [old, paged] of CHANGES) {
    const start = text.indexOf(old, end)
    if (start === -1) throw new Error(`TypeScript's checker is not written as it was: no \`${old}\``)
    parts.push(text.slice(end, start), paged)
    end = start + old.length
  }
  return [...parts, text.slice(end)].join('')
}
