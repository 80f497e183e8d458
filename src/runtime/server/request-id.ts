/** As long as OpenEnv allows. */
const MAX_CHARACTERS = 255

/** The name that a client gave its request, so that it can send it again; null where there is none. */
export function requestIdOf(carrier: unknown): string | null {
  const id: unknown =
    typeof carrier === 'object' && carrier !== null ? Reflect.get(carrier, 'request_id') : null
  return typeof id === 'string' && id !== '' && id.length <= MAX_CHARACTERS ? id : null
}
