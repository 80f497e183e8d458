interface Words {
  readonly message: string
  readonly hint: string | null
}

const NOT_ERASABLE = 1294

/**
 * A fault in the words of a snippet's author. The checker knows nothing of the sandbox: it advises to install packages
 * and to change compiler options, which no snippet can.
 */
export function wordsOf(code: number, text: string): Words {
  const message = text.replace(/\s+/g, ' ').replace(/\.$/, '')
  if (code === NOT_ERASABLE)
    return {
      message: 'Types are erased before a snippet runs, and this is more than a type',
      hint: 'Write it without `enum`, `namespace`, `import =` and parameter properties',
    }
  const [fact = message, advice] = message.split(/[.?] (?=Do you need to )/)
  if (advice === undefined) return { message, hint: null }
  return {
    message: fact,
    hint: 'The sandbox has only what the documentation lists; let anything else come in through a parameter',
  }
}
