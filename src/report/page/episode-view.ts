import type { FindingEntry } from '../../model/ledger.ts'
import type { ReportEpisode, ReportScene, ReportTurn } from '../html/report-data.ts'
import { figure, h } from './dom.ts'

interface Shown {
  readonly finding: Readonly<Record<string, unknown>>
  readonly entry: FindingEntry
}

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

/** One episode: its code with what was said of it, how the score came about, and every turn. */
export function episodeView(episode: ReportEpisode, scene: ReportScene): HTMLElement {
  const findings = episode.turns.flatMap(findingsIn)
  const claimed = new Set(findings.map(({ entry }) => entry.item))
  const missed = (scene.truth?.items ?? []).filter(({ id }) => !claimed.has(id))
  return h(
    'section',
    {},
    h('h2', {}, scene.title),
    h('p', {}, scene.context),
    episode.reason === null ? null : h('p', { class: 'bad' }, episode.reason),
    h('h3', {}, 'Score'),
    waterfall(episode.components),
    ...scene.snippets.flatMap((snippet) => [
      h('h3', {}, `${snippet.path}${snippet.role === 'given' ? ' (given)' : ''}`),
      code(snippet, findings, scene),
    ]),
    missed.length === 0 ? null : h('h3', {}, 'Not found'),
    ...missed.map(({ id, kind, why, at }) =>
      h('div', { class: 'note' }, `${at.path}:${at.lines.join('–')} ${kind} (${id}): ${why}`),
    ),
    h('h3', {}, 'Turns'),
    ...episode.turns.map(turnView),
  )
}

function findingsIn(turn: ReportTurn): readonly Shown[] {
  if (turn.type !== 'step') return []
  const entries = (turn.graded ?? []).filter((entry) => entry.entry === 'finding')
  const { findings } = Object(turn.action)
  if (!Array.isArray(findings)) return []
  return entries.flatMap((entry, index) => (findings[index] ? { finding: findings[index], entry } : []))
}

function code(
  snippet: ReportScene['snippets'][number],
  findings: readonly Shown[],
  scene: ReportScene,
): HTMLElement {
  const own = findings.filter(({ finding }) => finding.file === snippet.path)
  const truth = (scene.truth?.items ?? []).filter(({ at }) => at.path === snippet.path)
  const rangeOf = ({ finding }: Shown): readonly number[] =>
    Array.isArray(finding.range) ? finding.range : [0, 0]
  const lines = snippet.code.replace(/\n$/, '').split('\n')
  return h(
    'div',
    { class: 'code' },
    ...lines.flatMap((line, index) => {
      const number = index + 1
      const isHit = own.some((one) => number >= (rangeOf(one)[0] ?? 0) && number <= (rangeOf(one)[1] ?? 0))
      const item = truth.find(({ at }) => number >= at.lines[0] && number <= at.lines[1])
      const classes = `row${isHit ? ' hit' : ''}${item ? ' truth' : ''}`
      const row = h('div', { class: classes }, h('span', {}, String(number)), h('pre', {}, line || ' '))
      if (item) row.title = `${item.kind}: ${item.why}`
      return [row, ...own.filter((one) => rangeOf(one)[1] === number).map(note)]
    }),
  )
}

function note({ finding, entry }: Shown): HTMLElement {
  const tone = tones[entry.class] ?? 'fair'
  const words = [finding.kind ?? 'no kind', finding.severity, `confidence ${entry.confidence / 1000}`]
  return h(
    'div',
    { class: `note ${tone}` },
    h('strong', { class: tone }, entry.class),
    ` ${entry.item === null ? '' : `${entry.item}, `}quality ${(entry.quality / 40).toFixed(3)} — ${words.join(', ')}`,
    h('div', {}, h('strong', {}, String(finding.title ?? '')), ` ${String(finding.message ?? '')}`),
    typeof finding.recommendation === 'string' ? h('div', { class: 'faint' }, finding.recommendation) : null,
  )
}

/** Bars that begin where the one before ended, and the sum. */
function waterfall(components: ReportEpisode['components']): HTMLElement {
  const parts = Object.entries(components).filter(([, value]) => value !== 0)
  if (parts.length === 0) return h('p', { class: 'faint' }, 'Nothing was gained or lost.')
  let at = 0
  const bars = parts.map(([name, value]) => {
    const from = at
    at += value
    return { name, value, from, to: at, tone: value < 0 ? 'minus' : '' }
  })
  const all = [...bars, { name: 'score', value: at, from: 0, to: at, tone: 'sum' }]
  const least = Math.min(0, ...all.map(({ to }) => to))
  const width = Math.max(0.01, ...all.map(({ to }) => to)) - least
  return h(
    'div',
    { class: 'fall' },
    ...all.flatMap(({ name, value, from, to, tone }) => {
      const left = ((Math.min(from, to) - least) / width) * 100
      const style = `left:${left}%;width:${(Math.abs(to - from) / width) * 100}%`
      return [
        h('span', {}, name),
        h('i', {}, h('b', { class: tone, style })),
        h('span', {}, value.toFixed(6)),
      ]
    }),
  )
}

function turnView(turn: ReportTurn): HTMLElement {
  switch (turn.type) {
    case 'answer':
      return h(
        'div',
        { class: 'turn' },
        h('strong', {}, 'answer '),
        turn.problem === null ? null : h('span', { class: 'bad' }, turn.problem),
        h('pre', {}, turn.text),
      )
    case 'broken':
      return h('div', { class: 'turn bad' }, turn.reason)
    case 'step': {
      const details = h(
        'details',
        {},
        h('summary', {}, 'action'),
        h('pre', {}, JSON.stringify(turn.action, null, 2)),
      )
      const operation = String(Object(turn.action).operation ?? '')
      return h(
        'div',
        { class: 'turn' },
        h('strong', {}, operation),
        ` reward ${figure(turn.reward, 6)}, score ${figure(turn.score, 6)} `,
        turn.problem === null ? null : h('span', { class: 'bad' }, turn.problem),
        details,
      )
    }
  }
}
