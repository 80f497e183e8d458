export interface Words {
  readonly message: string
  readonly hint: string | null
}

const NOT_ERASABLE = 1294
const TYPES_IMPORTED_AS_VALUES = [1484, 1485]
const TYPES_EXPORTED_AS_VALUES = [1205, 1448]

/** What is said of anything that is still there when the types are gone. */
export const notErasable: Words = {
  message: 'Types are erased before a snippet runs, and this is more than a type',
  hint: 'Write it without `enum`, `namespace`, `import =` and parameter properties',
}

/**
 * A fault in the words of a snippet's author. The checker knows nothing of the sandbox: it advises to install packages
 * and to change compiler options, which no snippet can.
 */
export function wordsOf(code: number, text: string): Words {
  const message = text.replace(/\s+/g, ' ').replace(/\.$/, '')
  if (code === NOT_ERASABLE) return notErasable
  const name = /^'([^']+)'/.exec(message)?.[1] ?? ''
  if (TYPES_IMPORTED_AS_VALUES.includes(code))
    return {
      message: `\`${name}\` is a type: this import stays when types are erased, and finds nothing`,
      hint: `Write \`import type { ${name} }\``,
    }
  if (TYPES_EXPORTED_AS_VALUES.includes(code))
    return {
      message: 'This exports a type as a value, which is not there when types are erased',
      hint: 'Write `export type { … }`',
    }
  const [fact = message, advice] = message.split(/[.?] (?=Do you need to )/)
  if (advice === undefined) return { message, hint: null }
  return {
    message: fact,
    hint: 'The sandbox has only what the documentation lists; let anything else come in through a parameter',
  }
}
