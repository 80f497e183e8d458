import { gzipSync } from 'node:zlib'
import type { Results } from '../../model/results.ts'
import { creditedClasses, stepsOf, type Trajectory } from '../../model/trajectory.ts'
import type { EpisodeLine, ReportEpisode, ReportIndex, ReportScene, ReportTurn } from './report-data.ts'

/** Episodes that are packed, and later unpacked, together. */
const BLOCK = 100
/** More of a text than this is cut: a page is for reading. */
const MOST_TEXT = 20_000

/** A run, its figures, and its trajectories, which are read once. */
export interface ReportedRun {
  readonly name: string
  readonly results: Results
  readonly trajectories: AsyncIterable<Trajectory>
}

export interface PageParts {
  readonly script: string
  readonly style: string
}

/** Where the page goes, piece by piece. */
export interface PageSink {
  append(text: string): Promise<void>
}

/**
 * Writes one page that holds all of the runs and needs nothing else. Episodes are packed in blocks that the page opens
 * when it is asked for one; here, too, only one block is held at a time, and a short line for each episode.
 */
export async function writeReport(
  runs: readonly ReportedRun[],
  { script, style }: PageParts,
  sink: PageSink,
): Promise<number> {
  await sink.append(head(style))
  const scenes: Record<string, ReportScene> = {}
  const [tasks, variants]: [string[], string[]] = [[], []]
  const episodes: EpisodeLine[] = []
  let block: ReportEpisode[] = []
  let blocks = 0
  const writeBlock = async () => {
    await sink.append(packed(`block-${blocks}`, block))
    blocks += 1
    block = []
  }
  for (const [number, { trajectories }] of runs.entries())
    for await (const trajectory of trajectories) {
      const { task_id, scene } = trajectory.start
      const variant = trajectory.scene.truth?.variant ?? null
      scenes[scene] ??= sceneOf(trajectory)
      const place = [number, numberIn(tasks, task_id), trajectory.start.row] as const
      episodes.push([...place, variant === null ? null : numberIn(variants, variant), ...endOf(trajectory)])
      block.push(episodeOf(trajectory))
      if (block.length === BLOCK) await writeBlock()
    }
  if (block.length > 0) await writeBlock()
  const index: ReportIndex = {
    runs: runs.map(({ name, results: { rollouts: _, ...results } }) => ({ name, results })),
    scenes,
    tasks,
    variants,
    episodes,
    block: BLOCK,
  }
  await sink.append(packed('index', index))
  await sink.append(`<script>${script.replaceAll('</script', '<\\/script')}</script>\n</html>\n`)
  return episodes.length
}

function head(style: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>reviewgym report</title>
<style>${style}</style>
<main id="page"><p>Opening …</p></main>
`
}

/** Data that no text in it can break out of. */
function packed(id: string, value: unknown): string {
  const bytes = gzipSync(JSON.stringify(value), { level: 9 })
  return `<script type="text/plain" id="${id}">${bytes.toString('base64')}</script>\n`
}

function sceneOf({ scene }: Trajectory): ReportScene {
  const { title, context, snippets } = scene.observation
  return {
    title: typeof title === 'string' ? title : '',
    context: typeof context === 'string' ? context : '',
    snippets: (Array.isArray(snippets) ? snippets : []).map((snippet) => {
      const { path, role, code } = Object(snippet)
      return { path: String(path), role: String(role), code: String(code) }
    }),
    truth: scene.truth,
  }
}

/** The number of a word in a list, which it is added to where it is new. */
function numberIn(words: string[], word: string): number {
  const known = words.indexOf(word)
  return known === -1 ? words.push(word) - 1 : known
}

function endOf(trajectory: Trajectory) {
  const { start, end } = trajectory
  const steps = stepsOf(trajectory)
  const findings = steps.flatMap(({ graded }) => graded ?? []).filter(({ entry }) => entry === 'finding')
  const { seed, epoch, maximum } = start
  return [end.outcome, end.score, maximum, steps.length, findings.length, seed, epoch] as const
}

function episodeOf(trajectory: Trajectory): ReportEpisode {
  const { start, end, turns } = trajectory
  return {
    scene: start.scene,
    reason: end.reason,
    found: foundIn(trajectory),
    components: end.components,
    turns: turns.map(turnOf),
  }
}

function foundIn(trajectory: Trajectory): ReportEpisode['found'] {
  const steps = stepsOf(trajectory)
  if (steps.some(({ graded }) => graded === null)) return null
  const findings = steps.flatMap(({ graded }) => graded ?? []).filter((entry) => entry.entry === 'finding')
  const claims = findings.filter((entry) => creditedClasses.has(entry.class))
  return [...new Set(claims.flatMap(({ item }) => item ?? []))]
}

function turnOf(turn: Trajectory['turns'][number]): ReportTurn {
  switch (turn.event) {
    case 'answer':
      return { type: 'answer', text: textOf(turn.message, turn.problem !== null), problem: turn.problem }
    case 'broken':
      return { type: 'broken', reason: turn.reason }
    case 'step': {
      const { action, reward, problem, graded, components } = turn
      const score = Object.values(components).reduce((sum, part) => sum + part, 0)
      return { type: 'step', action, reward, problem, graded, score }
    }
  }
}

/** What was said; calls of tools too where no action could be read from them. */
function textOf(message: unknown, withCalls: boolean): string {
  const { content, refusal, reasoning_content, tool_calls } = Object(message)
  const calls = withCalls && Array.isArray(tool_calls) ? tool_calls.map((call) => JSON.stringify(call)) : []
  const parts = [reasoning_content, content, refusal, ...calls].filter(
    (part) => typeof part === 'string' && part !== '',
  )
  const text = typeof message === 'string' ? message : parts.join('\n\n')
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text
}
