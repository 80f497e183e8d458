/** A format as it stands in a file: `reviewgym-bundle/2`. */
interface StoredFormat {
  readonly name: string
  readonly number: number
}

/** What a file says of its format; null where it says none of this kind. */
export type FormatVerdict = 'current' | 'older' | 'newer'

/** Whether a stored value is of the current format, an older or a newer one; null where it is something else. */
export function compareFormat(stated: unknown, current: string): FormatVerdict | null {
  const [is, should] = [parseFormat(stated), parseFormat(current)]
  if (is === null || should === null || is.name !== should.name) return null
  return is.number === should.number ? 'current' : is.number < should.number ? 'older' : 'newer'
}

/** Why a file of a newer format cannot be read. */
export function newerThan(stated: unknown, current: string, version: string): string {
  return `Its format is ${String(stated)}, and reviewgym ${version} reads up to ${current}`
}

export const UPGRADE = 'Upgrade reviewgym to the version that wrote it, or a later one'

function parseFormat(stated: unknown): StoredFormat | null {
  const [, name, number] = /^(reviewgym-[a-z]+)\/([1-9]\d{0,5})$/.exec(String(stated)) ?? []
  return name === undefined ? null : { name, number: Number(number) }
}
