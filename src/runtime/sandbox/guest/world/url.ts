import { host } from '../host.ts'
import { URLSearchParams } from './search-params.ts'

const PARTS = [
  'hash',
  'host',
  'hostname',
  'href',
  'password',
  'pathname',
  'port',
  'protocol',
  'search',
  'username',
] as const
type Parts = Readonly<Record<(typeof PARTS)[number] | 'origin', string>>

function ask(request: object): Parts | null {
  return JSON.parse(host('url', JSON.stringify(request)))
}

function parsed(url: unknown, base?: unknown): Parts {
  const parts = ask({ url: String(url), ...(base === undefined ? {} : { base: String(base) }) })
  if (parts === null)
    throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: String(url) })
  return parts
}

/** The web's URL. The parsing is the host's; the object is ours. */
class Url {
  #parts: Parts
  readonly #params: URLSearchParams

  constructor(url: unknown, base?: unknown) {
    this.#parts = parsed(url, base)
    this.#params = new URLSearchParams(this.#parts.search)
    this.#params.onChange((query) => this.#set('search', query))
  }
  static canParse(url: unknown, base?: unknown): boolean {
    return ask({ url: String(url), ...(base === undefined ? {} : { base: String(base) }) }) !== null
  }
  static {
    for (const part of PARTS)
      Object.defineProperty(Url.prototype, part, {
        get(this: Url) {
          return this.#parts[part]
        },
        set(this: Url, value: unknown) {
          this.#set(part, String(value))
          if (part === 'search' || part === 'href') this.#params.replace(this.#parts.search)
        },
        configurable: true,
      })
  }
  get origin(): string {
    return this.#parts.origin
  }
  get searchParams(): URLSearchParams {
    return this.#params
  }
  toString(): string {
    return this.#parts.href
  }
  toJSON(): string {
    return this.#parts.href
  }
  #set(part: string, value: string): void {
    this.#parts = ask({ url: this.#parts.href, set: { part, value } }) ?? this.#parts
  }
}
Object.defineProperty(Url, 'name', { value: 'URL' })

export { Url as URL }

const fileURLToPath = (url: unknown) => {
  const { protocol, pathname } = parsed(url)
  if (protocol !== 'file:') throw new TypeError('The URL must be of scheme file')
  if (/%2f/i.test(pathname)) throw new TypeError('File URL path must not include encoded / characters')
  return decodeURIComponent(pathname)
}
const pathToFileURL = (path: string) =>
  new Url(
    `file://${encodeURI(path.startsWith('/') ? path : `/${path}`)
      .replaceAll('?', '%3F')
      .replaceAll('#', '%23')}`,
  )

const members = { URL: Url, URLSearchParams, fileURLToPath, pathToFileURL }

export const urlModule = { default: members, ...members }
