import type { Diagnostic } from '../../core/diagnostic.ts'
import { hasErrors } from '../../core/diagnostic.ts'
import { type Outcome, outcome } from '../../core/outcome.ts'
import { loadLanguage } from '../language/load-language.ts'
import { nodeAt } from '../syntax/tree.ts'
import { checkCalls } from './check-calls.ts'
import { checkEdits } from './check-edits.ts'
import { checkFixes } from './check-fixes.ts'
import { checkConceptNames, readConcepts } from './concepts.ts'
import { readFiles } from './read-files.ts'
import { createPlaceReader } from './read-place.ts'
import type { Task, TaskFile, TaskItem, TaskMark } from './task.ts'
import type { TaskSource } from './validate.ts'
import { resolveVariants } from './variants.ts'

/** Finds everything that a task refers to: anchors, edits, calls, fixtures, variants. Runs none of its code. */
export async function resolveTask(source: TaskSource): Promise<Outcome<Task>> {
  const { spec, root } = source
  const language = await loadLanguage(spec.language)
  const { files, fixtureModules, diagnostics } = readFiles(source, language)
  if (hasErrors(diagnostics)) return { value: null, diagnostics }

  const found: Diagnostic[] = [...diagnostics]
  const items = readItems(source, files, found)
  const decoys = readMarks(source, 'decoys', files, found)
  const accepted = readMarks(source, 'accepted', files, found)
  const variants = resolveVariants(source, found)
  const concepts = readConcepts(source, found)
  found.push(...checkConceptNames(source, concepts))
  if (hasErrors(found)) return { value: null, diagnostics: found }

  const task: Task = {
    source,
    spec,
    language,
    files,
    items,
    decoys,
    accepted,
    fixtureModules,
    concepts,
    variants,
  }
  found.push(...checkEdits(task), ...checkCalls(task, root))
  if (!hasErrors(found)) found.push(...checkFixes(task))
  return outcome(task, found)
}

function readItems(source: TaskSource, files: readonly TaskFile[], found: Diagnostic[]): readonly TaskItem[] {
  const places = createPlaceReader(source, files, found)
  return source.spec.rubric.flatMap((spec, index) => {
    const path = ['rubric', index]
    const edits = spec.fix.flatMap((_, position) => places.edit([...path, 'fix', position]) ?? [])
    const anchor = spec.at === undefined ? edits[0] : places.mark([...path, 'at'])
    const also = (spec.also ?? []).flatMap((_, position) => places.mark([...path, 'also', position]) ?? [])
    if (!anchor || edits.length < spec.fix.length) return []
    return { spec, edits, anchor, also, span: nodeAt(source.root, [...path, 'id']).span }
  })
}

function readMarks(
  source: TaskSource,
  key: 'decoys' | 'accepted',
  files: readonly TaskFile[],
  found: Diagnostic[],
): readonly TaskMark[] {
  const places = createPlaceReader(source, files, found)
  return (source.spec[key] ?? []).flatMap((spec, index) => {
    const place = places.mark([key, index, 'at'])
    return place ? { spec, place, span: nodeAt(source.root, [key, index, 'id']).span } : []
  })
}
