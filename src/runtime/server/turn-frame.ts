import type { Scene } from '../environment/observe.ts'
import type { TurnReply } from './turn-reply.ts'

/** A frame whose bytes are only made when they are sent. */
export interface LateFrame {
  /** The bytes, which may be written over once they have been given back. */
  lend(): Buffer
  giveBack(): void
}

/** What is kept of the largest observations is some tens of megabytes. */
const MOST_KEPT = 1000
/** What most steps tell beside their scene takes half a kilobyte to three. */
const ROOM_BYTES = 8192

/** The beginning of all frames of a row, with room for an ending. */
interface Beginning {
  readonly bytes: Buffer
  /** Where the ending begins. */
  readonly end: number
  isLent: boolean
}

/** Nine tenths of a frame are the same at every step of a row. */
let beginnings = new WeakMap<Scene, Beginning>()
let kept = 0
/** Shown before. Those of another process come as a copy each time, and are not worth keeping. */
const shown = new WeakSet<Scene>()

/** The frame of `/ws` that answers with a turn: `{"type":"observation","data":…}`. */
export function turnFrame({ scene, told, reward, done }: TurnReply): LateFrame {
  const ending = `,${JSON.stringify(told).slice(1)},"reward":${JSON.stringify(reward)},"done":${done}}}`
  let lent: Beginning | null = null
  return {
    lend() {
      const beginning = beginningOf(scene)
      if (beginning === null) return Buffer.from(textOf(scene) + ending)
      const { bytes, end, isLent } = beginning
      if (isLent || Buffer.byteLength(ending) > bytes.length - end)
        return Buffer.concat([bytes.subarray(0, end), Buffer.from(ending)])
      lent = beginning
      lent.isLent = true
      return bytes.subarray(0, end + bytes.write(ending, end))
    },
    giveBack() {
      if (lent) lent.isLent = false
      lent = null
    },
  }
}

/** What is kept for a scene, from its second frame on. */
function beginningOf(scene: Scene): Beginning | null {
  const known = beginnings.get(scene)
  if (known) return known
  if (!shown.has(scene)) {
    shown.add(scene)
    return null
  }
  if (kept >= MOST_KEPT) {
    beginnings = new WeakMap()
    kept = 0
  }
  const text = textOf(scene)
  const end = Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(end + ROOM_BYTES)
  bytes.write(text)
  const made = { bytes, end, isLent: false }
  beginnings.set(scene, made)
  kept += 1
  return made
}

/** The JSON of a frame up to the end of its scene, to which the rest of the observation's keys can be added. */
function textOf(scene: Scene): string {
  return `{"type":"observation","data":{"observation":${JSON.stringify(scene).slice(0, -1)}`
}
