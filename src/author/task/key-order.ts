import type { Shape } from '../../model/shape.ts'
import { taskShape } from '../../model/task.ts'
import type { KeyOrder } from '../syntax/format-yaml.ts'

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: Shape | boolean
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

/** The order of a task's keys: that of its shape. What calls and fixtures hold is data, and stays as it is. */
export const taskOrder: KeyOrder = orderOf(taskShape)

const asWritten: KeyOrder = { keys: null, below: () => asWritten }

function orderOf(shape: Shape): KeyOrder {
  const { properties, additionalProperties, items, anyOf } = shape as Schema
  if (anyOf) {
    // One object among other forms is what a map means; several are told apart by their keys, and are data.
    const objects = anyOf.filter((branch) => (branch as Schema).type === 'object')
    const lists = anyOf.filter((branch) => (branch as Schema).type === 'array')
    const [map, list] = [objects, lists].map(([one, other]) => (one && !other ? orderOf(one) : asWritten))
    return {
      keys: map?.keys ?? null,
      below: (key) => (typeof key === 'number' ? list : map)?.below(key) ?? asWritten,
    }
  }
  return {
    keys: properties ? Object.keys(properties) : null,
    below(key) {
      if (typeof key === 'number') return items ? orderOf(items) : asWritten
      const next = properties && Object.hasOwn(properties, key) ? properties[key] : additionalProperties
      return typeof next === 'object' ? orderOf(next) : asWritten
    },
  }
}
