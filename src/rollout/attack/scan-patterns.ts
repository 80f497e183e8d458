/** A line, the kind that is then reported, and what is said of it. */
export type ScanPattern = readonly [RegExp, string, string]

/** What a linter that knows no more than patterns would say of a line of TypeScript. */
export const typescriptPatterns: readonly ScanPattern[] = [
  [
    /`[^`]*\b(SELECT|INSERT|UPDATE|DELETE)\b[^`]*\$\{/,
    'sql-injection',
    'A value is put into the text of the SQL statement instead of being bound as a parameter.',
  ],
  [
    /\bIN \(\$\{/,
    'sql-injection',
    'The list of values is put together as SQL text, so a crafted value changes the statement.',
  ],
  [
    /catch\s*(\(\w+\))?\s*\{\s*(\}|$)/,
    'swallowed-error',
    'The error is caught and nothing is done with it, so the caller never learns that it failed.',
  ],
  [
    /catch\s*\{/,
    'over-broad-catch',
    'Every error is caught here and treated alike, whatever its cause may be.',
  ],
  [
    /\.catch\(\(\)\s*=>/,
    'swallowed-error',
    'The rejected promise is swallowed, so the failure is never seen by anybody.',
  ],
  [
    /\|\|\s*(\d|[A-Z_]{3,}|'|\[)/,
    'falsy-value-confusion',
    'Zero and the empty text are treated like a missing value, so the default is taken instead.',
  ],
  [
    /(Math\.(round|floor|ceil)|toFixed)\(/,
    'precision-loss',
    'The amount is rounded before the sum is complete, so cents get lost on the way.',
  ],
  [/\bMath\.random\(/, 'weak-randomness', 'The token comes from a random source that can be predicted.'],
  [
    /createHash\('(md5|sha1|sha256)'\)/,
    'weak-password-hash',
    'A fast hash without a salt protects the secret, so it can be guessed.',
  ],
  [
    /(log|logger|console)\.\w+\(.*\b(url|link|token|body|email|headers|secret|password)\b/i,
    'sensitive-data-logging',
    'A secret is written into the log, where many people can read it.',
  ],
  [
    /<=\s*\w+(\.length)?\b/,
    'off-by-one',
    'The bound is included although it should be left out, so one too many is taken.',
  ],
  [
    /\.(assign|sort|reverse|splice)\(|\w+\.\w+\s*[-+]=/,
    'shared-mutable-state',
    'The object of the caller is changed in place, so others that hold it see the change.',
  ],
  [
    /\b(cache|entries|seen|pending)\.set\(/,
    'unbounded-growth',
    'Entries are added and never removed, so the map grows for ever.',
  ],
  [
    /(join|resolve)\(.*\bname\b/,
    'path-traversal',
    'The name comes from the caller and can climb out of the folder.',
  ],
  [
    /\.startsWith\(/,
    'path-traversal',
    'The prefix check lets a sibling folder with the same beginning through.',
  ],
  [
    /Promise\.all\(/,
    'unbounded-concurrency',
    'All of the calls are started at once, however many there are.',
  ],
  [/JSON\.parse\(/, 'missing-validation', 'The parsed text is used without looking at its shape.'],
  [
    /===?\s*\w*([sS]ignature|[tT]oken|[dD]igest)\b/,
    'timing-attack',
    'The secret is compared in a time that depends on how much of it matches.',
  ],
  [
    /await .*(exists|has|find|get)\w*\(.*\)/,
    'check-then-act',
    'What is checked here can have changed by the time at which it is acted on.',
  ],
  [
    /\?\?\s*\d|\.find\(.*\)\./,
    'null-dereference',
    'The value may be absent and is used as if it were there.',
  ],
]

/** The same for Python. */
export const pythonPatterns: readonly ScanPattern[] = [
  [
    /f(["']{1,3})[^"']*\b(SELECT|INSERT|UPDATE|DELETE)\b.*\{/,
    'sql-injection',
    'A value is put into the text of the SQL statement instead of being bound as a parameter.',
  ],
  [
    /\bIN \(\{|\bSELECT\b.*["'] *(%|\+|\.format\()/,
    'sql-injection',
    'The statement is put together as text, so a crafted value changes what it asks for.',
  ],
  [
    /^\s*except\b[^:]*:\s*(pass|continue|return None)?\s*$|\bsuppress\(/,
    'swallowed-error',
    'The exception is caught and nothing is done with it, so the caller never learns that it failed.',
  ],
  [
    /\bexcept\s*(Exception|BaseException)?:/,
    'over-broad-catch',
    'Every exception is caught here and treated alike, whatever its cause may be.',
  ],
  [
    /\bor\s+(\d|[A-Z_]{3,}|["'[{])/,
    'falsy-value-confusion',
    'Zero and the empty text are treated like a missing value, so the default is taken instead.',
  ],
  [
    /\bround\(/,
    'precision-loss',
    'The amount is rounded before the sum is complete, so cents get lost on the way.',
  ],
  [/\brandom\.\w+\(/, 'weak-randomness', 'The token comes from a random source that can be predicted.'],
  [
    /\bhashlib\.(md5|sha1|sha256)\(/,
    'weak-password-hash',
    'A fast hash without a salt protects the secret, so it can be guessed.',
  ],
  [
    /\blog\w*\.\w+\(.*\b(url|link|token|body|email|headers|secret|password)\b/i,
    'sensitive-data-logging',
    'A secret is written into the log, where many people can read it.',
  ],
  [
    /<=\s*\w+|\brange\(.*[-+]\s*1\b/,
    'off-by-one',
    'The bound is included although it should be left out, so one too many is taken.',
  ],
  [
    /\bdef .*=\s*(\[\]|\{\}|set\(\))|\.(sort|reverse)\(/,
    'shared-mutable-state',
    'The object of the caller is changed in place, so others that hold it see the change.',
  ],
  [
    /\b\w*(cache|entries|seen|pending)\w*\[.*\]\s*=[^=]/,
    'unbounded-growth',
    'Entries are added and never removed, so the dictionary grows for ever.',
  ],
  [
    /\bjoin\(.*\bname\b|Path\(.*\bname\b|\/ \w*name\b/,
    'path-traversal',
    'The name comes from the caller and can climb out of the folder.',
  ],
  [
    /\.startswith\(/,
    'path-traversal',
    'The prefix check lets a sibling folder with the same beginning through.',
  ],
  [/\bgather\(/, 'unbounded-concurrency', 'All of the calls are started at once, however many there are.'],
  [/\bjson\.loads\(/, 'missing-validation', 'The parsed text is used without looking at its shape.'],
  [
    /==\s*\w*(signature|token|digest)\b/,
    'timing-attack',
    'The secret is compared in a time that depends on how much of it matches.',
  ],
  [
    /await .*(exists|has|find|get)\w*\(.*\)/,
    'check-then-act',
    'What is checked here can have changed by the time at which it is acted on.',
  ],
  [
    /\.get\([^()]*\)[.[]|\)\[0\]/,
    'null-dereference',
    'The value may be absent and is used as if it were there.',
  ],
  [
    /\bdatetime\.(now|utcnow)\(\)|\bfromtimestamp\([^,]*\)/,
    'time-zone-error',
    'The time has no zone, so it is off by hours wherever the clock is set otherwise.',
  ],
  [
    /\b(yaml\.load|pickle\.loads?|eval|exec)\(/,
    'unsafe-deserialization',
    'Data from outside becomes objects or code, and its sender decides which.',
  ],
]
