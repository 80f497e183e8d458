interface WaterfallProps {
  /** The parts of the score by name. */
  readonly components: Readonly<Record<string, number>>
  /** What they add up to; null while it is not told. */
  readonly score: number | null
}

/** How a score came about: each part begins where the one before ended. */
export function Waterfall({ components, score }: WaterfallProps) {
  let total = 0
  const earning = Object.entries(components).filter(([, value]) => value !== 0)
  const parts = earning.map(([name, value]) => {
    const from = total
    total += value
    return { name, value, from, to: total }
  })
  const edges = [0, ...parts.map(({ to }) => to)]
  const [least, most] = [Math.min(...edges), Math.max(...edges)]
  const at = (value: number) => `${((value - least) / Math.max(most - least, 0.01)) * 100}%`
  if (parts.length === 0) return <p class="note">Nothing earned or lost yet.</p>
  return (
    <table class="waterfall">
      <caption>{score === null ? 'So far' : 'How the score came about'}</caption>
      <thead>
        <tr>
          <th scope="col">part</th>
          <th scope="col" class="number">
            value
          </th>
          <th scope="col">
            <span class="unseen">bar</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, value, from, to }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{signed(value)}</td>
            <td class="bar-cell">
              <span
                class={value < 0 ? 'bar-part loss' : 'bar-part gain'}
                style={{ left: at(Math.min(from, to)), width: at(least + Math.abs(value)) }}
              />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{score === null ? 'sum' : 'score'}</th>
          <td class="number">{signed(score ?? total)}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  )
}

/** Three decimals and always a sign, so that columns line up. */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}
