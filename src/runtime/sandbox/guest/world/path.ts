/** Segments with `.` and `..` taken out; `..` stays at the front of a relative path. */
function settle(path: string): string[] {
  const isRooted = path.startsWith('/')
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') kept.push(segment)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!isRooted) kept.push('..')
  }
  return kept
}

function normalize(path: string): string {
  const isRooted = path.startsWith('/')
  const settled = settle(path).join('/')
  const ending = path.endsWith('/') && settled !== '' ? '/' : ''
  return `${isRooted ? '/' : ''}${settled}${ending}` || '.'
}

const join = (...parts: string[]) => {
  for (const part of parts)
    if (typeof part !== 'string') throw new TypeError('The "path" argument must be of type string')
  return normalize(parts.filter((part) => part !== '').join('/'))
}

/** The working folder is the root. */
function resolve(...parts: string[]): string {
  let path = ''
  for (const part of parts.toReversed()) {
    if (typeof part !== 'string') throw new TypeError('The "paths" argument must be of type string')
    if (part === '') continue
    path = path === '' ? part : `${part}/${path}`
    if (part.startsWith('/')) break
  }
  return `/${settle(`/${path}`).join('/')}`
}

function dirname(path: string): string {
  const trimmed = path.replace(/(?<=.)\/+$/, '')
  const slash = trimmed.lastIndexOf('/')
  if (slash === -1) return '.'
  return trimmed.slice(0, slash).replace(/(?<=.)\/+$/, '') || '/'
}

function basename(path: string, suffix = ''): string {
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name
}

function extname(path: string): string {
  const name = basename(path)
  const dot = name.lastIndexOf('.')
  return dot <= 0 || name === '..' ? '' : name.slice(dot)
}

function relative(from: string, to: string): string {
  const [here, there] = [settle(resolve(from)), settle(resolve(to))]
  let shared = 0
  while (shared < here.length && shared < there.length && here[shared] === there[shared]) shared += 1
  return [...here.slice(shared).map(() => '..'), ...there.slice(shared)].join('/')
}

interface Parsed {
  readonly root: string
  readonly dir: string
  readonly base: string
  readonly ext: string
  readonly name: string
}

function parse(path: string): Parsed {
  const [base, ext] = [basename(path), extname(path)]
  const dir = dirname(path)
  return {
    root: path.startsWith('/') ? '/' : '',
    dir: dir === '.' && !path.startsWith('.') ? '' : dir,
    base,
    ext,
    name: ext === '' ? base : base.slice(0, -ext.length),
  }
}

function format({ root = '', dir = root, name = '', ext = '', base = name + ext }: Partial<Parsed>): string {
  if (dir === '') return base
  return dir === root ? `${dir}${base}` : `${dir}/${base}`
}

const members = {
  sep: '/',
  delimiter: ':',
  basename,
  dirname,
  extname,
  format,
  isAbsolute: (path: string) => path.startsWith('/'),
  join,
  normalize,
  parse,
  relative,
  resolve,
}
const path = { ...members, posix: members }

export const pathModule = { default: path, ...path }
