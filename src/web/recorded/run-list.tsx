import { useEffect, useState } from 'preact/hooks'
import {
  EPISODES_A_PAGE,
  type EpisodeKey,
  type EpisodeLine,
  type EpisodePage,
  episodeKeys,
} from '../../model/recorded-runs.ts'
import { answerOf } from '../catalog.ts'
import { signed } from '../waterfall.tsx'
import { counted } from '../words.tsx'

type Chosen = Readonly<Record<EpisodeKey, string>>

const EVERYTHING: Chosen = { run: '', player: '', task: '', outcome: '' }
const labels: Chosen = { run: 'Run', player: 'Player', task: 'Task', outcome: 'Outcome' }

/** The episodes of all recorded runs, a page at a time, with what narrows them. Two can be picked and compared. */
export function RunList({ environment }: { readonly environment: string }) {
  const [chosen, setChosen] = useState(EVERYTHING)
  const [from, setFrom] = useState(0)
  const [page, setPage] = useState<EpisodePage | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [picked, setPicked] = useState<readonly number[]>([])
  useEffect(() => {
    let isShown = true
    const query = new URLSearchParams({ ...chosen, from: String(from) })
    answerOf(`${environment}/runs?${query}`).then(
      (answer) => isShown && setPage(answer),
      (error) => isShown && setProblem(String(error.message)),
    )
    return () => {
      isShown = false
    }
  }, [environment, chosen, from])
  const pick = (number: number, isPicked: boolean) =>
    setPicked((before) => {
      const others = before.filter((one) => one !== number)
      return isPicked ? [...others.slice(-1), number] : others
    })
  return (
    <main class="page wide">
      <h1>Episodes</h1>
      {problem !== null && (
        <p class="problem" role="alert">
          The runs cannot be read: {problem}
        </p>
      )}
      {page && (
        <>
          <search class="filters">
            {episodeKeys.map((key) => (
              <label key={key}>
                {labels[key]}
                <select
                  value={chosen[key]}
                  onChange={({ currentTarget }) => {
                    setChosen({ ...chosen, [key]: currentTarget.value })
                    setFrom(0)
                  }}
                >
                  <option value="">any</option>
                  {page.words[key].map((word) => (
                    <option key={word}>{word}</option>
                  ))}
                </select>
              </label>
            ))}
          </search>
          <div class="actions list-head">
            <p role="status">
              {page.found === page.total ? '' : `${page.found} of `}
              {counted(page.total, 'episode')}
            </p>
            <span class="push" />
            {picked.length === 2 ? (
              <a class="button" href={`#/runs/${picked.join('/')}`}>
                Compare the two
              </a>
            ) : (
              <span class="note">Pick two to compare them</span>
            )}
          </div>
          {page.notes.length > 0 && (
            <details class="problem">
              <summary>{counted(page.notes.length, 'line')} could not be read</summary>
              <ul>
                {page.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </details>
          )}
          <EpisodeTable episodes={page.episodes} picked={picked} pick={pick} />
          {page.found > EPISODES_A_PAGE && (
            <nav class="actions" aria-label="Pages of the list">
              <button type="button" disabled={from === 0} onClick={() => setFrom(from - EPISODES_A_PAGE)}>
                Earlier
              </button>
              <span>
                {from + 1} to {Math.min(from + EPISODES_A_PAGE, page.found)}
              </span>
              <button
                type="button"
                disabled={from + EPISODES_A_PAGE >= page.found}
                onClick={() => setFrom(from + EPISODES_A_PAGE)}
              >
                Later
              </button>
            </nav>
          )}
        </>
      )}
    </main>
  )
}

interface EpisodeTableProps {
  readonly episodes: readonly EpisodeLine[]
  readonly picked: readonly number[]
  readonly pick: (number: number, isPicked: boolean) => void
}

function EpisodeTable({ episodes, picked, pick }: EpisodeTableProps) {
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">compare</span>
          </th>
          <th scope="col">Episode</th>
          <th scope="col">Player</th>
          <th scope="col" class="spare">
            Run
          </th>
          <th scope="col">Outcome</th>
          <th scope="col" class="number">
            Score
          </th>
          <th scope="col" class="number spare">
            Maximum
          </th>
          <th scope="col" class="number spare">
            Steps
          </th>
          <th scope="col" class="number spare">
            Findings
          </th>
        </tr>
      </thead>
      <tbody>
        {episodes.map(({ number, task, row, player, run, outcome, score, maximum, steps, findings }) => (
          <tr key={number}>
            <td>
              <input
                type="checkbox"
                aria-label={`Compare ${task} ${row} of ${player}`}
                checked={picked.includes(number)}
                onChange={({ currentTarget }) => pick(number, currentTarget.checked)}
              />
            </td>
            <th scope="row">
              <a href={`#/runs/${number}`}>
                {task} {row}
              </a>
            </th>
            <td>{player}</td>
            <td class="spare">{run}</td>
            <td>{outcome}</td>
            <td class="number">{score === null ? '–' : signed(score)}</td>
            <td class="number spare">{maximum === null ? '–' : signed(maximum)}</td>
            <td class="number spare">{steps}</td>
            <td class="number spare">{findings}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
