import { either, integer, json, list, literal, number, object, optional, record, string } from './shape.ts'

const route = object('One scripted answer; the first that fits is given.', {
  method: optional(string('The method that it answers. Default: any.')),
  path: string('The path that it answers.'),
  status: optional(integer('Default: 200.', { minimum: 100, maximum: 599 })),
  headers: optional(record('Headers of the answer.', string('A value.'))),
  body: optional(string('Body of the answer. Default: empty.')),
  delay: optional(json('Milliseconds on the virtual clock, or `never`. Default: 0.')),
  times: optional(integer('How often it answers before the next fitting route does.', { minimum: 1 })),
})

/** What a program needs to run: public, declared per task, the same in every variant. */
export const fixtureShape = either('A fixture that ships with the tool, or code of your own.', [
  object('A database with real SQL.', {
    use: literal('sql', 'An SQL database.'),
    schema: string('Statements that create its tables.'),
    rows: optional(record('Rows by table.', list('Rows.', record('A row.', json('A value.'))))),
  }),
  object('An in-memory file tree, which the file modules see too.', {
    use: literal('tree', 'A file tree.'),
    files: optional(record('Texts by path.', string('A text.'))),
  }),
  object('A virtual clock.', {
    use: literal('clock', 'A clock.'),
    start: optional(string('First moment, ISO 8601.')),
  }),
  object('A scripted HTTP peer.', {
    use: literal('http', 'An HTTP peer.'),
    routes: list('Its answers.', route),
  }),
  object('Lets started calls take turns.', { use: literal('scheduler', 'A scheduler.') }),
  object('Locks by key.', { use: literal('lock', 'Locks.') }),
  object('Events and their listeners.', { use: literal('emitter', 'An emitter.') }),
  object('Scripted or seeded randomness.', {
    use: literal('random', 'A random source.'),
    values: optional(list('What it gives, over and over.', number('In [0, 1).', { minimum: 0, maximum: 1 }))),
    seed: optional(integer('Seeds it when there are no values.', { minimum: 0 })),
  }),
  object('Collects log entries.', { use: literal('log', 'A log.') }),
  object('An object that your own code makes: the default export of a module in the task’s language.', {
    code: string('The module.'),
  }),
])
