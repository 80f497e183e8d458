import type { Observation } from '../../model/observation.ts'
import type { Scene, Told } from '../environment/observe.ts'

/** A turn, its observation in two parts: what its row shows at every step, and what this step tells. */
export interface TurnReply {
  readonly scene: Scene
  readonly told: Told
  readonly reward: number | null
  readonly done: boolean
}

/** A turn as it stands on the wire. */
export interface WireTurn {
  readonly observation: Observation
  readonly reward: number | null
  readonly done: boolean
}

export function wireTurn({ scene, told, reward, done }: TurnReply): WireTurn {
  return { observation: { ...scene, ...told }, reward, done }
}
