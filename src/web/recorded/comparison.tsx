import { useMemo, useState } from 'preact/hooks'
import type { Trajectory } from '../../model/trajectory.ts'
import { MarkedCode } from '../marked-code.tsx'
import { signed } from '../waterfall.tsx'
import { counted } from '../words.tsx'
import { FindingList } from './moment-view.tsx'
import { type Moment, marksIn, momentsOf, type RecordedFinding, sceneOf, toneOf } from './moments.ts'

interface ComparisonProps {
  readonly numbers: readonly [number, number]
  readonly episodes: readonly [Trajectory, Trajectory]
}

/** An episode of the two, under its letter. */
interface Side {
  readonly letter: 'A' | 'B'
  readonly number: number
  readonly trajectory: Trajectory
  readonly moments: readonly Moment[]
  readonly findings: readonly RecordedFinding[]
}

/** Two episodes side by side: what each found, what that was worth, and how they went. */
export function Comparison({ numbers, episodes }: ComparisonProps) {
  const sides = useMemo(
    () => [sideOf('A', numbers[0], episodes[0]), sideOf('B', numbers[1], episodes[1])] as const,
    [numbers, episodes],
  )
  const [one, other] = sides
  const isSameProgram = one.trajectory.start.scene === other.trajectory.start.scene
  return (
    <main class="page wide">
      <h1>Two episodes</h1>
      <div class="pair">
        {sides.map((side) => (
          <SideHead key={side.letter} side={side} />
        ))}
      </div>
      {!isSameProgram && <p class="note">They are of different programs.</p>}
      <ItemTable sides={sides} />
      <PartTable sides={sides} />
      {isSameProgram && <SharedCode sides={sides} />}
      <h2>Step by step</h2>
      <div class="pair">
        {sides.map(({ letter, moments }) => (
          <section key={letter} aria-label={`Steps of ${letter}`}>
            <ol class="steps">
              {moments.slice(1).map(({ title, step, total, reported }) => (
                <li key={title}>
                  <strong>{title.replace(/^Step \d+: /, '')}</strong>{' '}
                  <span class="facts">
                    {step && signed(step.reward)} → {signed(total)}
                  </span>
                  <FindingList findings={reported} />
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </main>
  )
}

function sideOf(letter: Side['letter'], number: number, trajectory: Trajectory): Side {
  const moments = momentsOf(trajectory)
  return { letter, number, trajectory, moments, findings: moments.at(-1)?.findings ?? [] }
}

function SideHead({ side: { letter, number, trajectory } }: { readonly side: Side }) {
  const { start, end, scene } = trajectory
  return (
    <section class="card" aria-label={`Episode ${letter}`}>
      <h2>
        {letter}: <a href={`#/runs/${number}`}>{start.player.name}</a>
      </h2>
      <p class="facts">
        {start.task_id} {start.row}
        {scene.truth && ` (${scene.truth.variant})`} · {start.policy.feedback} · {start.policy.profile}
      </p>
      <p>
        <output>{end.score === null ? end.outcome : signed(end.score)}</output>
        {start.maximum !== null && <span class="facts"> of {signed(start.maximum)}</span>}
      </p>
    </section>
  )
}

/** What each made of every item of the rubric. */
function ItemTable({ sides }: { readonly sides: readonly Side[] }) {
  const items = new Map(
    sides.flatMap(({ trajectory }) => (trajectory.scene.truth?.items ?? []).map((item) => [item.id, item])),
  )
  return (
    <table class="list">
      <caption>What they found</caption>
      <SideColumns first="Item" sides={sides} />
      <tbody>
        {[...items.values()].map(({ id, kind, severity }) => (
          <tr key={id}>
            <th scope="row">
              {id} <span class="facts">{`${kind} · ${severity}`}</span>
            </th>
            {sides.map(({ letter, findings }) => (
              <td key={letter}>
                <Claim findings={findings.filter(({ entry }) => entry?.item === id)} />
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">nothing planted</th>
          {sides.map(({ letter, findings }) => (
            <td key={letter}>
              {counted(findings.filter(({ entry }) => entry && entry.item === null).length, 'finding')}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

function SideColumns({ first, sides }: { readonly first: string; readonly sides: readonly Side[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {sides.map(({ letter, trajectory }) => (
          <th key={letter} scope="col">
            {letter}: {trajectory.start.player.name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Claim({ findings }: { readonly findings: readonly RecordedFinding[] }) {
  const best = findings.find(({ entry }) => toneOf(entry) === 'good') ?? findings[0]
  if (!best?.entry) return <span class="status missed">missed</span>
  const { class: verdict, quality } = best.entry
  return (
    <span class={`status ${verdict}`}>
      {verdict} · quality {(quality / 40).toFixed(2)}
    </span>
  )
}

/** The parts of both scores. */
function PartTable({ sides }: { readonly sides: readonly [Side, Side] }) {
  const [one, other] = sides.map(({ trajectory }) => trajectory.end.components)
  const names = [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])]
  const parts = names
    .map((name) => ({ name, values: [one?.[name] ?? 0, other?.[name] ?? 0] as const }))
    .filter(({ values }) => values.some((value) => value !== 0))
  const sum = (side: 0 | 1) => parts.reduce((total, { values }) => total + values[side], 0)
  return (
    <table class="list">
      <caption>What that was worth</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          {['A', 'B', 'B − A'].map((name) => (
            <th key={name} scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...parts, { name: 'score', values: [sum(0), sum(1)] as const }].map(({ name, values: [a, b] }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {[a, b, b - a].map((value, column) => (
              <td key={column} class="number">
                {signed(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The program that both reviewed, with the findings of both. */
function SharedCode({ sides }: { readonly sides: readonly [Side, Side] }) {
  const { trajectory } = sides[0]
  const { language, snippets } = sceneOf(trajectory)
  const [file, setFile] = useState(snippets.find(({ role }) => role === 'review')?.path ?? '')
  const marks = useMemo(
    () => sides.flatMap(({ letter, findings }) => marksIn(file, findings, null, `${letter}: `)),
    [sides, file],
  )
  return (
    <section class="sources tall" aria-label="Code">
      <MarkedCode snippets={snippets} language={language} file={file} choose={setFile} marks={marks} />
    </section>
  )
}
