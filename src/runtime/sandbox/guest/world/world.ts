import { Buffer } from './buffer.ts'

/** The modules of the world by name: what `import` finds, under `default` and by name. */
export const world: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'node:buffer': { Buffer },
}
