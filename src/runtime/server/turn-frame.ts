import type { Observation } from '../../model/observation.ts'
import type { TurnReply } from './service.ts'

/** What is kept of the largest observations is some tens of megabytes. */
const MOST_KEPT = 1000

/** The beginnings of frames, by the snippets that they show: nine tenths of a frame are the same at every step of a row. */
let beginnings = new WeakMap<Observation['snippets'], Buffer>()
let kept = 0
/** Shown before. Those of another process come as a copy each time, and are not worth keeping. */
const shown = new WeakSet<Observation['snippets']>()

/** The frame of `/ws` that answers with a turn: `{"type":"observation","data":…}`. */
export function turnFrame({ observation, reward, done }: TurnReply): Buffer {
  const {
    task_id,
    row,
    title,
    language,
    difficulty,
    tags,
    context,
    snippets,
    fixtures,
    guide,
    kinds,
    ...rest
  } = observation
  let beginning = beginnings.get(snippets)
  if (!beginning) {
    const scene = {
      task_id,
      row,
      title,
      language,
      difficulty,
      tags,
      context,
      snippets,
      fixtures,
      guide,
      kinds,
    }
    beginning = Buffer.from(`{"type":"observation","data":{"observation":${opened(scene)}`)
    if (shown.has(snippets)) keep(snippets, beginning)
    shown.add(snippets)
  }
  const ending = `,${JSON.stringify(rest).slice(1)},"reward":${JSON.stringify(reward)},"done":${done}}}`
  return Buffer.concat([beginning, Buffer.from(ending)])
}

/** The JSON of an object, to which more of its keys can be added. */
function opened(value: object): string {
  return JSON.stringify(value).slice(0, -1)
}

function keep(snippets: Observation['snippets'], beginning: Buffer): void {
  if (kept >= MOST_KEPT) {
    beginnings = new WeakMap()
    kept = 0
  }
  beginnings.set(snippets, beginning)
  kept += 1
}
