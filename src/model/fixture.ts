import {
  either,
  integer,
  json,
  list,
  literal,
  number,
  object,
  optional,
  record,
  shown,
  string,
} from './shape.ts'

const route = object('One scripted answer; the first that fits is given.', {
  method: optional(string('The method that it answers. Default: any.', { examples: ['GET'] })),
  path: string('The path that it answers.', { examples: ['/v1/orders'] }),
  status: optional(shown(integer('Default: 200.', { minimum: 100, maximum: 599 }), 200, 503)),
  headers: optional(shown(record('Headers of the answer.', string('A value.')), { 'Retry-After': '5' })),
  body: optional(string('Body of the answer. Default: empty.', { examples: ['{"orders": []}'] })),
  delay: optional(shown(json('Milliseconds on the virtual clock, or `never`. Default: 0.'), 1500, 'never')),
  times: optional(
    shown(integer('How often it answers before the next fitting route does.', { minimum: 1 }), 1),
  ),
})

/** What a program needs to run: public, declared per task, the same in every variant. */
export const fixtureShape = either('A fixture that ships with the tool, or code of your own.', [
  object('A database with real SQL.', {
    use: literal('sql', 'An SQL database.'),
    schema: string('Statements that create its tables.', {
      examples: ['CREATE TABLE orders (id TEXT PRIMARY KEY, cents INTEGER NOT NULL)'],
    }),
    rows: optional(
      shown(record('Rows by table.', list('Rows.', record('A row.', json('A value.')))), {
        orders: [{ id: 'A-17', cents: 1250 }],
      }),
    ),
  }),
  object('An in-memory file tree, which the file modules see too.', {
    use: literal('tree', 'A file tree.'),
    files: optional(shown(record('Texts by path.', string('A text.')), { '/data/orders.csv': 'id;cents' })),
  }),
  object('A virtual clock.', {
    use: literal('clock', 'A clock.'),
    start: optional(string('First moment, ISO 8601.', { examples: ['2026-03-01T09:00:00Z'] })),
  }),
  object('A scripted HTTP peer.', {
    use: literal('http', 'An HTTP peer.'),
    routes: shown(list('Its answers.', route), [{ path: '/v1/orders', status: 200, body: '{"orders": []}' }]),
  }),
  object('Lets started calls take turns.', { use: literal('scheduler', 'A scheduler.') }),
  object('Locks by key.', { use: literal('lock', 'Locks.') }),
  object('Events and their listeners.', { use: literal('emitter', 'An emitter.') }),
  object('Scripted or seeded randomness.', {
    use: literal('random', 'A random source.'),
    values: optional(
      shown(
        list('What it gives, over and over.', number('In [0, 1).', { minimum: 0, maximum: 1 })),
        [0.1, 0.7],
      ),
    ),
    seed: optional(shown(integer('Seeds it when there are no values.', { minimum: 0 }), 7)),
  }),
  object('Collects log entries.', { use: literal('log', 'A log.') }),
  object('An object that your own code makes: the default export of a module in the task’s language.', {
    code: string('The module.', { examples: ['export default { rate: () => 0.2 }'] }),
  }),
])
