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

/** `/web` and the files below it. */
export function createWebRoute(files: WebFiles): Readonly<Record<'page' | 'file', Handler>> {
  const answer = (name: string): Response => {
    const bytes = files.get(name)
    const type = types[name.split('.').at(-1) ?? '']
    if (!bytes || type === undefined) return detail(404, 'Not Found')
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': type,
        'content-security-policy': POLICY,
        // A name with a hash in it never means anything else.
        'cache-control': /-[A-Z0-9]{8}\./.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    })
  }
  return { page: () => answer('index.html'), file: ({ parts: [name = ''] }) => answer(name) }
}
