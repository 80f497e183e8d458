import { formatTable } from './table.ts'

/** What an exploit earned under one setting. */
export interface AttackFigure {
  readonly exploit: string
  readonly rows: string
  readonly profile: string
  readonly feedback: string | null
  readonly delivery: string | null
  readonly episodes: number
  readonly mean: number
  readonly standard_error: number
  readonly maximum: number
  readonly bound: number | null
  readonly verdict: string
}

/** A figure of the corpus, with the task that comes closest to its bound or furthest above it. */
export interface AttackLine {
  readonly figure: AttackFigure
  readonly worst: {
    readonly task: string
    readonly figure: AttackFigure
    /** What the task pays most, where that breaks the bound: an item, or an accepted entry. */
    readonly item: string | null
  } | null
}

/** A bound that does not hold on a task, and what paid. */
export interface AttackBreach {
  readonly task: string
  readonly figure: AttackFigure
  readonly payment: {
    readonly item: string | null
    readonly how: string
    readonly variant: string
    readonly share: number
    readonly text: string | null
    readonly concepts: readonly string[]
  }
}

/** What exploits earn, a line for each setting that makes a difference to them. */
export function formatAttack(lines: readonly AttackLine[]): string {
  const isBroken = lines.some(({ worst }) => worst?.figure.verdict === 'broken')
  return formatTable(
    [
      'exploit',
      'rows',
      'profile',
      'level',
      'delivery',
      'mean',
      '±',
      'max',
      'bound',
      'verdict',
      'worst task',
      'there',
      ...(isBroken ? ['paid by'] : []),
    ],
    lines.map(({ figure, worst }) => [
      figure.exploit,
      figure.rows,
      figure.profile,
      figure.feedback ?? 'any',
      figure.delivery ?? 'any',
      figure.mean.toFixed(3),
      figure.standard_error.toFixed(3),
      figure.maximum.toFixed(3),
      figure.bound === null ? '–' : figure.bound.toFixed(3),
      worst?.figure.verdict === 'broken' ? 'BROKEN' : figure.verdict,
      worst?.task ?? '–',
      worst ? worst.figure.mean.toFixed(3) : '–',
      ...(isBroken ? [worst?.item ?? '–'] : []),
    ]),
  )
}

/** A breach in words: who earned how much where, what is allowed, and what paid for it. */
export function formatBreach({ task, figure, payment }: AttackBreach): string {
  const level = figure.feedback === null ? '' : `, level \`${figure.feedback}\`, ${figure.delivery}`
  const mean = `${figure.mean.toFixed(3)} ± ${figure.standard_error.toFixed(3)}`
  const head = `\`${figure.exploit}\` earns ${mean} on the ${figure.rows} rows of \`${task}\` under \`${figure.profile}\`${level}, and at most ${figure.bound?.toFixed(3)} is allowed`
  return `${head}\n${whatPaid(payment)}`
}

function whatPaid({ item, how, variant, share, text, concepts }: AttackBreach['payment']): string {
  if (item === null) return '  nothing that it said was paid: wrong findings are too cheap here'
  const words = text === null ? '' : `\n  paid text: “${text.length > 160 ? `${text.slice(0, 159)}…` : text}”`
  const held = concepts.length === 0 ? '' : `\n  held in it: ${concepts.map((id) => `\`${id}\``).join(', ')}`
  const credit = share > 0 ? `, ${share.toFixed(3)} of the credit an episode` : ''
  return `  most is paid by \`${item}\` (${how}${credit}; row \`${variant}\`)${words}${held}`
}
