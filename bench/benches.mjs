/**
 * What `npm run bench` measures: a file `bench/<name>.mjs` each. It exports `name`, `beside` (what it is held against) and
 * `target` as texts; `run(options)`, which answers `{ about?, figures }`; and `short`, the options of a short run, without
 * which it has none. A figure is a record: `what`, numbers, and, where it is held against something, a `ratio`.
 */
export const benches = [
  'startup',
  'author-lint',
  'author-types',
  'author-compile',
  'author-watch',
  'server-start',
  'server-steps',
  'server-grading',
  'server-witness',
  'server-memory',
  'server-growth',
]
