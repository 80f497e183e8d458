import type { OpenApi } from './openapi.ts'

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b;background:#fff}
code,pre{font:14px/1.4 ui-monospace,monospace}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #ccc}
pre{overflow:auto;background:#f4f4f4;padding:1rem}
@media (prefers-color-scheme:dark){body{color:#eee;background:#1b1b1b}pre{background:#2a2a2a}th,td{border-color:#444}}`

/** The interface as a page that loads nothing else. */
export function docsPage(openApi: OpenApi): Response {
  const rows = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary }]) =>
        `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${escaped(path)}</code></td><td>${escaped(summary)}</td></tr>`,
    ),
  )
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(openApi.info.title)}</title><style>${style}</style></head>
<body>
<main>
<h1>${escaped(openApi.info.title)}</h1>
<p>Play over the WebSocket <code>/ws</code>, over MCP at <code>/mcp</code>, or over HTTP with the header <code>X-Session-Id</code>. Shapes: <a href="schema">/schema</a>. This page as data: <a href="openapi.json">/openapi.json</a>.</p>
<table><thead><tr><th>Method</th><th>Path</th><th>Does</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
<h2>On <code>/ws</code></h2>
<p>One JSON object a text frame, one reply a frame, in order.</p>
<pre>${escaped(
    [
      '{"type": "reset", "data": {"task_id": "…", "row": 0}}',
      '{"type": "step", "data": {"operation": "request_hint"}}',
      '{"type": "step", "data": {"operation": "finalize"}}',
      '{"type": "state"}',
      '{"type": "close"}',
    ].join('\n'),
  )}</pre>
</main>
</body>
</html>
`
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
