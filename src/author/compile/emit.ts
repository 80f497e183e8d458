import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import {
  type Attacks,
  BUNDLE_FORMAT,
  type Bundle,
  type FileList,
  type Lines,
  type PrivateRow,
  type PrivateTask,
  type Proof,
  type PublicTask,
  type ServedFileList,
  type WitnessCase,
} from '../../model/bundle.ts'
import type { ItemSpec } from '../../model/task.ts'
import { headConcepts, packPatterns } from '../../rubric/packs/packs.ts'
import { attainableMaximum } from '../../runtime/grader/maximum.ts'
import { GRADER_VERSION } from '../../runtime/grader/version.ts'
import { verifiedLanguages } from '../../runtime/verify/languages.ts'
import type { Outline } from '../language/language.ts'
import { unifiedDiff } from '../task/change.ts'
import { type ComposedFile, composeVariant, fileOf, linesOf } from '../task/compose.ts'
import { conceptIds, exampleRecommendation, groupsOf } from '../task/concepts.ts'
import type { Place, Task, TaskMark, Variant } from '../task/task.ts'

/** What a bundle holds of one task. */
export interface EmittedTask {
  readonly public: PublicTask
  readonly private: PrivateTask
  /** Texts by their SHA-256: what agents are served, and what they are not. */
  readonly served: ReadonlyMap<string, string>
  readonly unserved: ReadonlyMap<string, string>
  /** The patterns of what its rubric names. */
  readonly concepts: ReadonlyMap<string, readonly string[]>
}

export function emitTask(task: Task): EmittedTask {
  const served = new Contents()
  const unserved = new Contents()
  const shown = publicTask(task, served)
  const hidden = privateTask(task, unserved)
  return {
    public: shown,
    private: hidden,
    served: served.texts,
    unserved: unserved.texts,
    concepts: namedConcepts(task),
  }
}

/** The patterns of the head concepts, by which a text's subject is told. */
export const headPatterns: ReadonlyMap<string, readonly string[]> = new Map(
  [...headConcepts.values()].map((id) => [id, packPatterns[id] ?? []] as const),
)

/** The bundle of these tasks: the same bytes whatever the order in which they come. */
export function emitBundle(tasks: readonly Task[], proof: Proof | null): Bundle {
  const emitted = [...tasks].sort((a, b) => (a.spec.id < b.spec.id ? -1 : 1)).map(emitTask)
  const served = new Map(emitted.flatMap((task) => [...task.served]))
  const unserved = emitted.flatMap((task) => [...task.unserved]).filter(([key]) => !served.has(key))
  const concepts = [...headPatterns, ...emitted.flatMap((task) => [...task.concepts])]
  return sealed({
    format: BUNDLE_FORMAT,
    grader: GRADER_VERSION,
    proof,
    attacks: null,
    public: { tasks: emitted.map((task) => task.public), contents: Object.fromEntries(served) },
    private: {
      tasks: Object.fromEntries(emitted.map((task) => [task.public.id, task.private])),
      contents: Object.fromEntries(unserved),
      concepts: Object.fromEntries(concepts.map(([id, patterns]) => [id, [...patterns]])),
      heads: Object.fromEntries(headConcepts),
    },
  })
}

/** The same bundle with a word on the cheaters that it withstood. */
export function withAttacks({ sha256: _, ...whole }: Bundle, attacks: Attacks): Bundle {
  return sealed({ ...whole, attacks })
}

function sealed(whole: Omit<Bundle, 'sha256'>): Bundle {
  const text = canonicalJson(whole)
  // As it is read back: programs see the order of an object's keys.
  return { ...JSON.parse(text), sha256: sha256(text) }
}

/** Texts by their SHA-256, each once. */
class Contents {
  readonly texts = new Map<string, string>()

  /** The files of a variant, their texts kept here. */
  filesOf(task: Task, present: ReadonlySet<string>): FileList {
    return composeVariant(task, present).map(({ path, role, text }) => ({
      path,
      role,
      content: this.#keep(text),
    }))
  }

  /** The same with what the change under review makes of them. */
  servedFilesOf(task: Task, present: ReadonlySet<string>): ServedFileList {
    return composeVariant(task, present).map(({ path, role, text }, index) => {
      const change = task.files[index]?.before ?? 'same'
      const file = { path, role, content: this.#keep(text) }
      if (change === 'same') return file
      const before = change === 'absent' ? null : change.code.text
      return {
        ...file,
        before: before === null ? null : this.#keep(before),
        diff: this.#keep(unifiedDiff(path, before, text)),
      }
    })
  }

  #keep(text: string): string {
    const key = sha256(text)
    this.texts.set(key, text)
    return key
  }
}

/** The bytes of a bundle's file. */
export function bundleText(bundle: Bundle): string {
  return `${canonicalJson(bundle)}\n`
}

function publicTask(task: Task, contents: Contents): PublicTask {
  const { id, title, language, split, difficulty, tags = [], context, fixtures = {}, hints } = task.spec
  const rows = task.variants.map(({ present }) => contents.servedFilesOf(task, present))
  return { id, title, language, split, difficulty, tags, context, fixtures, hints, rows }
}

function privateTask(task: Task, contents: Contents): PrivateTask {
  return {
    items: task.spec.rubric.map(
      ({
        id,
        kind,
        accept_kinds = [],
        severity,
        accept_severities = [],
        why,
        accepts,
        rejects,
        witness,
        ...item
      }) => ({
        ...gradedTexts(task, item),
        id,
        kind,
        accept_kinds,
        severity,
        accept_severities,
        why,
        accepts,
        rejects,
        cases: (witness?.cases ?? []).map(statedCase),
      }),
    ),
    decoys: task.decoys.map(markOf),
    accepted: task.accepted.map(markOf),
    tests: task.spec.tests.map(({ calls, expected = [] }) => ({ calls, expected })),
    reference: contents.filesOf(task, new Set()),
    rows: task.variants.map((variant) => privateRow(task, variant, contents)),
  }
}

type CaseSpec = NonNullable<ItemSpec['witness']>['cases'][number]

function statedCase({ actual = [], expected = [], ...rest }: CaseSpec): WitnessCase {
  return { ...rest, actual, expected }
}

function namedConcepts({ concepts, spec }: Task): EmittedTask['concepts'] {
  const ids = new Set(spec.rubric.flatMap(conceptIds))
  const named = [...concepts].filter(([id]) => ids.has(id))
  return new Map(named.map(([, { key, patterns }]) => [key, patterns]))
}

/** What an item's texts are held against, in the bundle's names for concepts. */
function gradedTexts({ concepts }: Task, { evidence, remedy }: Pick<ItemSpec, 'evidence' | 'remedy'>) {
  const keys = (ids: readonly string[]) => ids.map((id) => concepts.get(id)?.key ?? id)
  const any = evidence?.any
  return {
    evidence: {
      all: groupsOf(evidence?.all).map(keys),
      any: any ? { of: keys(any.of), min: any.min } : null,
      none: keys(evidence?.none ?? []),
    },
    remedy: groupsOf(remedy).map(keys),
    recommendation: exampleRecommendation(concepts, groupsOf(remedy)),
  }
}

function markOf({ spec: { id, kinds, why } }: TaskMark) {
  return { id, kinds, why }
}

function privateRow(task: Task, { name, present }: Variant, contents: Contents): PrivateRow {
  const files = composeVariant(task, present)
  const lines = (place: Place): Lines => servedLines(fileOf(files, place), place)
  const items = task.items.filter(({ spec }) => present.has(spec.id))
  const anchored = files.filter(({ path }) => items.some(({ anchor }) => anchor.path === path))
  const outlines = new Map(anchored.map((file) => [file.path, task.language.outline(file.path, file.text)]))
  const claimable = items.map(({ spec }) => ({
    severity: spec.severity,
    isPatchable: verifiedLanguages.has(task.spec.language) && (spec.witness?.cases ?? []).length > 0,
  }))
  const marks = (entries: readonly TaskMark[]) =>
    entries.map(({ spec, place }) => ({ id: spec.id, at: lines(place) }))
  return {
    variant: name,
    maximum: {
      strict: attainableMaximum(claimable, 'strict'),
      learn: attainableMaximum(claimable, 'learn'),
    },
    items: items.map(({ spec, anchor, also }) => ({
      id: spec.id,
      anchor: lines(anchor),
      also: also.map(lines),
      scope: scopeLines(fileOf(files, anchor), outlines.get(anchor.path), anchor, spec.scope ?? 'function'),
      fixed: contents.filesOf(task, new Set([...present].filter((id) => id !== spec.id))),
    })),
    decoys: marks(task.decoys),
    accepted: marks(task.accepted),
  }
}

function servedLines(file: ComposedFile, place: Place): Lines {
  return { path: file.path, lines: linesOf(file.text, file.toServed(place)) }
}

function scopeLines(
  file: ComposedFile,
  outline: Outline | undefined,
  anchor: Place,
  scope: 'function' | 'block',
): Lines {
  if (!outline) throw new Error(`No outline of ${file.path}`)
  const range = file.toServed(anchor)
  const around = scope === 'block' ? outline.blockScope(range) : outline.functionScope(range)
  return { path: file.path, lines: linesOf(file.text, around) }
}
