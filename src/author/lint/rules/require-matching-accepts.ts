import type { Veto } from '../../../rubric/veto.ts'
import { nodeAt } from '../../syntax/tree.ts'
import type { Task } from '../../task/task.ts'
import type { Finding, LintRule } from '../rule.ts'
import type { RubricItem, TaskRubric } from '../task-rubric.ts'

const reading: Readonly<Record<Veto, string>> = {
  denial: 'a denial',
  hedge: 'a mere suspicion',
  affirmation: 'praise of the code',
  generality: 'talk about code in general',
}

/** What an author calls a right answer must be one for the grader, as a whole finding and for this item. */
export const requireMatchingAccepts: LintRule = {
  name: 'require-matching-accepts',
  severity: 'error',
  summary: 'Every text under an item’s `accepts` is a right answer for the grader.',
  *check(task, rubric) {
    for (const one of rubric.items)
      for (const [index, text] of one.item.spec.accepts.entries()) {
        const lack = lackOf(task, rubric, one, text)
        if (lack === null) continue
        const span = nodeAt(task.source.root, [...one.path, 'accepts', index]).span
        yield { span, ...withQuotations(lack, rubric, one, text) }
      }
  },
}

type Lack = Omit<Finding, 'span'>

/** Why a text is no right answer; null where it is one. */
function lackOf({ source }: Task, rubric: TaskRubric, one: RubricItem, text: string): Lack | null {
  const unread = rubric.lack(text)
  if (unread !== null)
    return {
      message: `The grader would not read this text: ${unread}`,
      hint: 'Write it as a finding would say it',
    }
  const { evidence, path } = one
  const { holds, all, none } = rubric.weigh(evidence, text)
  const veto = rubric.veto(one, text)
  if (holds && veto === null) return null
  if (holds)
    return {
      message: `The grader reads this text as ${reading[veto ?? 'denial']}`,
      hint: 'Say plainly what is wrong, as a reviewer who is sure would',
    }
  const [forbidden] = none
  const missing = all.indexOf(null)
  const groups = evidence.all[missing]
  return {
    message: forbidden
      ? `This text expresses \`${forbidden.concept}\`, which is under \`none\``
      : groups
        ? `This text expresses nothing of ${groups.map((id) => `\`${id}\``).join(', ')}`
        : 'This text expresses too little of `any`',
    notes: groups
      ? [
          {
            message: 'The group that it fails',
            span: nodeAt(source.root, [...path, 'evidence', 'all', missing]).span,
          },
        ]
      : [],
    hint: 'Add a pattern for this way of saying it, or another concept to the group',
  }
}

/** What the grader did not read of the text may be all that it lacks. */
function withQuotations(lack: Lack, rubric: TaskRubric, { evidence }: RubricItem, text: string): Lack {
  const quotations = rubric.quotations(text)
  if (quotations.length === 0) return lack
  const notes = [...(lack.notes ?? []), ...quotations]
  return rubric.holdsUnabridged(evidence, text)
    ? {
        ...lack,
        notes,
        hint: 'Say it in your own words: five or more words in a row that the code has too are taken for a quotation of it',
      }
    : { ...lack, notes }
}
