import { normalText } from '../../../rubric/text/normal-text.ts'
import { functionWords } from '../../../rubric/text/words.ts'
import { locateOwner } from '../../syntax/tree.ts'
import type { Task, TaskFile, TaskItem } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/**
 * Another cause at the same place shares a part of the evidence, or words of the code. Without one among the wrong answers, nothing shows that evidence tells the defect from the
 * talk around it.
 */
export const requireRivalReject: LintRule = {
  name: 'require-rival-reject',
  severity: 'warning',
  summary: 'One of an item’s `rejects` is about the same code and gives another cause.',
  *check(task, rubric) {
    for (const one of rubric.items) {
      const { item, path, evidence } = one
      const isFromAround = (word: string) => wordsAround(task, item).has(word)
      const isRival = (text: string) =>
        // What takes longest comes last.
        !rubric.holds(evidence, text) &&
        (rubric.weigh(evidence, text).all.some((proof) => proof !== null) ||
          wordsOf(text).filter(isFromAround).length > 1) &&
        rubric.veto(one, text) === null &&
        rubric.lack(text) === null
      if (evidence.all.length === 0 || item.spec.rejects.some(isRival)) continue
      yield {
        span: locateOwner(task.source.root, [...path, 'rejects']),
        message: `None of the rejects of \`${item.spec.id}\` tells another cause in the words of the code around it`,
        hint: 'Add one that a reviewer could write who looks at the right lines and sees the wrong thing',
      }
    }
  },
}

/** The words of files: several items may be in one. */
const known = new WeakMap<TaskFile, ReadonlySet<string>>()

/** The words of the names and texts in an item's file, functional ones apart. */
function wordsAround({ files }: Task, { anchor }: TaskItem): ReadonlySet<string> {
  const file = files.find(({ path }) => path === anchor.path)
  if (!file) return new Set()
  const words = known.get(file) ?? new Set(wordsOf(file.code.text.replace(/[^\p{L}\p{N}_]+/gu, ' ')))
  known.set(file, words)
  return words
}

function wordsOf(text: string): readonly string[] {
  const stems = normalText(text).sentences.flatMap(({ tokens }) => tokens.map(({ stem }) => stem))
  return [...new Set(stems)].filter((stem) => stem.length > 2 && !functionWords.has(stem))
}
