import type { ReportEpisode, ReportScene, ReportTurn } from '../html/report-data.ts'
import { filesView, type Shown } from './code-view.ts'
import { type Child, foreign, h } from './dom.ts'
import { turnsView } from './turn-view.ts'
import { waterfall } from './waterfall.ts'

/** One episode: its code with what was said of it, how the score came about, and every turn. */
export function episodeView(
  heading: string,
  facts: string,
  episode: ReportEpisode,
  scene: ReportScene,
): readonly Child[] {
  const findings = episode.turns.flatMap(findingsIn)
  return [
    h('h2', { tabindex: -1 }, heading),
    h('p', { class: 'faint' }, facts),
    episode.reason === null ? null : h('p', { class: 'bad' }, foreign(episode.reason)),
    h('h3', {}, 'How the score came about'),
    waterfall(episode.components),
    h('h3', {}, scene.title),
    h('p', { class: 'told' }, foreign(scene.context)),
    ...filesView(scene, findings, episode.found),
    h('h3', {}, 'What happened'),
    turnsView(episode.turns),
  ]
}

/** The findings of a step that were taken: those of a refused one count nowhere. */
function findingsIn(turn: ReportTurn): readonly Shown[] {
  if (turn.type !== 'step' || turn.problem !== null) return []
  const { findings } = Object(turn.action)
  if (!Array.isArray(findings)) return []
  const entries = turn.graded?.filter((entry) => entry.entry === 'finding')
  return findings.map((finding, index) => ({ finding, entry: entries?.[index] ?? null }))
}
