import type { ShownItem } from '../../model/authors-work.ts'
import { type DiffLine, lineDiff } from '../line-diff.ts'
import { counted } from '../words.tsx'

const signs = { same: ' ', gone: '−', new: '+' } as const

/** What mends a defect and what shows it: for those who may know. */
export function ItemProof({ item: { fix, cases, recommendation } }: { readonly item: ShownItem }) {
  return (
    <>
      <details>
        <summary>Fix</summary>
        <p>{recommendation}</p>
        {fix.map(({ path, before, after }) => (
          <figure key={path} class="diff">
            <figcaption>{path}</figcaption>
            {lineDiff(before, after).map((hunk) => (
              <ol key={hunk[0]?.number}>
                {hunk.map((line, index) => (
                  <Line key={index} line={line} />
                ))}
              </ol>
            ))}
          </figure>
        ))}
      </details>
      <details>
        <summary>Witness: {counted(cases.length, 'case')}</summary>
        {cases.map(({ calls, actual, expected }, index) => (
          <dl key={index} class="case">
            <dt>calls</dt>
            <dd>
              <pre>{list(calls)}</pre>
            </dd>
            <dt>what happens</dt>
            <dd>
              <pre class="loss-text">{list(actual)}</pre>
            </dd>
            <dt>with the fix</dt>
            <dd>
              <pre class="gain-text">{list(expected)}</pre>
            </dd>
          </dl>
        ))}
      </details>
    </>
  )
}

function Line({ line: { sort, number, text } }: { readonly line: DiffLine }) {
  return (
    <li class={sort}>
      <span class="line-number">{number}</span>
      <span>
        {signs[sort]} {text}
      </span>
    </li>
  )
}

/** A line for each member, so that calls and outcomes can be laid side by side. */
function list(value: unknown): string {
  return Array.isArray(value) ? value.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(value)
}
