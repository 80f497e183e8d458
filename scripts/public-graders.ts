// Three published ways to score a code review, as their documentation gives them, over this project's rows.
import type { Finding } from '../src/model/finding.ts'
import { severities } from '../src/model/finding.ts'
import { findKind } from '../src/model/kinds/kinds.ts'
import type { Row } from '../src/runtime/bundle/opened.ts'

export interface PublicGrader {
  readonly name: string
  /** The rule in words, and what was chosen where it leaves something open. */
  readonly rule: string
  readonly source: string
  /** In [0, 1]. */
  score(row: Row, findings: readonly Finding[]): number
}

const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? []

export const publicGraders: readonly PublicGrader[] = [
  {
    name: 'tags and keywords',
    rule: 'The share of the planted tags that the review names, 0.05 more for each of them of which the comment has a keyword and 0.05 for the right overall severity, 0.1 less for each wrong tag. Tags are our kinds, keywords the words of a kind; the severity is that of the worst item.',
    source:
      '[theaniketgiri/code-review-env](https://github.com/theaniketgiri/code-review-env), `server/graders.py`',
    score: scoreTags,
  },
  {
    name: 'line F1',
    rule: '0.70 · F1 + 0.30 · severity accuracy; a finding matches a defect, one to one, when its line is within two of the defect’s and its type is compatible, the types being bug or logic, security, and performance. The line is the first one of the range, the type follows from the category of the kind; no text is read.',
    source:
      '[CodeMaverick2/code-review-env](https://github.com/CodeMaverick2/code-review-env), `server/graders.py`',
    score: scoreLines,
  },
  {
    name: 'BLEU-4',
    rule: 'The similarity of comment and reference in runs of one to four words, with add-one smoothing and the penalty for brevity, as is usual for generated review comments. References are the texts that an item’s author accepts; a row’s score is the mean over its items of the best finding.',
    source:
      '[CodeReviewer, arXiv 2203.09095](https://arxiv.org/abs/2203.09095); on its weakness [DeepCRCEval, arXiv 2412.18291](https://arxiv.org/abs/2412.18291)',
    score: scoreBleu,
  },
]

function scoreTags({ rubric: { items } }: Row, findings: readonly Finding[]): number {
  const named = new Set(findings.flatMap(({ kind }) => kind ?? []))
  const planted = new Set(items.map(({ kind }) => kind))
  if (named.size === 0 || planted.size === 0) return 0
  const comment = words(findings.map(({ title, message }) => `${title} ${message}`).join(' '))
  const found = [...planted].filter((kind) => named.has(kind))
  const worded = found.filter((kind) => words(kind).some((word) => comment.includes(word)))
  const worst = severities.find((one) => items.some(({ severity }) => severity === one))
  const isRight = findings.some(({ severity }) => severity === worst) ? 0.05 : 0
  const wrong = [...named].filter((kind) => !planted.has(kind)).length
  return Math.min(1, Math.max(0, found.length / planted.size + 0.05 * worded.length + isRight - 0.1 * wrong))
}

function typeOf(kind: string | null | undefined): string {
  const category = findKind(kind ?? '')?.category
  return category === 'security' || category === 'performance' ? category : 'bug'
}

function scoreLines({ rubric: { items } }: Row, findings: readonly Finding[]): number {
  const left = [...items]
  let severity = 0
  for (const finding of findings) {
    const at = left.findIndex(
      ({ anchors: [anchor], kind }) =>
        anchor?.path === finding.file &&
        Math.abs(anchor.lines[0] - finding.range[0]) <= 2 &&
        typeOf(kind) === typeOf(finding.kind),
    )
    const [item] = at === -1 ? [] : left.splice(at, 1)
    if (!item) continue
    const distance = Math.abs(severities.indexOf(item.severity) - severities.indexOf(finding.severity))
    severity += Math.max(0, 1 - distance * 0.34)
  }
  const hits = items.length - left.length
  const f1 = (2 * hits) / (findings.length + items.length)
  return 0.7 * f1 + (0.3 * severity) / items.length
}

function scoreBleu({ rubric: { items } }: Row, findings: readonly Finding[]): number {
  const best = items.map(({ source }) =>
    Math.max(0, ...findings.map(({ message }) => bleu(words(message), source.accepts.map(words)))),
  )
  return best.reduce((sum, one) => sum + one, 0) / items.length
}

/** Sentence BLEU-4 against the closest of some references. */
function bleu(candidate: readonly string[], references: readonly (readonly string[])[]): number {
  const logs = [1, 2, 3, 4].map((size) => {
    const own = runsOf(candidate, size)
    const others = references.map((reference) => runsOf(reference, size))
    const matched = [...own].reduce((sum, [run, count]) => {
      const most = Math.max(...others.map((other) => other.get(run) ?? 0))
      return sum + Math.min(count, most)
    }, 0)
    const total = Math.max(0, candidate.length - size + 1)
    const smooth = size > 1 ? 1 : 0
    return Math.log((matched + smooth) / (total + smooth) || Number.MIN_VALUE)
  })
  const closest = [...references].sort(
    (a, b) => Math.abs(a.length - candidate.length) - Math.abs(b.length - candidate.length),
  )[0]
  const brevity = Math.min(1, Math.exp(1 - (closest?.length ?? 0) / candidate.length))
  return brevity * Math.exp(logs.reduce((sum, one) => sum + one, 0) / 4)
}

function runsOf(tokens: readonly string[], size: number): ReadonlyMap<string, number> {
  const runs = new Map<string, number>()
  for (let at = 0; at + size <= tokens.length; at += 1) {
    const run = tokens.slice(at, at + size).join(' ')
    runs.set(run, (runs.get(run) ?? 0) + 1)
  }
  return runs
}
