import type { FindingEntry } from '../../model/ledger.ts'
import type { ReportEpisode, ReportScene } from '../html/report-data.ts'
import { type Child, figure, foreign, h, scrolling } from './dom.ts'

/** A finding with what it turned out to be; null where that was not told. */
export interface Shown {
  readonly finding: Readonly<Record<string, unknown>>
  readonly entry: FindingEntry | null
}

type Snippet = ReportScene['snippets'][number]
type Item = NonNullable<ReportScene['truth']>['items'][number]

const tones: Readonly<Record<FindingEntry['class'], 'good' | 'fair' | 'bad'>> = {
  matched: 'good',
  raised: 'good',
  located: 'fair',
  neutral: 'fair',
  duplicate: 'bad',
  vague: 'bad',
  decoy: 'bad',
  'false-positive': 'bad',
}

/** The files of a row with what was said of them and what is wrong with them; files with neither are closed. */
export function filesView(
  { snippets, truth }: ReportScene,
  findings: readonly Shown[],
  found: ReportEpisode['found'],
): readonly Child[] {
  const elsewhere = findings.filter(({ finding }) => !snippets.some(({ path }) => path === finding.file))
  return [
    ...snippets.map((snippet) => {
      const own = findings.filter(({ finding }) => finding.file === snippet.path)
      const items = (truth?.items ?? []).filter(({ at }) => at.path === snippet.path)
      const isOpen = snippet.role !== 'given' || own.length + items.length > 0
      return h(
        'details',
        { class: 'file', ...(isOpen && { open: '' }) },
        h('summary', {}, h('h3', {}, `${snippet.path}${snippet.role === 'given' ? ' (given)' : ''}`)),
        codeView(snippet, own, items, found),
      )
    }),
    ...(elsewhere.length === 0
      ? []
      : [h('h3', {}, 'Of no file that was shown'), ...elsewhere.map(findingNote)]),
  ]
}

function codeView(
  { path, code }: Snippet,
  findings: readonly Shown[],
  items: readonly Item[],
  found: ReportEpisode['found'],
): HTMLElement {
  const lines = code.replace(/\n$/, '').split('\n')
  // A finding may speak of lines that the file has not.
  const spans = findings.map((shown) => ({ shown, span: spanOf(shown, lines.length) }))
  return scrolling(
    path,
    'code',
    ...lines.flatMap((line, index) => {
      const number = index + 1
      const holds = ([first, last]: readonly [number, number]) => number >= first && number <= last
      const isHit = spans.some(({ span }) => holds(span))
      const isItem = items.some(({ at }) => holds(at.lines))
      return [
        h(
          'div',
          { class: `row${isHit ? ' hit' : ''}${isItem ? ' truth' : ''}` },
          h('span', {}, String(number)),
          h('pre', {}, foreign(line || ' ')),
        ),
        ...items.filter(({ at }) => at.lines[1] === number).map((item) => itemNote(item, found)),
        ...spans.filter(({ span }) => span[1] === number).map(({ shown }) => findingNote(shown)),
      ]
    }),
  )
}

function spanOf({ finding: { range } }: Shown, most: number): readonly [number, number] {
  const [first, last] = Array.isArray(range) ? range.map(Number) : []
  const inside = (line: number | undefined) => Math.max(1, Math.min(most, line || 1))
  return [inside(first), inside(last)]
}

function itemNote({ id, kind, severity, why }: Item, found: ReportEpisode['found']): HTMLElement {
  const state = found === null ? 'planted' : found.includes(id) ? 'found' : 'not found'
  return h(
    'div',
    { class: 'note item' },
    h('strong', {}, state),
    ` ${id}: ${kind}, ${severity}`,
    h('div', {}, why),
  )
}

function findingNote({ finding, entry }: Shown): HTMLElement {
  const tone = entry === null ? 'fair' : (tones[entry.class] ?? 'fair')
  const confidence = entry === null ? finding.confidence : entry.confidence / 1000
  const facts = [
    entry?.item ?? null,
    entry === null ? null : `quality ${figure(entry.quality / 40, 2)}`,
    finding.kind ?? (finding.cwe == null ? 'no kind' : `CWE-${finding.cwe}`),
    finding.severity,
    confidence == null ? null : `confidence ${confidence}`,
    entry?.proven == null ? null : entry.proven ? 'proven by its witness' : 'its witness proves nothing',
  ]
  const { title, message, recommendation } = finding
  return h(
    'div',
    { class: `note ${tone}` },
    h('strong', { class: tone }, entry?.class ?? 'not told'),
    ' ',
    foreign(facts.filter((fact) => fact !== null).join(', ')),
    h('div', {}, h('strong', {}, foreign(String(title ?? ''))), ' ', foreign(String(message ?? ''))),
    typeof recommendation === 'string' ? h('div', { class: 'faint' }, foreign(recommendation)) : null,
  )
}
