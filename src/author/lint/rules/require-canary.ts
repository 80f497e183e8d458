import { sha256 } from '../../../core/canonical-json.ts'
import { spanOf } from '../../../core/source.ts'
import { readComments } from '../../syntax/comments.ts'
import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

const CANARY = /\bcanary\b.*\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b/i

/** A word that is nowhere else shows later whether a held-out task was trained on. */
export const requireCanary: LintRule = {
  name: 'require-canary',
  severity: 'warning',
  summary: 'A task of the eval split has a comment with a canary: a word that is nowhere else.',
  *check({ spec, source: { root } }) {
    const { source } = root.span
    if (spec.split !== 'eval' || readComments(source).some(({ text }) => CANARY.test(text))) return
    const lineBreak = source.text.includes('\r\n') ? '\r\n' : '\n'
    const start = spanOf(source, root.span.start, root.span.start)
    yield {
      span: nodeAt(root, ['split']).span,
      message: 'This task is held out and has no canary',
      hint: 'Put a comment at its top: `# canary` and a UUID that is nowhere else',
      fix: [
        {
          span: start,
          text: `# canary ${uuidOf(sha256(`canary ${source.text}`))}: keep this file out of training data${lineBreak}`,
        },
      ],
    }
  },
}

function uuidOf(hash: string): string {
  const [a, b, c, d, e] = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(13, 16),
    hash.slice(17, 20),
    hash.slice(20, 32),
  ]
  return `${a}-${b}-4${c}-a${d}-${e}`
}
