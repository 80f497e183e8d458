import { useMemo, useState } from 'preact/hooks'
import type { Trajectory } from '../../model/trajectory.ts'
import { MarkedCode } from '../marked-code.tsx'
import { type Tab, Tabs } from '../tabs.tsx'
import { signed, Waterfall } from '../waterfall.tsx'
import { Done, Told, Written } from './moment-view.tsx'
import { type Moment, marksIn, momentsOf, sceneOf } from './moments.ts'

const tabs = [
  { name: 'done', label: 'Done' },
  { name: 'told', label: 'Told' },
  { name: 'reward', label: 'Reward' },
  { name: 'written', label: 'Written' },
] as const satisfies readonly Tab<string>[]

/** One recorded episode, a moment at a time: its code with what was said of it, and beside it what happened. */
export function EpisodeView({ trajectory }: { readonly trajectory: Trajectory }) {
  const moments = useMemo(() => momentsOf(trajectory), [trajectory])
  const [at, setAt] = useState(moments.length - 1)
  const [tab, setTab] = useState<(typeof tabs)[number]['name']>('done')
  const [isTruthShown, setTruthShown] = useState(true)
  const { start, end, scene, prompt } = trajectory
  const { title, language, context, snippets } = sceneOf(trajectory)
  const [file, setFile] = useState(snippets.find(({ role }) => role === 'review')?.path ?? '')
  const moment = moments[at]
  const truth = isTruthShown ? scene.truth : null
  const marks = useMemo(() => marksIn(file, moment?.findings ?? [], truth), [file, moment, truth])
  if (!moment) return null
  return (
    <main class="desk">
      <section class="strip" aria-label="Which episode">
        <div class="heading">
          <h1>{title}</h1>
          <p class="facts">
            {start.task_id} {start.row}
            {scene.truth && ` (${scene.truth.variant})`} · {start.player.name} · {start.policy.feedback} ·{' '}
            {start.policy.profile}
          </p>
        </div>
        <output>
          {end.outcome === 'scored' && end.score !== null ? `score ${signed(end.score)}` : end.outcome}
          {start.maximum !== null && ` of ${signed(start.maximum)}`}
        </output>
        <span class="push" />
        <Stepper moments={moments} at={at} go={setAt} />
      </section>
      {end.reason !== null && <p class="problem">{end.reason}</p>}
      <section class="sources" aria-label="Code">
        <MarkedCode snippets={snippets} language={language} file={file} choose={setFile} marks={marks} />
        {scene.truth && (
          <p class="hint-line">
            <label class="tick">
              <input
                type="checkbox"
                checked={isTruthShown}
                onChange={({ currentTarget }) => setTruthShown(currentTarget.checked)}
              />
              Show the rubric
            </label>
          </p>
        )}
      </section>
      <section class="side" aria-label="What happened">
        <Tabs label="Parts of the moment" tabs={tabs} shown={tab} show={setTab}>
          {tab === 'done' && <Done moment={moment} />}
          {tab === 'told' && <Told moment={moment} context={at === 0 ? context : null} />}
          {tab === 'reward' && (
            <>
              {moment.step && <p>This step earned {signed(moment.step.reward)}.</p>}
              <Waterfall
                components={moment.components}
                score={at === moments.length - 1 ? end.score : null}
              />
            </>
          )}
          {tab === 'written' && <Written moment={moment} prompt={at === 0 ? prompt : null} />}
        </Tabs>
      </section>
    </main>
  )
}

interface StepperProps {
  readonly moments: readonly Moment[]
  readonly at: number
  readonly go: (at: number) => void
}

function Stepper({ moments, at, go }: StepperProps) {
  return (
    <span class="stepper">
      <button type="button" disabled={at === 0} onClick={() => go(at - 1)}>
        Previous
      </button>
      <select
        aria-label="Moment"
        value={at}
        onChange={({ currentTarget }) => go(Number(currentTarget.value))}
      >
        {moments.map(({ title }, number) => (
          <option key={title} value={number}>
            {title}
          </option>
        ))}
      </select>
      <button type="button" disabled={at === moments.length - 1} onClick={() => go(at + 1)}>
        Next
      </button>
    </span>
  )
}
