import { type Diagnostic, diagnosticAt, type Note } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import { sameOutcomes } from '../../runtime/sandbox/outcome.ts'
import { locateKey, locateOwner } from '../syntax/tree.ts'
import type { TaskItem, Variant } from '../task/task.ts'
import {
  type CaseRow,
  caseHolds,
  isRight,
  isWhole,
  isWithout,
  type Matrix,
  outcomesOn,
  showsDefect,
} from './matrix.ts'
import { happened, listed, stated } from './words.ts'

/** Something wrong with a case, by which cases of one item that have the same trouble are told once. */
interface Trouble {
  readonly sort:
    | 'no-difference'
    | 'swapped-fix'
    | 'idle-fix'
    | 'hidden-defect'
    | 'wrong-outcome'
    | 'shared-fix'
    | 'entangled'
  /** The other item that has a part in it. */
  readonly other: TaskItem | null
  /** The variants where it shows. */
  readonly where: readonly Variant[]
  /** The stated outcomes that do not come true. */
  readonly key: 'actual' | 'expected'
}

/** What is wrong with witnesses and fixes, each trouble of an item once, with the first case that shows it. */
export function diagnoseCases(matrix: Matrix, rows: readonly CaseRow[]): readonly Diagnostic[] {
  const found = new Map<string, { readonly trouble: Trouble; readonly rows: CaseRow[] }>()
  for (const row of rows)
    for (const trouble of troublesOf(matrix, row)) {
      const key = [row.item.spec.id, trouble.sort, trouble.other?.spec.id ?? ''].join('\0')
      const known = found.get(key)
      if (known) known.rows.push(row)
      else found.set(key, { trouble, rows: [row] })
    }
  return [...found.values()].map(({ trouble, rows: [first, ...others] }) => {
    if (!first) throw new Error('A trouble that no case shows')
    return toDiagnostic(matrix, trouble, first, others.length)
  })
}

function troublesOf(matrix: Matrix, row: CaseRow): readonly Trouble[] {
  const { task } = matrix
  const own = row.item.spec.id
  const defective = outcomesOn(matrix, row, isWhole(task))
  const fixed = outcomesOn(matrix, row, isWithout(task, own))
  const others = task.items.filter(({ spec }) => spec.id !== own)
  const trouble = (sort: Trouble['sort'], other: TaskItem | null = null, key: Trouble['key'] = 'actual') => [
    { sort, other, key, where: matrix.variants.filter(isWhole(task)) },
  ]
  if (isRight(row, row.spec.actual ?? [])) return trouble('no-difference')
  if (defective && fixed && sameOutcomes(defective, fixed)) {
    const mender = others.find(({ spec }) => isRight(row, outcomesOn(matrix, row, isWithout(task, spec.id))))
    if (showsDefect(row, defective))
      return trouble(mender ? 'swapped-fix' : 'idle-fix', mender ?? null, 'expected')
    const hider = others.find(({ spec }) =>
      showsDefect(row, outcomesOn(matrix, row, isWithout(task, spec.id))),
    )
    return hider ? trouble('hidden-defect', hider) : trouble('wrong-outcome')
  }
  if (!showsDefect(row, defective)) return trouble('wrong-outcome')
  if (!isRight(row, fixed)) return trouble('wrong-outcome', null, 'expected')
  return strayOutcomes(matrix, row, others)
}

/** A case that is right on `all` and under its own fix, and not on other variants. */
function strayOutcomes(matrix: Matrix, row: CaseRow, others: readonly TaskItem[]): readonly Trouble[] {
  const stray = matrix.variants.filter(
    (variant) =>
      !caseHolds(
        row,
        variant,
        outcomesOn(matrix, row, (one) => one === variant),
      ),
  )
  const single = others.filter(({ spec }) => stray.some(isWithout(matrix.task, spec.id)))
  if (single.length > 0)
    return single.map((other) => ({
      sort: 'shared-fix',
      other,
      key: 'actual',
      where: stray.filter(isWithout(matrix.task, other.spec.id)),
    }))
  const [first] = stray
  if (!first) return []
  const key = first.present.has(row.item.spec.id) ? 'actual' : 'expected'
  return [{ sort: 'entangled', other: null, where: stray, key }]
}

function toDiagnostic(matrix: Matrix, trouble: Trouble, row: CaseRow, more: number): Diagnostic {
  const { task } = matrix
  const root = task.source.root
  const [where] = trouble.where
  const wanted = trouble.key === 'actual' ? row.spec.actual : row.spec.expected
  const isOwnFix = trouble.key === 'expected' && trouble.sort !== 'entangled'
  const shownOn = isOwnFix ? matrix.variants.find(isWithout(task, row.item.spec.id)) : where
  const outcomes = shownOn ? outcomesOn(matrix, row, (one) => one === shownOn) : null
  const caseSpan = locateOwner(root, row.path)
  const notes: Note[] = [
    { message: stated(trouble.key, wanted ?? []), span: null },
    {
      message: `On \`${shownOn?.name}\` ${happened({ status: 'ran', outcomes: outcomes ?? [] })}`,
      span: null,
    },
    ...(more > 0
      ? [{ message: `${more} more of its cases show${more === 1 ? 's' : ''} the same`, span: null }]
      : []),
  ]
  const own = `\`${row.item.spec.id}\``
  const other = `\`${trouble.other?.spec.id}\``
  const fixSpan = (item: TaskItem): Span => locateKey(root, ['rubric', task.items.indexOf(item), 'fix'])
  const caseNote: Note = { message: 'This case shows it', span: caseSpan }
  switch (trouble.sort) {
    case 'no-difference':
      return diagnosticAt('prove/no-difference', caseSpan, `This case of ${own} passes on both sides`, {
        notes: notes.slice(0, 1),
        hint: 'What a correct program gives must differ from what the defective one gives',
      })
    case 'swapped-fix':
      return diagnosticAt(
        'prove/swapped-fix',
        fixSpan(row.item),
        `The fix of ${own} changes nothing that its witness sees, and the fix of ${other} mends it`,
        {
          notes: [
            caseNote,
            ...notes,
            ...(trouble.other ? [{ message: 'The other fix', span: fixSpan(trouble.other) }] : []),
          ],
          hint: 'Are the two fixes exchanged?',
        },
      )
    case 'idle-fix':
      return diagnosticAt(
        'prove/idle-fix',
        fixSpan(row.item),
        `The fix of ${own} changes nothing that its witness sees`,
        {
          notes: [caseNote, ...notes],
          hint: 'Mend what the case shows, or show with the case what the fix mends',
        },
      )
    case 'hidden-defect':
      return diagnosticAt(
        'prove/hidden-defect',
        caseSpan,
        `${own} does not show as long as ${other} is there`,
        {
          notes,
          hint: 'Items must not depend on each other: choose calls that reach the defect, or make the two one item',
        },
      )
    case 'shared-fix':
      return diagnosticAt(
        'prove/shared-fix',
        trouble.other ? fixSpan(trouble.other) : caseSpan,
        `The fix of ${other} also changes what the witness of ${own} sees`,
        {
          notes: [caseNote, ...notes],
          hint: 'Each fix mends its own item and no other: narrow the fix, or choose calls that see one item only',
        },
      )
    case 'entangled':
      return diagnosticAt(
        'prove/entangled',
        caseSpan,
        `This case of ${own} gives something else on ${listed(trouble.where.map(({ name }) => name))}`,
        { notes, hint: 'A case sees its own item only, whichever of the others are fixed' },
      )
    case 'wrong-outcome':
      return diagnosticAt(
        'prove/wrong-outcome',
        locateKey(root, [...row.path, trouble.key]),
        `This is not what happens`,
        {
          notes,
          hint: '`reviewgym prove --update` fills in what happens, for you to review',
        },
      )
  }
}
