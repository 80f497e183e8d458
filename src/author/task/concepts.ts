import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import { closest } from '../../core/suggestion.ts'
import type { ItemSpec } from '../../model/task.ts'
import { findPack, packs } from '../../rubric/packs/packs.ts'
import { nodeAt, type Path, type ScalarNode } from '../syntax/tree.ts'
import { patternFaults } from './pattern-faults.ts'
import type { TaskSource } from './validate.ts'

/** A concept that a task may name. */
export interface TaskConcept {
  /** Its name in the bundle: a pack's is unique there, a task's own gets the task's name in front. */
  readonly key: string
  readonly patterns: readonly string[]
  readonly accepts: readonly string[]
  readonly rejects: readonly string[]
  /** The places of its patterns; null for a pack's. */
  readonly spans: readonly Span[] | null
}

export type TaskConcepts = ReadonlyMap<string, TaskConcept>

/** The concepts of the packs in `use` and of the task itself. Patterns that do not compile are diagnostics. */
export function readConcepts({ spec, root }: TaskSource, found: Diagnostic[]): TaskConcepts {
  const concepts = new Map<string, TaskConcept>()
  for (const [index, name] of (spec.use ?? []).entries()) {
    const pack = findPack(name)
    if (!pack) found.push(unknownPack(name, nodeAt(root, ['use', index]).span))
    for (const [id, { any, accepts, rejects }] of Object.entries(pack?.concepts ?? {}))
      concepts.set(id, { key: id, patterns: any, accepts, rejects, spans: null })
  }
  for (const [id, { any, accepts = [], rejects = [] }] of Object.entries(spec.concepts ?? {})) {
    const path: Path = ['concepts', id]
    if (concepts.has(id))
      found.push(
        diagnosticAt(
          'check/duplicate-concept',
          nodeAt(root, path).span,
          `A pack in \`use\` has a concept \`${id}\` too`,
          {
            hint: 'Give it another name',
          },
        ),
      )
    found.push(
      ...any.flatMap((_, index) => patternFaults(nodeAt(root, [...path, 'any', index]) as ScalarNode)),
    )
    const spans = any.map((_, index) => nodeAt(root, [...path, 'any', index]).span)
    concepts.set(id, { key: `${spec.id}/${id}`, patterns: any, accepts, rejects, spans })
  }
  return concepts
}

/** Every concept that evidence and remedies name must be there. */
export function checkConceptNames({ spec, root }: TaskSource, concepts: TaskConcepts): readonly Diagnostic[] {
  return spec.rubric.flatMap((item, index) =>
    namedConcepts(item).flatMap(({ id, path }) =>
      concepts.has(id) ? [] : unknownConcept(id, nodeAt(root, ['rubric', index, ...path]).span, concepts),
    ),
  )
}

/** The alternatives of each group, without the remarks that authors may add. */
export function groupsOf(
  groups: NonNullable<ItemSpec['remedy']> | undefined,
): readonly (readonly string[])[] {
  return (groups ?? []).map((group) => (Array.isArray(group) ? group : group.of))
}

/** The concepts that an item's evidence and remedy name. */
export function conceptIds({ evidence, remedy }: Pick<ItemSpec, 'evidence' | 'remedy'>): readonly string[] {
  return [
    ...groupsOf(evidence?.all),
    ...groupsOf(remedy),
    evidence?.any?.of ?? [],
    evidence?.none ?? [],
  ].flat()
}

/** A recommendation that expresses a remedy: for each group, an example of its first concept that has one. */
export function exampleRecommendation(
  concepts: TaskConcepts,
  groups: readonly (readonly string[])[],
): string {
  return groups
    .flatMap((ids) => ids.flatMap((id) => concepts.get(id)?.accepts[0] ?? []).slice(0, 1))
    .join(' ')
}

interface NamedConcept {
  readonly id: string
  readonly path: Path
}

function namedConcepts({ evidence, remedy }: ItemSpec): readonly NamedConcept[] {
  const at = (path: Path, ids: readonly string[]) => ids.map((id, index) => ({ id, path: [...path, index] }))
  const inGroups = (path: Path, groups: typeof remedy) =>
    (groups ?? []).flatMap((group, index) =>
      Array.isArray(group) ? at([...path, index], group) : at([...path, index, 'of'], group.of),
    )
  return [
    ...inGroups(['evidence', 'all'], evidence?.all),
    ...at(['evidence', 'any', 'of'], evidence?.any?.of ?? []),
    ...at(['evidence', 'none'], evidence?.none ?? []),
    ...inGroups(['remedy'], remedy),
  ]
}

function unknownPack(name: string, span: Span): Diagnostic {
  const names = packs.map(({ id }) => id)
  const guess = closest(name.replace(/^std\//, ''), names)
  return diagnosticAt('check/unknown-pack', span, `There is no concept pack \`${name}\``, {
    hint:
      guess === null
        ? `There are: ${names.map((id) => `\`${id}\``).join(', ')}`
        : `Did you mean \`${guess}\`?`,
  })
}

function unknownConcept(id: string, span: Span, concepts: TaskConcepts): Diagnostic {
  const pack = packs.find((candidate) => Object.hasOwn(candidate.concepts, id))
  const guess = closest(id, concepts.keys())
  const hint = pack
    ? `It is in the pack \`${pack.id}\`: add that to \`use\``
    : guess === null
      ? 'Declare it under `concepts`, or name one of the packs in `use`'
      : `Did you mean \`${guess}\`?`
  return diagnosticAt('check/unknown-concept', span, `There is no concept \`${id}\` here`, { hint })
}
