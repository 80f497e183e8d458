import type { CheckUnit, NativeCompiler, TypeFault } from '../language/language.ts'
import { loadLanguage } from '../language/load-language.ts'

/** Programs in one language, and the compiler that is asked first where it is not the one that comes with this tool. */
export interface Programs {
  readonly language: string
  readonly native: NativeCompiler | null
  readonly units: readonly CheckUnit[]
}

export type Faults = readonly (readonly TypeFault[])[]

/** Checks the types of programs in this thread. */
export async function checkPrograms({ language, native, units }: Programs): Promise<Faults> {
  const spoken = await loadLanguage(language)
  return (native ? spoken.withNative(native) : spoken).check(units)
}
