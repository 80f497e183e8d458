import type {
  Attacks,
  Bundle,
  FileList,
  Lines,
  PrivateItem,
  PrivateTask,
  Proof,
  PublicTask,
  ServedFileList,
} from '../../model/bundle.ts'
import type { SeverityWord } from '../../model/finding.ts'
import type { ProfileName, Split } from '../../model/policy-words.ts'
import { type Concept, type Concepts, compileConcepts } from '../../rubric/concept.ts'
import type { Evidence } from '../../rubric/evidence.ts'
import { UnusableBundle } from './unusable-bundle.ts'

/** A rubric item in one row. */
export interface RowItem {
  readonly id: string
  readonly kind: string
  /** Every kind that is right, the item's own included. */
  readonly kinds: ReadonlySet<string>
  readonly severity: SeverityWord
  readonly acceptSeverities: readonly SeverityWord[]
  readonly scope: Lines
  /** The anchor and the lines that are equally right. */
  readonly anchors: readonly Lines[]
  readonly evidence: Evidence
  /** Groups of concepts that a recommendation must express. */
  readonly remedy: readonly (readonly string[])[]
  readonly source: PrivateItem
  /** The row's program with only this item fixed. */
  readonly fixed: readonly ServedFile[]
}

/** A decoy or an accepted entry in one row. */
export interface RowMark {
  readonly id: string
  readonly kinds: ReadonlySet<string>
  readonly at: Lines
}

/** All that grading knows of one row. */
export interface RowRubric {
  readonly concepts: Concepts
  /** The head concept of each kind. */
  readonly heads: ReadonlyMap<string, string>
  /** The served files, and what they were before, for telling quotation from explanation. */
  readonly codes: readonly string[]
  readonly variant: string
  readonly items: readonly RowItem[]
  readonly decoys: readonly RowMark[]
  readonly accepted: readonly RowMark[]
  /** What holds on every variant. */
  readonly tests: PrivateTask['tests']
  /** The program with every item fixed. */
  readonly reference: readonly ServedFile[]
  /** The most that the row can give, in units of 2^-20. */
  readonly maximum: Readonly<Record<ProfileName, number>>
}

export interface ServedFile {
  readonly path: string
  readonly role: 'review' | 'given'
  readonly code: string
  readonly lineCount: number
  /** What the change under review did to it, for those who are shown it. */
  readonly change?: FileChange
}

export interface FileChange {
  /** Null where the change adds the file. */
  readonly before: string | null
  /** Unified. */
  readonly diff: string
}

export interface Row {
  readonly task: PublicTask
  readonly number: number
  readonly files: readonly ServedFile[]
  readonly rubric: RowRubric
}

/** A verified bundle, indexed for playing. */
export interface OpenBundle {
  readonly sha256: string
  readonly grader: string
  /** What was shown by running; null where nothing was. */
  readonly proof: Proof | null
  /** Which cheaters it withstood; null where none was let loose. */
  readonly attacks: Attacks | null
  readonly tasks: ReadonlyMap<string, readonly Row[]>
  readonly splits: Readonly<Record<Split, readonly Row[]>>
  /** Looks bit by bit at what was not read when it was opened. Rejects with what is wrong with it. */
  readRest(): Promise<void>
}

/** What is read of a bundle at once: all but the private halves of its tasks. */
export interface FirstRead extends Omit<Bundle, 'private'> {
  readonly private: Omit<Bundle['private'], 'tasks'>
}

/** An index, and how a task's private half is read. */
interface TaskIndex extends Omit<OpenBundle, 'readRest'> {
  /** Throws when it is not there, or does not belong to the other. */
  readSecret(task: PublicTask): PrivateTask
}

/**
 * Indexes a bundle whose shape and hash have been checked. Throws when its halves do not belong together. What a row
 * holds is put together when it is first played, for few of a large corpus' rows are played soon.
 */
export function indexBundle(bundle: Bundle): OpenBundle {
  const { tasks } = bundle.private
  const { readSecret, ...index } = indexTasks(bundle, ({ id }) => tasks[id], Number.POSITIVE_INFINITY)
  for (const task of bundle.public.tasks) readSecret(task)
  return { ...index, readRest: () => Promise.resolve() }
}

/**
 * The same without looking at private halves: `secretOf` gives one when a row of its task is first played, and again
 * when more than `mostKept` other rows have been since.
 */
export function indexTasks(
  bundle: FirstRead,
  secretOf: (task: PublicTask) => PrivateTask | undefined,
  mostKept: number,
): TaskIndex {
  const language = {
    concepts: lazyConcepts(bundle.private.concepts),
    heads: new Map(Object.entries(bundle.private.heads)),
  }
  const { textOf, filesOf, servedFilesOf } = readerOf(bundle)
  for (const id of language.heads.values()) requireConcept(id, language.concepts)
  const readSecret = (task: PublicTask) => {
    const secret = secretOf(task)
    if (!secret || secret.rows.length !== task.rows.length)
      throw new Error(`Task ${task.id} has only one half`)
    requireTexts(task, secret, textOf)
    requireEntries(secret)
    requireConcepts(secret, language.concepts)
    return secret
  }
  const rubrics = new Map<ServedFileList, RowRubric>()
  /** Halves of a row are properties of its own, made when they are first asked for, so that a copy of a row has them too. */
  const lazyRow = (task: PublicTask, number: number, served: ServedFileList): Row => {
    let files: readonly ServedFile[] | null = null
    return {
      task,
      number,
      get files() {
        files ??= servedFilesOf(served)
        return files
      },
      get rubric() {
        const known = rubrics.get(served)
        if (known) return known
        if (rubrics.size >= mostKept) rubrics.clear()
        const codes = this.files.flatMap(({ code, change }) => [code, change?.before ?? []].flat())
        const rubric = { ...language, codes, ...rowRubric(readSecret(task), number, filesOf) }
        rubrics.set(served, rubric)
        return rubric
      },
    }
  }
  const tasks = new Map<string, readonly Row[]>(
    bundle.public.tasks.map((task) => [
      task.id,
      task.rows.map((served, number) => lazyRow(task, number, served)),
    ]),
  )
  const rows = [...tasks.values()].flat()
  return {
    sha256: bundle.sha256,
    grader: bundle.grader,
    proof: bundle.proof,
    attacks: bundle.attacks,
    tasks,
    splits: {
      train: rows.filter(({ task }) => task.split === 'train'),
      eval: rows.filter(({ task }) => task.split === 'eval'),
    },
    readSecret,
  }
}

/**
 * Concepts whose patterns are compiled when they are first held against a text: most of a bundle's never are. Then they
 * throw where the bundle cannot be used, for one of them does not compile.
 */
function lazyConcepts(sources: Readonly<Record<string, readonly string[]>>): Concepts {
  const concepts = Object.entries(sources).map(([id, patterns]) => {
    let compiled: Concept | null = null
    const concept: Concept = {
      id,
      get patterns() {
        compiled ??= compiledConcept(id, patterns)
        return compiled.patterns
      },
    }
    return [id, concept] as const
  })
  return new Map(concepts)
}

function compiledConcept(id: string, patterns: readonly string[]): Concept {
  try {
    return named([...compileConcepts({ [id]: patterns }).values()], id)
  } catch (cause) {
    throw new UnusableBundle(cause instanceof Error ? cause.message : String(cause))
  }
}

function readerOf({ public: seen, private: secret }: FirstRead) {
  const textOf = (path: string, content: string) => {
    const text = seen.contents[content] ?? secret.contents[content]
    if (text === undefined) throw new Error(`The text of ${path} is missing`)
    return text
  }
  const filesOf = (list: FileList) =>
    list.map(({ path, role, content }) => servedFile(path, role, textOf(path, content)))
  const servedFilesOf = (list: ServedFileList) =>
    filesOf(list).map((file, index): ServedFile => {
      const { before, diff } = list[index] ?? {}
      if (before === undefined || diff === undefined) return file
      return {
        ...file,
        change: {
          before: before === null ? null : textOf(file.path, before),
          diff: textOf(file.path, diff),
        },
      }
    })
  return { textOf, filesOf, servedFilesOf }
}

/** Throws when a text is missing that some row will be put together from. */
function requireTexts(
  { rows }: PublicTask,
  secret: PrivateTask,
  textOf: ReturnType<typeof readerOf>['textOf'],
): void {
  for (const { path, content, before, diff } of rows.flat())
    for (const key of [content, before ?? content, diff ?? content]) textOf(path, key)
  const fixed = secret.rows.flatMap(({ items }) => items.flatMap((item) => item.fixed))
  for (const { path, content } of [...secret.reference, ...fixed]) textOf(path, content)
}

/** Throws when a row speaks of an item, a decoy or an accepted entry that its task does not have. */
function requireEntries(task: PrivateTask): void {
  for (const { items, decoys, accepted } of task.rows) {
    for (const { id } of items) named(task.items, id)
    for (const { id } of decoys) named(task.decoys, id)
    for (const { id } of accepted) named(task.accepted, id)
  }
}

/** Throws when an item asks for a concept that the bundle does not have. */
function requireConcepts({ items }: PrivateTask, concepts: Concepts): void {
  for (const { evidence, remedy } of items)
    for (const ids of [...evidence.all, evidence.any?.of ?? [], evidence.none, ...remedy])
      for (const id of ids) requireConcept(id, concepts)
}

function requireConcept(id: string, concepts: Concepts): void {
  if (!concepts.has(id)) throw new Error(`Concept ${id} is missing`)
}

function named<Entry extends { readonly id: string }>(entries: readonly Entry[], id: string): Entry {
  const found = entries.find((entry) => entry.id === id)
  if (!found) throw new Error(`${id} is missing`)
  return found
}

function servedFile(path: string, role: ServedFile['role'], code: string): ServedFile {
  return { path, role, code, lineCount: code.replace(/\n$/, '').split('\n').length }
}

function rowRubric(
  task: PrivateTask,
  number: number,
  filesOf: (list: FileList) => readonly ServedFile[],
): Omit<RowRubric, 'concepts' | 'heads' | 'codes'> {
  const row = task.rows[number]
  if (!row) throw new Error(`Row ${number} is missing`)
  const marks = (places: typeof row.decoys, entries: typeof task.decoys): readonly RowMark[] =>
    places.map(({ id, at }) => ({ id, at, kinds: new Set(named(entries, id).kinds) }))
  return {
    variant: row.variant,
    maximum: row.maximum,
    tests: task.tests,
    reference: filesOf(task.reference),
    items: row.items.map(({ id, scope, anchor, also, fixed }) => {
      const source = named(task.items, id)
      return {
        id,
        kind: source.kind,
        kinds: new Set([source.kind, ...source.accept_kinds]),
        severity: source.severity,
        acceptSeverities: source.accept_severities,
        scope,
        anchors: [anchor, ...also],
        evidence: source.evidence,
        remedy: source.remedy,
        source,
        fixed: filesOf(fixed),
      }
    }),
    decoys: marks(row.decoys, task.decoys),
    accepted: marks(row.accepted, task.accepted),
  }
}
