/** The closed word lists of the rubric language. Stems are Porter2's; words are lower case. */

/** Start a new clause: what they separate is denied or affirmed apart. */
export const clauseStarters: ReadonlySet<string> = new Set([
  'but',
  'however',
  'although',
  'though',
  'so',
  'because',
  'since',
  'therefore',
  'while',
  'whereas',
  'which',
  'and',
  'then',
  'yet',
  'thus',
  'hence',
  'when',
  'whenever',
  'if',
  'once',
  'allowing',
  'letting',
  'causing',
  'making',
  'leading',
  'resulting',
  'meaning',
])

/** Denies what follows it in its clause. */
export interface NegationCue {
  /** A word, or with a trailing `*` every word that begins so. */
  readonly word: string
  /** Words of which one must come next, so that a noun of the same spelling is none. */
  readonly before?: readonly string[]
  /** How many words it reaches; ten unless said otherwise. */
  readonly reach?: number
}

const determiners = [
  'the',
  'a',
  'an',
  'its',
  'their',
  'his',
  'her',
  'any',
  'every',
  'this',
  'that',
  'these',
  'those',
]

/** What a missing thing is called ends sooner than what is not done. */
const NOUN_REACH = 5

/** Deny what follows them in their clause. */
export const negationCues: readonly NegationCue[] = [
  ...[
    'no',
    'not',
    "n't",
    'never',
    'without',
    'neither',
    'nor',
    'none',
    'nobody',
    'nothing',
    'nowhere',
    'hardly',
    'forget*',
    'forgot*',
    'omit*',
    'skip*',
    'avoid*',
    'prevent*',
    'immune',
    'eliminat*',
    'dont',
    'doesnt',
    'didnt',
    'isnt',
    'arent',
    'wasnt',
    'cant',
    'wont',
    'hasnt',
    'havent',
    'shouldnt',
    'wouldnt',
    'couldnt',
  ].map((word) => ({ word })),
  ...['leave', 'leaves', 'leaving', 'left'].map((word) => ({ word, before: ['out'] })),
  ...['lack*', 'missing', 'absent', 'absence'].map((word) => ({ word, reach: NOUN_REACH })),
  { word: 'misses', before: determiners, reach: NOUN_REACH },
  { word: 'fail*', before: ['to'] },
]

/** Turn a negation round that stands shortly before them: "never without", "does not skip". */
export const turningCues: readonly string[] = [
  'without',
  'missing',
  'misses',
  'absent',
  'lack*',
  'omit*',
  'skip*',
  'forget*',
  'forgot*',
  'avoid*',
  'prevent*',
  'eliminat*',
  'fail*',
]

/** A predicate that says of its subject that it is not there. */
export interface Absence {
  readonly words: readonly string[]
  /** Whether it may also have an object, which then is what is not there: "the handler is missing a check". */
  readonly takesObject: boolean
  /** Whether it says so with regret: rows that are left out are a harm, and one that is told of. */
  readonly isComplaint: boolean
}

/** Say of what stands before them that it is not there: "the check is missing", "escaping is left out". */
export const absences: readonly Absence[] = [
  ...['missing', 'lacking'].map((word) => ({ words: [word], takesObject: true, isComplaint: true })),
  ...['omitted', 'skipped', 'forgotten', 'neglected', 'overlooked'].map((word) => ({
    words: [word],
    takesObject: false,
    isComplaint: true,
  })),
  ...['out', 'off', 'away'].map((word) => ({ words: ['left', word], takesObject: false, isComplaint: true })),
  { words: ['absent'], takesObject: false, isComplaint: false },
]

/** After a negation, they say of their subject that it is not there: "validation is not enforced". */
export const lightVerbs: ReadonlySet<string> = new Set(
  `appear appears applied carried done enforced executed exist exists existing happen happening happens implemented made occur occurs
  performed present provided take taking takes there`.split(/\s+/),
)

/** Those that say so with regret. */
export const regrets: ReadonlySet<string> = new Set(
  'appear appears applied enforced implemented provided'.split(' '),
)

/** What may follow such a predicate when nothing of its own does. */
export const followers: ReadonlySet<string> = new Set(
  `about above across after again against along also altogether apparently around as at before behind below beside
  between by completely due during entirely everywhere for from here in inside into just like now of on or outside over
  there throughout to today too totally toward towards under until up upon with within`.split(/\s+/),
)

/** Where the subject of a predicate begins at the latest. */
export const subjectBounds: ReadonlySet<string> = new Set(
  'that who whom whose where with as after before until unless than like even'.split(' '),
)

/** What links a subject to what is said of it. */
export const copulas: ReadonlySet<string> = new Set(
  "is are was were be been being 's 're get gets got goes went gone remain remains stay stays seem seems appear appears".split(
    ' ',
  ),
)

/** Look like negations and are none: removed before cues are sought (NegEx, Chapman et al. 2001). */
export const pseudoCues: readonly (readonly string[])[] = [
  ['not', 'only'],
  ['not', 'just'],
  ['not', 'merely'],
  ['not', 'to', 'mention'],
  ['no', 'matter'],
  ['no', 'doubt'],
  ['without', 'doubt'],
  ['no', 'wonder'],
  ['nothing', 'stops'],
  ['nothing', 'prevents'],
  ['nothing', 'guards'],
  ['nothing', 'keeps'],
  ['nobody', 'stops'],
  ['not', 'prevent'],
  ["n't", 'prevent'],
  ['not', 'stop'],
  ["n't", 'stop'],
  ['not', 'avoid'],
  ["n't", 'avoid'],
  ['never', 'prevents'],
  ['never', 'stops'],
  ['fails', 'to', 'prevent'],
  ['fails', 'to', 'stop'],
  ['fails', 'to', 'avoid'],
  ['without', 'preventing'],
  ['not', 'ruled', 'out'],
  ["n't", 'rule', 'out'],
  ['not', 'protected'],
  ["n't", 'protected'],
  ['not', 'rule', 'out'],
  ["n't", 'protect'],
  ['not', 'protect'],
  ['not', 'necessarily'],
  ['no', 'longer', 'than'],
]

/** After a form of `be` or `get`, they say that the trouble of their clause does not happen. */
export const settlingWords: ReadonlySet<string> = new Set([
  'prevented',
  'handled',
  'mitigated',
  'avoided',
  'impossible',
  'harmless',
  'safe',
  'fine',
  'unaffected',
  'covered',
  'guarded',
  'rethrown',
  'reraised',
])

/** Turn a settlement into a wish: "must be prevented". */
export const obligations: ReadonlySet<string> = new Set(
  'should must ought need needs needed has had have supposed meant expected required would'.split(' '),
)

/** Troubles by their own names: what else is `excluded` is left out, and that may be the defect itself. */
export const troubles: ReadonlySet<string> = new Set(
  `abuse attack bug bypass clash collision corruption danger deadlock disclosure double duplicate escape exploit failure
  forgery hang hijacking hole injection interleaving leak loss misuse overflow possibility problem race replay risk
  tampering threat traversal vulnerability xss`.split(/\s+/),
)

/** What links a subject to one of the words above. */
export const linkingWords: ReadonlySet<string> = new Set([
  'is',
  'are',
  'was',
  'were',
  'be',
  'been',
  'being',
  'gets',
  'get',
  'stays',
  'remains',
  'already',
  'properly',
  'correctly',
  'fully',
  'always',
  'also',
  'completely',
  'perfectly',
  'well',
  'safely',
  'all',
  "'s",
  "'re",
])

/** Runs of words that deny their whole clause. */
export const postDenials: readonly (readonly string[])[] = [
  ['can', 'not', 'happen'],
  ['can', "n't", 'happen'],
  ['ca', "n't", 'happen'],
  ['never', 'happens'],
  ['not', 'possible'],
  ["n't", 'possible'],
  ['ruled', 'out'],
  ['rules', 'out'],
  ['not', 'an', 'issue'],
  ['not', 'a', 'problem'],
  ['not', 'a', 'concern'],
  ['not', 'a', 'risk'],
  ['not', 'a', 'bug'],
  ['no', 'issue'],
  ['no', 'problem'],
  ['no', 'concern'],
  ['no', 'risk'],
  ['taken', 'care', 'of'],
  ['can', 'not', 'occur'],
  ['protects', 'against'],
  ['protected', 'against'],
  ['guards', 'against'],
  ['false', 'alarm'],
  ['else', 'is', 'passed', 'on'],
]

/** Say that something is right. */
export const affirmations: readonly (readonly string[])[] = [
  ['looks', 'good'],
  ['looks', 'fine'],
  ['looks', 'correct'],
  ['looks', 'right'],
  ['looks', 'safe'],
  ['is', 'correct'],
  ['are', 'correct'],
  ['is', 'right'],
  ['is', 'fine'],
  ['is', 'safe'],
  ['is', 'ok'],
  ['is', 'okay'],
  ['works', 'as'],
  ['behaves', 'as'],
  ['as', 'intended'],
  ['as', 'expected'],
  ['well', 'done'],
  ['no', 'issues'],
  ['no', 'bugs'],
  ['no', 'problems'],
  ['lgtm'],
  ['is', 'handled'],
  ['are', 'handled'],
  ['properly', 'handled'],
  ['correctly', 'handled'],
]

/** Suspect without saying what. */
export const hedges: ReadonlySet<string> = new Set([
  'might',
  'may',
  'maybe',
  'could',
  'possibly',
  'perhaps',
  'potential',
  'potentially',
  'seems',
  'seem',
  'appears',
  'suspicious',
  'suspect',
  'unsure',
  'sure',
  'consider',
  'worth',
  'careful',
  'recheck',
  'verify',
  'check',
  'confirm',
  'concern',
  'concerned',
  'concerns',
  'wonder',
  'wondering',
  'feels',
  'feel',
  'risky',
  'problematic',
  'smells',
  'smell',
  'review',
  'look',
  'investigate',
  'revisit',
  'nervous',
  'uneasy',
  'odd',
  'weird',
  'iffy',
])

/** Carry grammar, not content. */
export const functionWords: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are as at be because been before being below between both
  but by can could did do does doing down during each either else even ever every few for from further had has have
  having he her here hers him his how i if in into is it its itself just may me might more most must my neither no nor
  not now of off on once only or other our out over own per rather same she should since so some still such than that
  the their them then there these they this those though through thus to too under until up upon us very was we were
  what when where whether which while who whom whose why will with within without would yet you your n't 's 're 'll 've
  'd`.split(/\s+/),
)
