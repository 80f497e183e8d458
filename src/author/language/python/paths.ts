import { pythonWorld } from '../../../model/python-world.ts'
import type { Refusal } from '../language.ts'

const keywords = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
)

/** A path that no import can name, or that would hide a module of the sandbox, is refused. */
export function refusePath(path: string): Refusal | null {
  if (!path.endsWith('.py'))
    return { message: 'A Python snippet needs a path that ends in `.py`', hint: null }
  const parts = path.slice(0, -'.py'.length).split('/')
  const odd = parts.find((part) => !/^[A-Za-z_]\w*$/.test(part) || keywords.has(part))
  if (odd !== undefined)
    return {
      message: `No import can name this path: \`${odd}\` is not an identifier`,
      hint: 'Write it with letters, digits and `_`',
    }
  const [top = ''] = parts
  return pythonWorld.modules.includes(top)
    ? {
        message: `This path hides the module \`${top}\` from every import`,
        hint: `Put it into a folder: \`src/${path}\``,
      }
    : null
}
