interface DifferenceProps {
  /** Unified. */
  readonly diff: string
  /** Whether the change adds the file. */
  readonly isNew: boolean
}

/** What the change under review did to a file, behind a line that opens it. */
export function Difference({ diff, isNew }: DifferenceProps) {
  const [, , ...lines] = diff.replace(/\n$/, '').split('\n')
  return (
    <details class="difference">
      <summary>{isNew ? 'The change adds this file' : 'What the change did'}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <pre tabIndex={0}>
        {lines.map((line, index) => {
          const text = `${line}\n`
          if (line.startsWith('+')) return <ins key={index}>{text}</ins>
          if (line.startsWith('-')) return <del key={index}>{text}</del>
          return <span key={index}>{text}</span>
        })}
      </pre>
    </details>
  )
}
