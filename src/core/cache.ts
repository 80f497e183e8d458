/** Texts kept from one compilation to the next, by name. What is missing or spoilt is made again. */
export interface Cache {
  read(name: string): Promise<string | null>
  write(name: string, text: string): Promise<void>
}

/**
 * What was kept under a name, as `revive` makes it of the JSON; null where it hung on something else than `key` says, or
 * cannot be revived.
 */
export async function readKeyed<Kept, Result>(
  cache: Cache,
  name: string,
  key: string,
  revive: (kept: Kept) => Result | Promise<Result>,
): Promise<Result | null> {
  const text = await cache.read(name)
  const end = text?.indexOf('\n') ?? -1
  if (text === null || text.slice(0, end) !== key) return null
  try {
    return await revive(JSON.parse(text.slice(end + 1)))
  } catch {
    return null
  }
}

/** Keeps a value under a name as JSON. */
export async function writeKeyed(cache: Cache, name: string, key: string, value: unknown): Promise<void> {
  await cache.write(name, `${key}\n${JSON.stringify(value)}`)
}
