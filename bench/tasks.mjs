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

const TYPESCRIPT = `abstract async await boolean break case catch class const constructor continue default delete else
  export extends false finally from function implements import instanceof interface keyof never null number private
  readonly Readonly Record return static string super switch this throw true type typeof undefined unknown void while
  yield error message name math mail test try for let get set new var any has map of in as is if do keyof asc`
const PYTHON = `async await break case class collections continue dataclass dataclasses default dict elif else except
  False field finally float from frozen frozenset functools global import init isinstance iter itertools lambda list
  lower None nonlocal object Optional pass print Protocol raise range return self Sequence setdefault sorted split strip
  sum super True tuple typing TypedDict typed upper ValueError KeyError Exception OperationalError while with yield
  append index items keys values join replace encode decode startswith endswith try for def not and del pop add sum max
  min len int str set map any all key get or as is if in elif isinstance enumerate bool bytes complex`

/** Each fifth task is one in Python; or all are in these languages, in turns. */
export async function writeTasks(folder, count, languages = mixed) {
  const templates = await readTemplates()
  const pairs = templatePairs(templates)
  const known = await knownWords(templates)
  await mkdir(folder, { recursive: true })
  for (let number = 0; number < count; number += 1) {
    const language = languages[number % languages.length]
    const [first, second] = pairs[language][Math.floor(number / languages.length) % pairs[language].length]
    const id = `task-${String(number).padStart(4, '0')}`
    const task = joined(id, renamed(first, `${id} a`, known), renamed(second, `${id} b`, known))
    await writeFile(`${folder}/${id}.yaml`, written(task))
  }
}

/** Those of which two can be joined into one. */
async function readTemplates() {
  const names = (await readdir(new URL('templates/', root))).sort()
  const all = await Promise.all(
    names.map(async (name) => parse(await readFile(new URL(`templates/${name}`, root), 'utf8'))),
  )
  return all.filter(
    ({ tags, snippets }) =>
      !tags.includes('cli') && snippets.every((snippet) => snippet.before === undefined),
  )
}

/** Every two templates of a language that have no path in common. */
function templatePairs(templates) {
  const pathsOf = ({ snippets }) => snippets.map(({ path }) => path)
  const pairsOf = (language) => {
    const own = templates.filter((task) => task.language === language)
    const pairs = own.flatMap((task, index) => own.slice(index + 1).map((other) => [task, other]))
    return pairs.filter(([one, other]) => !pathsOf(one).some((path) => pathsOf(other).includes(path)))
  }
  return { typescript: pairsOf('typescript'), python: pairsOf('python') }
}

const LIBRARY = new Set([
  ...[globalThis, Object, Array, String, Map, Promise, Math, RegExp, Number].flatMap((one) => [
    ...Object.getOwnPropertyNames(one),
    ...Object.getOwnPropertyNames(one.prototype ?? {}),
  ]),
  ...`${TYPESCRIPT} ${PYTHON}`.split(/\s+/),
])

/** The words that keep their meaning, and beginnings of such: of the concepts, of the schema of tasks, of both languages and their libraries. */
async function knownWords(templates) {
  const packs = new URL('src/rubric/packs/', root)
  const used = new Set(templates.flatMap(({ use }) => use))
  const files = (await readdir(packs, { recursive: true })).sort()
  const texts = await Promise.all(
    files
      .filter((file) => used.has(file.split(/[/.]/)[0]) && file.endsWith('.ts'))
      .map((file) => readFile(new URL(file, packs), 'utf8')),
  )
  const schema = await readFile(new URL('schemas/task.schema.json', root), 'utf8')
  const all = [...texts, ...(schema.match(/"[\w-]+"/g) ?? []), ...LIBRARY]
  const patterns = [...texts, ...templates.map(({ concepts }) => JSON.stringify(concepts))]
  const beginnings = patterns.flatMap((text) => text.match(/[a-z]+(?=\*)/g) ?? [])
  return new Set([...all.flatMap((text) => wordsOf(text)), ...beginnings])
}

function wordsOf(text) {
  return (text.match(/[A-Z]?[a-z]{4,}|[A-Z]{5,}/g) ?? []).map((word) => word.toLowerCase())
}

function renamed(task, seed, known) {
  const words = new Map()
  const rename = (text) =>
    text.replace(/(?<!\\)(?:[A-Z]?[a-z]{4,}|[A-Z]{5,})/g, (word) => {
      const whole = word.toLowerCase()
      const key = whole.replace(ENDING, '')
      if (known.has(whole) || known.has(key)) return word
      if (!words.has(key)) words.set(key, inventedWord(`${seed} ${key}`, words, known))
      const found = words.get(key) + whole.slice(key.length)
      if (word === whole) return found
      return word === whole.toUpperCase() ? found.toUpperCase() : found[0].toUpperCase() + found.slice(1)
    })
  const names = new Map(
    declaredNames(task).map((name) => [name, inventedName(name, `${seed} ${name}`, words, known)]),
  )
  const renameCode = (text) => rename(text.replace(/\w+/g, (name) => names.get(name) ?? name))
  const spiced = (text) =>
    rename(text).replace(
      // Words of SQL stay with what they stand before: a pattern may ask for both.
      /(?:\S+ ){5}(?<!\b[A-Z]+ )/g,
      (run, offset) => `${run}${inventedWord(`${seed} ${text} ${offset}`, words, known)} `,
    )
  const walk = (value, key, change) => {
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

/** What patterns leave open: forms of a word stay forms of one word. */
const ENDING = /(?<=[a-z]{4})(?:s|ed|ing)$/
const TEXTS = new Set(['context', 'why', 'accepts', 'rejects'])
const CODE = new Set(['path', 'code', 'find', 'replace', 'at'])
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
    // Two names that were one would be a fault of types; a key with a blank is no word of a text.
    words.set(`${name} ${offset}`, invented)
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
    if (!used.has(word) && !beginnings(word).some((one) => known.has(one))) return word
  }
}

/** All that a pattern could ask of the beginning of a word. */
function beginnings(word) {
  return [...word].map((_, index) => word.slice(0, index + 1))
}

function joined(id, ...halves) {
  const [first, second] = halves.map(placed)
  return {
    ...first,
    id,
    title: `${first.title}, and ${second.title.toLowerCase()}`,
    difficulty: 'medium',
    tags: [...new Set([...first.tags, ...second.tags])],
    context: `${first.context}${second.context}`,
    snippets: [...first.snippets, ...second.snippets],
    use: [...new Set([...first.use, ...second.use])],
    concepts: { ...first.concepts, ...second.concepts },
    rubric: [...first.rubric, ...second.rubric],
    fixtures: { ...first.fixtures, ...second.fixtures },
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
