import { pythonWorld } from '../../../model/python-world.ts'

/**
 * What pyright is asked: calls, attributes, names and types that cannot be right. Left out is what may go wrong at run
 * time in code that is well typed otherwise, for that is what tasks plant: a value that can be None, a name that is not
 * bound on every path, a coroutine that nobody awaits, a handler that is never reached, a second definition.
 */
const plantable = [
  'reportOptionalCall',
  'reportOptionalContextManager',
  'reportOptionalIterable',
  'reportOptionalMemberAccess',
  'reportOptionalOperand',
  'reportOptionalSubscript',
  'reportPossiblyUnbound',
  'reportRedeclaration',
  'reportSelfClsParameterName',
  'reportTypedDictNotRequiredAccess',
  'reportUnboundVariable',
  'reportUnhashable',
  'reportUnusedCoroutine',
  'reportUnusedExcept',
]

/** Settings for units in these folders, each of which sees its own files and the standard library only. */
export function pyrightSettings(folders: readonly string[]): string {
  return JSON.stringify({
    pythonVersion: pythonWorld.version,
    pythonPlatform: 'Linux',
    typeCheckingMode: 'basic',
    ...Object.fromEntries(plantable.map((rule) => [rule, 'none'])),
    include: ['.'],
    exclude: [],
    executionEnvironments: folders.map((root) => ({ root })),
  })
}
