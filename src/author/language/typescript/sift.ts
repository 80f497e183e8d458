import type { CheckUnit } from '../language.ts'

/** Tells of each of many units whether a type checker has anything against it; none of them reaches out. */
export type Sift = (units: readonly CheckUnit[]) => Promise<readonly boolean[]>
