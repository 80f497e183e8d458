/** What a fixture that ships with the tool has: a method or a property, and how it is used. */
export interface FixtureMember {
  readonly name: string
  readonly kind: 'method' | 'property'
  /** In TypeScript, on one line. */
  readonly signature: string
  readonly summary: string
}

const method = (name: string, rest: string, summary: string): FixtureMember => ({
  name,
  kind: 'method',
  signature: `${name}${rest}`,
  summary,
})
const property = (name: string, type: string, summary: string): FixtureMember => ({
  name,
  kind: 'property',
  signature: `readonly ${name}: ${type}`,
  summary,
})

const PARAMS = '(sql: string, params?: readonly unknown[])'
const LISTENER = '(event: string, listener: (...args: any[]) => void): unknown'
const WRITE = '(message: unknown, fields?: unknown): void'
const INIT = '{ body?: unknown; headers?: Record<string, string>; signal?: AbortSignal }'
const ANSWER = '{ status: number; headers: Record<string, string>; body: string }'

/**
 * The members of every fixture that ships with the tool, by the word after `use`. Calls are checked against them,
 * agents and the documentation are told them, and a test holds the fixtures themselves against them.
 */
export const fixtureMembers: Readonly<Record<string, readonly FixtureMember[]>> = {
  sql: [
    method(
      'query',
      `${PARAMS}: Promise<Record<string, unknown>[]>`,
      'Rows of the last statement that has any.',
    ),
    method('run', `${PARAMS}: Promise<{ changes: number }>`, 'How many rows were changed.'),
    property('statements', 'string[]', 'The texts that were sent, in order.'),
  ],
  tree: [
    property('files', 'Record<string, string>', 'Texts by path.'),
    property('folders', 'string[]', 'Paths of the folders.'),
    property('open', 'number', 'File handles that are not closed.'),
  ],
  clock: [
    method('now', '(): number', 'Milliseconds of virtual time, as `Date.now()`.'),
    method('sleep', '(milliseconds: number): Promise<void>', 'Waits in virtual time.'),
    property('timers', 'number', 'Timers that are waiting.'),
  ],
  http: [
    method(
      'request',
      `(method: string, path: string, init?: ${INIT}): Promise<${ANSWER}>`,
      'The scripted answer; 404 where no route fits.',
    ),
    property(
      'requests',
      '{ method: string; path: string; body: unknown; headers: Record<string, string> }[]',
      'What was asked, in order.',
    ),
  ],
  scheduler: [
    method('pause', '(label?: string): Promise<void>', 'Lets the other started calls get on.'),
    property('pauses', 'string[]', 'The labels, in order.'),
  ],
  lock: [
    method('acquire', '(key: string): Promise<void>', 'Waits until nobody holds the key.'),
    method('release', '(key: string): void', 'Throws when the key is not held.'),
    property('held', 'string[]', 'The keys that are held.'),
  ],
  emitter: [
    ...['on', 'once', 'off', 'addListener', 'removeListener'].map((name) =>
      method(name, LISTENER, `As \`EventEmitter.${name}\`.`),
    ),
    method('emit', '(event: string, ...args: unknown[]): boolean', 'As `EventEmitter.emit`.'),
    method('listenerCount', '(event: string): number', 'Listeners of one event.'),
    property('listeners', 'number', 'Listeners of all events.'),
  ],
  random: [
    method('next', '(): number', 'The next number in [0, 1).'),
    property('drawn', 'number', 'How many were drawn.'),
  ],
  log: [
    ...['debug', 'info', 'warn', 'error'].map((name) =>
      method(name, WRITE, `Adds an entry of level ${name}.`),
    ),
    property('entries', '{ level: string; message: unknown; fields?: unknown }[]', 'The entries, in order.'),
  ],
}

/** How a fixture is used, in TypeScript, a line for each member; null where its own code says it. */
export function fixtureSignature(fixture: object): string | null {
  const use: unknown = Reflect.get(fixture, 'use')
  const members = typeof use === 'string' ? fixtureMembers[use] : undefined
  return members === undefined ? null : members.map(({ signature }) => signature).join('\n')
}
