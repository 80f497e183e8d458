import type { Agent } from './agent.ts'
import { fullPlusTwo } from './full-plus-two.ts'
import { half } from './half.ts'
import { linter } from './linter.ts'
import { nop } from './nop.ts'
import { oracle } from './oracle.ts'
import { otherWords } from './other-words.ts'
import { random } from './random.ts'
import { weakHonest } from './weak-honest.ts'

/** Every agent, in the order of the documentation. */
export const agents: readonly Agent[] = [
  oracle,
  half,
  otherWords,
  fullPlusTwo,
  weakHonest,
  random,
  nop,
  linter,
]
