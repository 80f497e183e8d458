import { normalText } from '../../rubric/text/normal-text.ts'
import { locateOwner, nodeAt } from '../syntax/tree.ts'
import type { Task } from '../task/task.ts'
import { shinglesOf } from './shingles.ts'
import { type SingleWord, singleWordsOf } from './single-words.ts'

/** A place in a file, without the file's text. */
export interface Spot {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** What rules about a corpus need of each task: plain data, so that it can be kept without the task. */
export interface TaskSketch {
  readonly id: string
  readonly spot: Spot
  readonly split: string
  readonly variants: { readonly spot: Spot; readonly rows: number; readonly clean: number }
  /** The least hashes of its code's runs of words: about as many in common as the code has. */
  readonly code: readonly number[]
  /** The same of what its author says about it. */
  readonly texts: readonly number[]
  readonly items: readonly {
    readonly id: string
    /** The stems of what reviewers say who are right about it. */
    readonly stems: readonly string[]
    readonly spot: Spot
    /** For each group of its evidence, the patterns of one word. */
    readonly singleWords: readonly (readonly SingleWord[])[]
  }[]
}

export function sketchTask(task: Task): TaskSketch {
  const { spec, variants, source, files } = task
  const { root } = source
  const spotOf = ({ start, end }: { start: number; end: number }): Spot => ({
    path: root.span.source.path,
    start,
    end,
  })
  return {
    id: spec.id,
    spot: spotOf(nodeAt(root, ['id']).span),
    variants: {
      spot: spotOf(locateOwner(root, ['variants'])),
      rows: variants.length,
      clean: variants.filter(({ present }) => present.size === 0).length,
    },
    split: spec.split,
    code: shinglesOf(files.filter(({ role }) => role === 'review').map(({ code }) => code.text)),
    texts: shinglesOf([
      spec.context,
      ...spec.rubric.flatMap(({ why, accepts, rejects }) => [why, ...accepts, ...rejects]),
    ]),
    items: task.items.map((item) => ({
      id: item.spec.id,
      stems: stemsOf(item.spec.accepts.join('\n')),
      spot: spotOf(item.span),
      singleWords: singleWordsOf(task, item),
    })),
  }
}

function stemsOf(text: string): readonly string[] {
  return [
    ...new Set(normalText(text).sentences.flatMap(({ tokens }) => tokens.map(({ stem }) => stem))),
  ].sort()
}
