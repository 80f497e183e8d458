import { detail, type Handler } from './http.ts'

/** The page for people, as it was built: its files by name, `index.html` among them. */
export type WebFiles = ReadonlyMap<string, Uint8Array>

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
}

/** Nothing but the page's own files is loaded or run, and it speaks to nobody but this server. A Space shows it in a frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Browsers themselves write style attributes where coloured text is typed over.
  "style-src-attr 'unsafe-inline'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' https://huggingface.co https://*.hf.space",
].join('; ')

/** `/web` and the files below it, packed for those who can unpack. */
export function createWebRoute(files: WebFiles): Readonly<Record<'page' | 'file', Handler>> {
  const packed = new Map<string, Promise<ArrayBuffer>>()
  const answer = async (name: string, { headers }: Request): Promise<Response> => {
    const bytes = files.get(name)
    const type = types[name.split('.').at(-1) ?? '']
    if (!bytes || type === undefined) return detail(404, 'Not Found')
    const isPacked = /\bgzip\b(?!\s*;\s*q=0)/i.test(headers.get('accept-encoding') ?? '')
    if (isPacked && !packed.has(name)) packed.set(name, gzip(bytes))
    return new Response((isPacked && (await packed.get(name))) || new Uint8Array(bytes), {
      headers: {
        'content-type': type,
        ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
        vary: 'accept-encoding',
        'content-security-policy': POLICY,
        // A name with a hash in it never means anything else.
        'cache-control': /-[A-Z0-9]{8}\./.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    })
  }
  return {
    page: ({ request }) => answer('index.html', request),
    file: ({ request, parts: [name = ''] }) => answer(name, request),
  }
}

function gzip(bytes: Uint8Array): Promise<ArrayBuffer> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Response(stream).arrayBuffer()
}
