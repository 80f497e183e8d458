import type { LedgerEntry } from '../../model/ledger.ts'
import type { ReportTurn } from '../html/report-data.ts'
import { figure, foreign, h, signed } from './dom.ts'

/** A longer text is opened by who wants to read it. */
const SHORT = 800

/** What happened, in order: what was said, what was done, and what that earned. */
export function turnsView(turns: readonly ReportTurn[]): HTMLElement {
  let step = 0
  return h(
    'ol',
    { class: 'turns' },
    ...turns.flatMap((turn) => {
      if (turn.type === 'step') step += 1
      return turnView(turn, step) ?? []
    }),
  )
}

function turnView(turn: ReportTurn, step: number): HTMLElement | null {
  switch (turn.type) {
    case 'answer':
      // What only called tools is told by the steps that follow.
      if (turn.text === '' && turn.problem === null) return null
      return h(
        'li',
        {},
        h('strong', {}, 'answer'),
        ' ',
        turn.problem === null ? null : h('span', { class: 'bad' }, foreign(turn.problem)),
        text(turn.text, 'what it says', turn.text.length <= SHORT),
      )
    case 'broken':
      return h('li', { class: 'bad' }, foreign(turn.reason))
    case 'step': {
      const operation = String(Object(turn.action).operation ?? 'no operation')
      const became = (turn.graded ?? []).flatMap(becameOf)
      return h(
        'li',
        {},
        h('strong', {}, `step ${step}: `, foreign(operation)),
        ` reward ${signed(turn.reward, 6)}, score ${figure(turn.score, 6)}`,
        became.length === 0 ? null : h('div', { class: 'faint' }, became.join(', ')),
        turn.problem === null ? null : h('div', { class: 'bad' }, foreign(turn.problem)),
        text(JSON.stringify(turn.action, null, 2), 'its action', false),
      )
    }
  }
}

function becameOf(entry: LedgerEntry): string | readonly string[] {
  if (entry.entry === 'finding') return entry.item === null ? entry.class : `${entry.class} ${entry.item}`
  if (entry.entry !== 'patch') return []
  const mended = entry.fixed.length === 0 ? '' : `, mends ${entry.fixed.join(', ')}`
  return `patch ${entry.verdict}${mended}`
}

function text(content: string, name: string, isOpen: boolean): HTMLElement | null {
  if (content === '') return null
  return h('details', isOpen ? { open: '' } : {}, h('summary', {}, name), h('pre', {}, foreign(content)))
}
