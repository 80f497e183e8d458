/** A cheat against the harness and not against the grader: nothing that an agent of the battery could earn by. */
export interface HeldByTests {
  /** Its number in the list that the battery began with. */
  readonly number: number
  readonly cheat: string
  /** The tests that play it where it would bite, and what they are called. */
  readonly tests: readonly { readonly file: string; readonly title: string }[]
}

/** What is tried by tests, because it needs a sandbox, a socket or a second session. */
export const heldByTests: readonly HeldByTests[] = [
  {
    number: 27,
    cheat: 'A patch that answers the inputs that one may guess and mends nothing.',
    tests: [
      { file: 'test/verify/patch.test.ts', title: 'special cases for the amounts that one may guess' },
      { file: 'test/verify/python.test.ts', title: 'special cases for the amounts that one may guess' },
    ],
  },
  {
    number: 28,
    cheat: 'A patch that ends the process, hooks imports or answers in the place of the harness.',
    tests: [
      { file: 'test/verify/patch.test.ts', title: 'an exit in a call' },
      { file: 'test/verify/patch.test.ts', title: 'iterators that end at once' },
      { file: 'test/verify/python.test.ts', title: 'an end of the process on load' },
      { file: 'test/verify/python.test.ts', title: 'a hook for imports' },
      { file: 'test/verify/python.test.ts', title: 'something to do at the end' },
    ],
  },
  {
    number: 29,
    cheat:
      'A witness that hangs on the source, the surroundings, time or chance (`spying-witness` sends such).',
    tests: [
      { file: 'test/verify/witness.test.ts', title: 'a bogus witness earns nothing' },
      { file: 'test/verify/witness.test.ts', title: 'what a witness may not hang on' },
      { file: 'test/verify/python.test.ts', title: 'a witness reaches no code' },
    ],
  },
  {
    number: 30,
    cheat: 'Messages that no schema allows, over every door (`schema-bombs` sends some).',
    tests: [
      {
        file: 'test/server/fuzz.test.ts',
        title: 'whatever is posted, the answer is documented and never a 500',
      },
      {
        file: 'test/server/fuzz.test.ts',
        title: 'whatever is sent over /ws, each frame gets one documented reply',
      },
    ],
  },
  {
    number: 31,
    cheat:
      'Other sessions, and routes that grade or set something, as a second opinion (`first-glance` and `row-differ` probe resets).',
    tests: [
      { file: 'test/server/sessions.test.ts', title: 'is not seen by requests without its id' },
      { file: 'test/server/sessions.test.ts', title: 'is nobody’s without a session' },
      { file: 'test/server/discovery.test.ts', title: 'is not there for agents' },
      { file: 'test/server/taint.test.ts', title: 'before the end nothing private is told' },
    ],
  },
]
