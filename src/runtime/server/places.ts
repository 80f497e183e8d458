import type { Service } from './service.ts'
import { type AskedSession, createSession, type Session } from './session.ts'
import type { Full, Slots } from './slots.ts'

/** How long an episode is kept for a client whose socket was lost. */
const RETURN_MS = 60_000
/** How many lost clients are waited for; their sessions hold no place. */
const MOST_LOST = 1000

/** A socket that speaks for a session. */
export interface Attachment {
  /** Whether somebody is still there; a socket that says nothing for a while is given up for lost. */
  isAlive(): Promise<boolean>
  /** Ends the socket: its session is no more, or another socket speaks for it now. */
  evict(): void
}

/** A session with the place that it holds. */
export interface Place {
  readonly id: string
  readonly session: AskedSession
  /** Whether the session lives and ends with its socket, or was opened by name over HTTP or MCP. */
  readonly kind: 'socket' | 'named'
  /** Takes note that somebody asks something: sessions that nobody asks anything are ended after a while. */
  touch(): void
  /** The socket is gone: it said so, or it was lost. */
  detach(attachment: Attachment, how: 'left' | 'lost'): void
  /** Ends the session now, or as soon as its socket leaves. */
  end(): Ending | Promise<Ending>
}

export type Ending = 'ended' | 'ending'

interface Held extends Place {
  readonly session: Session
  end(): Ending
  peer: string
  attachment: Attachment | null
  isEnding: boolean
  timer: NodeJS.Timeout | null
}

export interface Places {
  /** A name for a session, which nobody can guess. */
  newId(): string
  open(kind: Place['kind'], peer: string, attachment: Attachment | null, id?: string): Promise<Place | Full>
  find(id: string): Place | null | Promise<Place | null>
  /** The session of this name for a socket: one that is held, or one that was lost and comes back. */
  attach(id: string, peer: string, attachment: Attachment): Promise<Place | Full | 'unknown' | 'attached'>
  /** Ends all sessions. */
  close(): void
  /** Sessions of this process that hold a place. */
  readonly active: number
}

export interface LocalPlaces extends Places {
  find(id: string): Place | null
}

export interface PlacesOptions {
  /** How long a named session may be silent, in milliseconds. */
  readonly idle: number
  newId(): string
}

/** The sessions of one process. */
export function createPlaces(service: Service, slots: Slots, { idle, newId }: PlacesOptions): LocalPlaces {
  const held = new Map<string, Held>()
  const lost = new Map<string, Held>()

  function create(kind: Place['kind'], id: string, peer: string, attachment: Attachment | null): Held {
    const session = createSession(service)
    const place: Held = {
      id,
      kind,
      peer,
      session,
      attachment,
      isEnding: false,
      timer: null,
      touch: () => void place.timer?.refresh(),
      detach: (from, how) => detach(place, from, how),
      end() {
        if (place.attachment === null) end(place)
        else place.isEnding = true
        return place.attachment === null ? 'ended' : 'ending'
      },
    }
    held.set(id, place)
    if (attachment === null) expectActivity(place)
    return place
  }

  function expectActivity(place: Held): void {
    place.timer = setTimeout(() => {
      if (place.session.isBusy) place.timer?.refresh()
      else end(place)
    }, idle)
    place.timer.unref()
  }

  function detach(place: Held, from: Attachment, how: 'left' | 'lost'): void {
    if (place.attachment !== from) return
    place.attachment = null
    place.session.abandon()
    if (place.isEnding || (place.kind === 'socket' && !isWorthKeeping(place, how))) end(place)
    else if (place.kind === 'named') expectActivity(place)
    else keepLost(place)
  }

  function isWorthKeeping({ session }: Held, how: 'left' | 'lost'): boolean {
    return how === 'lost' && session.state().episode_id !== null
  }

  /** The place is free for others at once; what was played is kept for the one who may come back. */
  function keepLost(place: Held): void {
    held.delete(place.id)
    slots.give(place.peer)
    lost.set(place.id, place)
    place.timer = setTimeout(() => forget(place), RETURN_MS)
    place.timer.unref()
    const [oldest] = lost.values()
    if (lost.size > MOST_LOST && oldest) forget(oldest)
  }

  function forget(place: Held): void {
    clearTimeout(place.timer ?? undefined)
    lost.delete(place.id)
    place.session.close()
  }

  function end(place: Held): void {
    clearTimeout(place.timer ?? undefined)
    if (!held.delete(place.id)) return
    slots.give(place.peer)
    place.session.close()
    place.attachment?.evict()
  }

  async function replace(place: Held, attachment: Attachment): Promise<Place | 'unknown' | 'attached'> {
    const former = place.attachment
    if (former && (await former.isAlive())) return 'attached'
    if (held.get(place.id) !== place) return 'unknown'
    if (place.attachment !== former && place.attachment !== null) return 'attached'
    clearTimeout(place.timer ?? undefined)
    place.attachment = attachment
    place.session.abandon()
    former?.evict()
    return place
  }

  async function comeBack(
    place: Held,
    peer: string,
    attachment: Attachment,
  ): Promise<Place | Full | 'unknown'> {
    const full = await slots.take(peer)
    if (full) return full
    if (lost.get(place.id) !== place) {
      slots.give(peer)
      return 'unknown'
    }
    lost.delete(place.id)
    clearTimeout(place.timer ?? undefined)
    place.peer = peer
    place.attachment = attachment
    held.set(place.id, place)
    return place
  }

  return {
    newId,
    async open(kind, peer, attachment, id = newId()) {
      const full = await slots.take(peer)
      return full ?? create(kind, id, peer, attachment)
    },
    find: (id) => held.get(id) ?? null,
    async attach(id, peer, attachment) {
      const one = held.get(id)
      if (one) {
        const place = await replace(one, attachment)
        if (place !== 'unknown') return place
      }
      const gone = lost.get(id)
      return gone ? comeBack(gone, peer, attachment) : 'unknown'
    },
    close() {
      for (const place of [...held.values()]) end(place)
      for (const place of [...lost.values()]) forget(place)
    },
    get active() {
      return held.size
    },
  }
}
