// Writes tasks of some 10 KB to measure with: `node bench/tasks.mjs FOLDER [1000]`.
//
// Each is two of the templates in one task, four fifths of them TypeScript, with words of its own: every word of code and
// texts that neither the language nor the tool knows is another one in each task, so that no two are alike. They are made
// from their number alone and are always the same.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { Document, parse, visit } from 'yaml'

const root = new URL('../', import.meta.url)
const mixed = ['typescript', 'typescript', 'typescript', 'typescript', 'python']

/** Those that the templates use. */
const PACKS = [
  'arithmetic',
  'data',
  'errors',
  'injection',
  'logic',
  'logic/branches',
  'logic/state',
  'logic/values',
]
const TYPESCRIPT = `abstract async await boolean break case catch class const constructor continue default delete else
  export extends false finally from function implements import instanceof interface keyof never null number private
  readonly Readonly Record return static string super switch this throw true type typeof undefined unknown void while
  yield error message name math mail test try for let get set new var any has map of in as is if do keyof asc`
const PYTHON = `async await break case class collections continue dataclass dataclasses default dict elif else except
  False field finally float from frozen frozenset functools global import init isinstance iter itertools lambda list
  lower None nonlocal object Optional pass print Protocol raise range return self Sequence setdefault sorted split strip
  sum super True tuple typing TypedDict typed upper ValueError KeyError Exception OperationalError while with yield
  append fullmatch index items keys values join replace encode decode startswith endswith try for def not and del pop add sum max
  min len int str set map any all key get or as is if in elif`

/** Each fifth task is one in Python; or all are in these languages, in turns. */
export async function writeTasks(folder, count, languages = mixed) {
  const pairs = await templatePairs()
  const known = await knownWords()
  await mkdir(folder, { recursive: true })
  for (let number = 0; number < count; number += 1) {
    const language = languages[number % languages.length]
    const [first, second] = pairs[language][Math.floor(number / languages.length) % pairs[language].length]
    const id = `task-${String(number).padStart(4, '0')}`
    const task = joined(id, renamed(first, `${id} a`, known), renamed(second, `${id} b`, known))
    await writeFile(`${folder}/${id}.yaml`, written(task))
  }
}

/** Every two templates of a language, read. */
async function templatePairs() {
  const names = (await readdir(new URL('templates/', root))).sort()
  const all = await Promise.all(
    names.map(async (name) => ({
      language: name.split('.')[1],
      task: parse(await readFile(new URL(`templates/${name}`, root), 'utf8')),
    })),
  )
  const pairsOf = (language) => {
    const own = all.filter((one) => one.language === language && isPlain(one.task))
    return own.flatMap(({ task }, index) => own.slice(index + 1).map((other) => [task, other.task]))
  }
  return { typescript: pairsOf('typescript'), python: pairsOf('python') }
}

/** Whether two such tasks make one: those for command lines declare the same, and a change has files that are gone. */
function isPlain({ tags, snippets }) {
  return !tags.includes('cli') && snippets.every(({ before }) => before === undefined)
}

const LIBRARY = new Set([
  ...[globalThis, Object, Array, String, Map, Promise, Math, RegExp, Number].flatMap((one) => [
    ...Object.getOwnPropertyNames(one),
    ...Object.getOwnPropertyNames(one.prototype ?? {}),
  ]),
  ...`${TYPESCRIPT} ${PYTHON}`.split(/\s+/),
])

/** The words that keep their meaning: of the concepts, of the schema of tasks, of both languages and their libraries. */
async function knownWords() {
  const texts = await Promise.all(
    PACKS.map((name) => readFile(new URL(`src/rubric/packs/${name}.ts`, root), 'utf8')),
  )
  const schema = await readFile(new URL('schemas/task.schema.json', root), 'utf8')
  const all = [...texts, ...(schema.match(/"[\w-]+"/g) ?? []), ...LIBRARY]
  return new Set(all.flatMap((text) => wordsOf(text)))
}

function wordsOf(text) {
  return (text.match(/[A-Z]?[a-z]{4,}|[A-Z]{5,}/g) ?? []).map((word) => word.toLowerCase())
}

function renamed(task, seed, known) {
  // What its own concepts are about stays what it is.
  const fixed = new Set([...known, ...wordsOf(JSON.stringify(task.concepts ?? {}))])
  const words = new Map()
  const rename = (text) =>
    text.replace(/[A-Z]?[a-z]{4,}|[A-Z]{5,}/g, (word) => {
      const key = word.toLowerCase()
      if (fixed.has(key)) return word
      if (!words.has(key)) words.set(key, inventedWord(`${seed} ${key}`, words, fixed))
      const found = words.get(key)
      if (word === key) return found
      return word === key.toUpperCase() ? found.toUpperCase() : found[0].toUpperCase() + found.slice(1)
    })
  const names = new Map(
    declaredNames(task).map((name) => [name, inventedName(name, `${seed} ${name}`, words, fixed)]),
  )
  const renameCode = (text) => rename(text.replace(/\w+/g, (name) => names.get(name) ?? name))
  const spiced = (text) =>
    rename(text).replace(
      /(?:\S+ ){5}/g,
      (run, offset) => `${run}${inventedWord(`${seed} ${text} ${offset}`, words, fixed)} `,
    )
  const ended = (text) => `${rename(text)} ${inventedWord(`${seed} ${text}`, words, fixed)}`
  const walk = (value, key, change) => {
    if (typeof value === 'string' && EXAMPLES.has(key)) return ended(value)
    if (typeof value === 'string')
      return (TEXTS.has(key) ? spiced : CODE.has(key) ? renameCode : change)(value)
    if (typeof value !== 'object' || value === null) return value
    const inner = key === 'calls' || key === 'actual' || key === 'expected' ? renameCode : change
    if (Array.isArray(value)) return value.map((member) => walk(member, key, inner))
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [inner(name), walk(member, name, inner)]),
    )
  }
  return walk(task, null, rename)
}

const TEXTS = new Set(['context', 'why'])
/** Texts that patterns are held against. */
const EXAMPLES = new Set(['accepts', 'rejects'])
const CODE = new Set(['code', 'find', 'replace', 'at', 'path'])
/** Words of the call language, and columns of the tables. */
const FIXED = new Set('call new args as raises name id title owner shared term status'.split(' '))

/** What the snippets of a task declare. */
function declaredNames({ snippets }) {
  const code = snippets.map((snippet) => snippet.code).join('\n')
  const found = code.matchAll(
    /(?:\b(?:function|class|interface|type|const|let|def) |[(,\n] *(?:readonly )?)([A-Za-z]\w*)(?=[?]?[:(<= ])/g,
  )
  return [...new Set([...found].map(([, name]) => name))].filter(
    (name) => !FIXED.has(name) && !LIBRARY.has(name) && name.length > 2,
  )
}

/** Another name in the same spelling. */
function inventedName(name, seed, words, known) {
  return name.replace(/[A-Z]?[a-z]+|[A-Z]+/g, (word, offset) => {
    const invented = inventedWord(`${seed} ${offset}`, words, known)
    if (/^[A-Z]{2,}$/.test(word)) return invented.toUpperCase()
    return /^[A-Z]/.test(word) ? invented[0].toUpperCase() + invented.slice(1) : invented
  })
}

/** A word that nobody has used: consonant and vowel in turns, drawn from the seed. */
function inventedWord(seed, words, known) {
  const used = new Set(words.values())
  for (let round = 0; ; round += 1) {
    let state = 2166136261
    for (const character of `${seed} ${round}`)
      state = Math.imul(state ^ character.codePointAt(0), 16777619) >>> 0
    let word = ''
    for (let syllable = 0; syllable < 3; syllable += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      word += 'bdfgklmnprtvz'[(state >>> 8) % 13] + 'aeiou'[(state >>> 16) % 5]
    }
    if (!used.has(word) && !known.has(word)) return word
  }
}

function joined(id, ...halves) {
  const [first, second] = halves.map(placed)
  return {
    ...first,
    id,
    title: `${first.title}, and ${second.title.toLowerCase()}`,
    difficulty: 'medium',
    tags: [...first.tags, ...second.tags],
    context: `${first.context}${second.context}`,
    snippets: [...first.snippets, ...second.snippets],
    use: [...first.use, ...second.use],
    rubric: [...first.rubric, ...second.rubric],
    fixtures: { ...first.fixtures, ...second.fixtures },
    concepts: { ...first.concepts, ...second.concepts },
    hints: [first.hints[0], second.hints[0], `${first.hints[1]} ${second.hints[1]}`],
    decoys: [...first.decoys, ...second.decoys],
    tests: [...first.tests, ...second.tests],
  }
}

/** Where two files are under review, each place says in which it is. */
function placed(task) {
  const { path } = task.snippets.find(({ role }) => role !== 'given')
  return {
    ...task,
    rubric: task.rubric.map((item) => ({ ...item, fix: item.fix.map((edit) => ({ path, ...edit })) })),
    decoys: task.decoys.map((decoy) => ({ ...decoy, at: { path, text: decoy.at } })),
  }
}

/** As authors write: code and texts as blocks, calls and outcomes in a line each. */
function written(task) {
  const kept = Object.fromEntries(Object.entries(task).filter(([, value]) => JSON.stringify(value) !== '{}'))
  const document = new Document(kept)
  visit(document, {
    Pair(_, { key, value }) {
      if (['expected', 'actual', 'kinds', 'tags', 'use', 'remedy'].includes(key.value)) value.flow = true
      if (key.value === 'calls') for (const call of value.items) call.flow = true
    },
  })
  return document.toString({ lineWidth: 0 })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count = '1000'] = process.argv.slice(2)
  await writeTasks(folder, Number(count))
}
