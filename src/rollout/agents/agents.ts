import type { Agent } from './agent.ts'
import { nop } from './nop.ts'
import { oracle } from './oracle.ts'
import { weakHonest } from './weak-honest.ts'

/** Every agent, in the order of the documentation. */
export const agents: readonly Agent[] = [oracle, nop, weakHonest]
