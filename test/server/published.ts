import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { ask } from './serving.ts'

export interface Turn {
  readonly observation: Record<string, unknown>
  readonly reward: number | null
  readonly done: boolean
}

/** Checks whatever a server sends against the schemas that it publishes itself. */
export interface Published {
  /** The turn in a reply, once it has been found to be one. */
  turn(data: unknown): Turn
  state(data: unknown): Record<string, unknown>
  readonly schemas: Readonly<Record<'action' | 'observation' | 'state', object>>
}

export async function publishedBy(url: string): Promise<Published> {
  const schemas = JSON.parse((await ask(url, 'GET', '/schema')).text)
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
  const isObservation = ajv.compile(schemas.observation)
  const isState = ajv.compile(schemas.state)
  return {
    schemas,
    turn(data) {
      const turn = data as Turn
      expect(Object.keys(turn)).toEqual(['observation', 'reward', 'done'])
      const { observation, reward, done } = turn
      for (const key of ['reward', 'done', 'metadata']) expect(observation).not.toHaveProperty(key)
      isObservation({ ...observation, reward, done })
      expect(isObservation.errors).toBeNull()
      return turn
    },
    state(data) {
      isState(data)
      expect(isState.errors).toBeNull()
      return data as Record<string, unknown>
    },
  }
}
