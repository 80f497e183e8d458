type Listener = (...args: unknown[]) => void
type Event = string | symbol

interface Registered {
  readonly listener: Listener
  readonly isOnce: boolean
}

export class EventEmitter {
  #registered = new Map<Event, readonly Registered[]>()

  on(event: Event, listener: Listener): this {
    return this.#add(event, { listener, isOnce: false })
  }
  addListener(event: Event, listener: Listener): this {
    return this.on(event, listener)
  }
  once(event: Event, listener: Listener): this {
    return this.#add(event, { listener, isOnce: true })
  }
  off(event: Event, listener: Listener): this {
    const all = this.#of(event)
    const index = all.findLastIndex((one) => one.listener === listener)
    if (index !== -1) this.#registered.set(event, all.toSpliced(index, 1))
    return this
  }
  removeListener(event: Event, listener: Listener): this {
    return this.off(event, listener)
  }
  removeAllListeners(event?: Event): this {
    if (event === undefined) this.#registered.clear()
    else this.#registered.delete(event)
    return this
  }
  emit(event: Event, ...args: unknown[]): boolean {
    const all = this.#of(event)
    if (all.length === 0 && event === 'error') {
      if (args[0] instanceof Error) throw args[0]
      throw new Error('Unhandled error.')
    }
    for (const { listener, isOnce } of all) {
      if (isOnce) this.off(event, listener)
      Reflect.apply(listener, this, args)
    }
    return all.length > 0
  }
  listenerCount(event: Event): number {
    return this.#of(event).length
  }
  listeners(event: Event): Listener[] {
    return this.#of(event).map(({ listener }) => listener)
  }
  eventNames(): Event[] {
    return [...this.#registered].flatMap(([event, all]) => (all.length === 0 ? [] : [event]))
  }
  setMaxListeners(): this {
    return this
  }
  #of(event: Event): readonly Registered[] {
    return this.#registered.get(event) ?? []
  }
  #add(event: Event, registered: Registered): this {
    if (typeof registered.listener !== 'function')
      throw new TypeError('The "listener" argument must be of type function')
    this.#registered.set(event, [...this.#of(event), registered])
    return this
  }
}

function once(emitter: EventEmitter, event: Event): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => {
      emitter.off(event, arrived)
      reject(error)
    }
    const arrived = (...args: unknown[]) => {
      emitter.off('error', failed)
      resolve(args)
    }
    emitter.once(event, arrived)
    if (event !== 'error') emitter.once('error', failed)
  })
}

export const eventsModule = {
  default: Object.assign(EventEmitter, { EventEmitter, once }),
  EventEmitter,
  once,
}
