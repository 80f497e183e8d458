/** How many sessions there may be, and how many one peer may have. */
export interface Capacity {
  readonly sessions: number
  readonly perPeer: number
}

/** Why there is no room, in the figures that OpenEnv's servers tell. */
export interface Full {
  readonly active: number
  readonly most: number
}

/** The places that there are for sessions: of this process alone, or of all that serve together. */
export interface Slots {
  /** Takes a place for a peer; answers why not where there is none. */
  take(peer: string): Full | null | Promise<Full | null>
  give(peer: string): void
}

/** The places of this process. */
export function createSlots({ sessions, perPeer }: Capacity) {
  const peers = new Map<string, number>()
  let active = 0
  return {
    take(peer: string): Full | null {
      const own = peers.get(peer) ?? 0
      if (active >= sessions) return { active, most: sessions }
      if (own >= perPeer) return { active: own, most: perPeer }
      active += 1
      peers.set(peer, own + 1)
      return null
    },
    give(peer: string): void {
      active -= 1
      const own = (peers.get(peer) ?? 0) - 1
      if (own > 0) peers.set(peer, own)
      else peers.delete(peer)
    },
  }
}

export function fullMessage({ active, most }: Full): string {
  return `Server at capacity: ${active}/${most} sessions active. Cannot accept new connections.`
}
