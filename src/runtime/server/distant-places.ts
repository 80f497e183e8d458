import type { State } from '../../model/state.ts'
import type { PastEpisode } from './chronicle.ts'
import { type DistantSocket, type Exchange, LEADER, ownerOf, type Question } from './exchange.ts'
import type { Attachment, Ending, LocalPlaces, Place, Places } from './places.ts'
import type { Reply } from './service.ts'
import type { AskedSession } from './session.ts'
import type { Full, Slots } from './slots.ts'

/** The places of all processes together, counted by the leader. */
export function createSharedSlots(exchange: Exchange): Slots {
  return {
    take: (peer) => exchange.ask(LEADER, { about: 'take', peer }) as Promise<Full | null>,
    give(peer) {
      // Without a leader there is nobody left who would want the place.
      exchange.ask(LEADER, { about: 'give', peer }).catch(() => undefined)
    },
  }
}

/**
 * The places of all processes: those of this one, and by their names those of others, which are asked over the line.
 * From then on this process answers what others ask of its own.
 */
export function spreadPlaces(own: LocalPlaces, exchange: Exchange, metrics: () => Promise<unknown>): Places {
  const sockets = new Sockets()
  exchange.onQuestion(createAnswers(own, sockets, exchange, metrics))
  const elsewhere = (id: string): number | null => {
    const owner = ownerOf(id)
    return owner === exchange.self ? null : owner
  }
  return {
    newId: own.newId,
    open: own.open,
    find(id) {
      const owner = elsewhere(id)
      if (owner === null) return own.find(id)
      return exchange.ask(owner, { about: 'find', id }).then(
        (kind) => (kind === null ? null : distantPlace(exchange, owner, id, kind as Place['kind'], null)),
        () => null,
      )
    },
    async attach(id, peer, attachment) {
      const owner = elsewhere(id)
      if (owner === null) return own.attach(id, peer, attachment)
      const socket = { worker: exchange.self, number: sockets.add(attachment) }
      const asked = exchange.ask(owner, { about: 'attach', id, peer, socket }) as Promise<Attached>
      const found = await asked.catch(() => 'unknown' as const)
      if (typeof found === 'object' && 'kind' in found)
        return distantPlace(exchange, owner, id, found.kind, { socket, sockets })
      sockets.remove(socket.number)
      return found
    },
    close: own.close,
    get active() {
      return own.active
    },
  }
}

/** What became of a socket that wanted a session of another process. */
type Attached = Pick<Place, 'kind'> | Full | 'unknown' | 'attached'

/** The sockets of this process that speak for sessions of others, by number. */
class Sockets {
  readonly #attachments = new Map<number, Attachment>()
  #last = 0

  add(attachment: Attachment): number {
    this.#last += 1
    this.#attachments.set(this.#last, attachment)
    return this.#last
  }

  find(number: number): Attachment | null {
    return this.#attachments.get(number) ?? null
  }

  remove(number: number): void {
    this.#attachments.delete(number)
  }
}

/** A place in another process, with the socket here that speaks for it, if any does. */
function distantPlace(
  exchange: Exchange,
  owner: number,
  id: string,
  kind: Place['kind'],
  attached: { readonly socket: DistantSocket; readonly sockets: Sockets } | null,
): Place {
  return {
    id,
    kind,
    session: distantSession(exchange, owner, id),
    touch() {
      exchange.ask(owner, { about: 'touch', id }).catch(() => undefined)
    },
    detach(_, how) {
      if (!attached) return
      attached.sockets.remove(attached.socket.number)
      exchange.ask(owner, { about: 'detach', id, socket: attached.socket, how }).catch(() => undefined)
    },
    end: () => exchange.ask(owner, { about: 'end', id }) as Promise<Ending>,
  }
}

function distantSession(exchange: Exchange, owner: number, id: string): AskedSession {
  const ask = (
    call: Extract<Question, { about: 'session' }>['call'],
    sent: unknown,
    requestId: string | null,
  ) => exchange.ask(owner, { about: 'session', id, call, sent, requestId })
  return {
    reset: (sent, requestId = null) => ask('reset', sent, requestId) as Promise<Reply>,
    step: (sent, requestId = null) => ask('step', sent, requestId) as Promise<Reply>,
    view: (sent) => ask('view', sent, null) as Promise<Reply>,
    state: () => ask('state', null, null) as Promise<State>,
    history: (episode) => ask('history', episode, null) as Promise<readonly PastEpisode[]>,
  }
}

/** What this process answers to the others. */
function createAnswers(
  own: LocalPlaces,
  sockets: Sockets,
  exchange: Exchange,
  metrics: () => Promise<unknown>,
): (question: Question) => unknown {
  /** The sockets of others that speak for sessions here. */
  const guests = new Map<string, Guest>()
  const nameOf = ({ worker, number }: DistantSocket) => `${worker}/${number}`
  const leave = (name: string, how: 'left' | 'lost') => {
    const guest = guests.get(name)
    guests.delete(name)
    if (guest) own.find(guest.id)?.detach(guest.attachment, how)
  }
  exchange.onWorkers((workers) => {
    for (const [name, { worker }] of guests) if (!workers.includes(worker)) leave(name, 'lost')
  })
  const attach = async (id: string, peer: string, socket: DistantSocket): Promise<Attached> => {
    const attachment = attachmentOf(exchange, socket)
    const place = await own.attach(id, peer, attachment)
    if (typeof place === 'string' || !('session' in place)) return place
    guests.set(nameOf(socket), { id, worker: socket.worker, attachment })
    return { kind: place.kind }
  }
  return (question) => {
    switch (question.about) {
      case 'find':
        return own.find(question.id)?.kind ?? null
      case 'touch':
        return own.find(question.id)?.touch()
      case 'end':
        return own.find(question.id)?.end() ?? 'ended'
      case 'session':
        return askSession(own, question)
      case 'attach':
        return attach(question.id, question.peer, question.socket)
      case 'detach':
        return leave(nameOf(question.socket), question.how)
      case 'alive':
        return sockets.find(question.socket)?.isAlive() ?? false
      case 'evict':
        return sockets.find(question.socket)?.evict()
      case 'metrics':
        return metrics()
      default:
        throw new Error(`Nobody here knows about ${question.about}`)
    }
  }
}

interface Guest {
  readonly id: string
  readonly worker: number
  readonly attachment: Attachment
}

/** A socket in another process, as the session here sees it. */
function attachmentOf(exchange: Exchange, { worker, number }: DistantSocket): Attachment {
  return {
    isAlive: () =>
      exchange.ask(worker, { about: 'alive', socket: number }).then(
        (isAlive) => isAlive === true,
        () => false,
      ),
    evict() {
      exchange.ask(worker, { about: 'evict', socket: number }).catch(() => undefined)
    },
  }
}

function askSession(
  own: LocalPlaces,
  { id, call, sent, requestId }: Extract<Question, { about: 'session' }>,
): unknown {
  const place = own.find(id)
  if (!place) throw new Error(`There is no session ${id} any more`)
  place.touch()
  const { session } = place
  switch (call) {
    case 'reset':
      return session.reset(sent, requestId)
    case 'step':
      return session.step(sent, requestId)
    case 'view':
      return session.view(sent)
    case 'state':
      return session.state()
    case 'history':
      return session.history(sent as string | null)
  }
}
