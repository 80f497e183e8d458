import { createHash, timingSafeEqual } from 'node:crypto'
import type { Desk } from '../environment/choose-row.ts'

/** What a visitor says about itself, in lower-case names of headers. */
export type HeaderReader = (name: string) => string | null | undefined

/** Why a visitor is not let in. */
export interface Refusal {
  readonly status: 401 | 403
  readonly message: string
  readonly headers: Readonly<Record<string, string>>
}

/** What may be asked without a token: whether the server is there. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/health'])

/**
 * Says who may come in: holders of the token, where there is one, as OpenEnv's clients bring it (credentials in the
 * address) or as a bearer; and of web pages none but this server's own. An author's desk answers only to this machine's
 * own names, or a site whose name is made to mean this machine could read from it.
 */
export function createGuard(
  token: string | null,
  desk: Desk,
): (pathname: string, header: HeaderReader) => Refusal | null {
  const expected = token === null ? null : digest(token)
  return (pathname, header) => {
    if (isForeign(header))
      return { status: 403, message: 'Pages of other sites may not call this server', headers: {} }
    if (desk === 'author' && !isThisMachine(header('host') ?? ''))
      return {
        status: 403,
        message: 'An author’s desk answers to localhost and 127.0.0.1 alone',
        headers: {},
      }
    if (expected === null || OPEN_PATHS.has(pathname)) return null
    if (offered(header('authorization') ?? '').some((one) => timingSafeEqual(digest(one), expected)))
      return null
    return {
      status: 401,
      message: 'This server asks for a token: http://user:TOKEN@host, or `Authorization: Bearer TOKEN`',
      headers: { 'www-authenticate': 'Basic realm="reviewgym"' },
    }
  }
}

/** Browsers say where a page is from, and would let any page speak to a server on this machine. */
function isForeign(header: HeaderReader): boolean {
  const origin = header('origin')
  if (!origin) return false
  const own = [header('host'), header('x-forwarded-host')]
  return !URL.canParse(origin) || !own.includes(new URL(origin).host)
}

function isThisMachine(host: string): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d+){3}$/.test(name)
}

/** The tokens that a header may mean: a bearer's, a password, or a user without one. */
function offered(authorization: string): readonly string[] {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization) ?? []
  if (scheme.toLowerCase() === 'bearer') return [value]
  if (scheme.toLowerCase() !== 'basic') return []
  const [user = '', ...password] = Buffer.from(value, 'base64').toString('utf8').split(':')
  return password.join(':') === '' ? [user] : [password.join(':')]
}

/** Texts of any length compare in the time of a digest. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
