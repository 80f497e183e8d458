import { compareFormat, newerThan, UPGRADE } from '../../core/stored-format.ts'
import { version } from '../../core/version.ts'
import { describeFault, formatPath } from '../../model/fault.ts'
import {
  type EventOf,
  TRAJECTORY_FORMAT,
  type Trajectory,
  type TrajectoryEvent,
  trajectoryEventShape,
} from '../../model/trajectory.ts'
import { createValidator } from '../../model/validator.ts'
import { linesOf } from './lines.ts'

/** What is no trajectory: where, and what is wrong with it. Reading goes on behind it. */
export interface ReadNote {
  /** 1-based. */
  readonly line: number
  readonly message: string
}

export interface ReadOptions {
  note(note: ReadNote): void
  /** Lines of the file before these pieces, where they are the rest of one. Default: 0. */
  readonly linesBefore?: number
}

const validateEvent = createValidator(trajectoryEventShape, 'strict')

/** A file that cannot be read as trajectories at all. */
export class UnreadableTrajectories extends Error {
  /** What to do; null where there is nothing. */
  readonly hint: string | null

  constructor(message: string, hint: string | null) {
    super(message)
    this.hint = hint
  }
}

/** One event with its place: its line in the file, and its bytes in the pieces. */
export interface PlacedEvent {
  readonly event: TrajectoryEvent
  readonly line: number
  readonly start: number
  /** Where the line behind it begins. */
  readonly end: number
}

/** The events of a file, one at a time. What cannot be read is told and passed over, as are events of later versions. */
export async function* readEvents(
  pieces: AsyncIterable<Uint8Array>,
  { note, linesBefore = 0 }: ReadOptions,
): AsyncGenerator<PlacedEvent> {
  let line = linesBefore
  for await (const { text, start, isWhole } of linesOf(pieces)) {
    line += 1
    const value = parse(text)
    if (line === 1 && (isWhole || value !== undefined)) refuseOther(value)
    const tell = (message: string) => note({ line, message })
    if (value === undefined && !isWhole) {
      tell('The last line is torn off: what wrote it was stopped while writing')
      continue
    }
    if (value === undefined) {
      tell('This line is not JSON')
      continue
    }
    if (!isKnown(value)) {
      tell(`\`${String(value)}\` is an event of a later version`)
      continue
    }
    const checked = validateEvent(value)
    if (!checked.ok) {
      const [fault] = checked.faults
      tell(fault ? `${formatPath(fault.path, 'event')}: ${describeFault(fault)}` : 'This is no event')
      continue
    }
    yield { event: checked.value, line, start, end: start + Buffer.byteLength(text) + (isWhole ? 1 : 0) }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const events: ReadonlySet<unknown> = new Set<TrajectoryEvent['event']>([
  'file',
  'scene',
  'prompt',
  'start',
  'answer',
  'step',
  'broken',
  'end',
  'left',
])

function isKnown(value: unknown): boolean {
  const event = typeof value === 'object' && value !== null ? Reflect.get(value, 'event') : undefined
  return typeof event !== 'string' || events.has(event)
}

function refuseOther(value: unknown): void {
  const format = typeof value === 'object' && value !== null ? Reflect.get(value, 'format') : undefined
  switch (compareFormat(format, TRAJECTORY_FORMAT)) {
    case 'current':
      return
    case 'older':
      throw new UnreadableTrajectories(
        `Its format is ${String(format)}, and this version reads ${TRAJECTORY_FORMAT}`,
        'Run `reviewgym migrate` on it',
      )
    case 'newer':
      throw new UnreadableTrajectories(newerThan(format, TRAJECTORY_FORMAT, version), UPGRADE)
    case null:
      throw new UnreadableTrajectories('It holds no trajectories of reviewgym', null)
  }
}

/** What episodes refer to. */
interface Shown {
  readonly scenes: Map<string, EventOf<'scene'>>
  readonly prompts: Map<string, EventOf<'prompt'>>
}

/** An episode that is being read. */
interface Open {
  readonly start: EventOf<'start'>
  readonly turns: Trajectory['turns'][number][]
}

/**
 * The finished trajectories of a file, in the order in which they ended. Holds the scenes, the prompts and the episodes that have
 * not ended, however long the file is. Episodes without an end are counted in one note.
 */
export async function* readTrajectories(
  pieces: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<Trajectory> {
  const shown: Shown = { scenes: new Map(), prompts: new Map() }
  const open = new Map<string, Open>()
  let last = 0
  for await (const { event, line } of readEvents(pieces, options)) {
    last = line
    const trajectory = take(event, shown, open)
    if (trajectory === 'lost')
      options.note({ line, message: 'This belongs to no episode that began before it' })
    else if (trajectory) yield trajectory
  }
  if (open.size > 0)
    options.note({
      line: last,
      message: `${open.size} ${open.size === 1 ? 'episode' : 'episodes'} without an end`,
    })
}

function take(
  event: TrajectoryEvent,
  { scenes, prompts }: Shown,
  open: Map<string, Open>,
): Trajectory | 'lost' | null {
  switch (event.event) {
    case 'file':
      return null
    case 'scene':
      scenes.set(event.scene, event)
      return null
    case 'prompt':
      prompts.set(event.prompt, event)
      return null
    case 'start':
      open.set(event.episode, { start: event, turns: [] })
      return null
    case 'answer':
    case 'step':
    case 'broken': {
      const episode = open.get(event.episode)
      episode?.turns.push(event)
      return episode ? null : 'lost'
    }
    case 'left':
      open.delete(event.episode)
      return null
    case 'end': {
      const episode = open.get(event.episode)
      open.delete(event.episode)
      const scene = episode && scenes.get(episode.start.scene)
      const { prompt = null } = episode?.start ?? {}
      return scene
        ? { scene, prompt: prompt === null ? null : (prompts.get(prompt) ?? null), ...episode, end: event }
        : 'lost'
    }
  }
}
