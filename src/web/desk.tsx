import { useMemo, useRef, useState } from 'preact/hooks'
import type { Observation } from '../model/observation.ts'
import { Brief } from './brief.tsx'
import type { ListedKind, ListedTask } from './catalog.ts'
import { CodeView, type Lines } from './code-view.tsx'
import type { Connection } from './connection.ts'
import { useEpisode } from './episode.ts'
import { Files } from './files.tsx'
import { FindingForm } from './finding-form.tsx'
import { Findings } from './findings.tsx'
import { marksOf } from './marks-of.ts'
import { Opening } from './opening.tsx'
import { PatchPanel } from './patch-panel.tsx'
import { Result } from './result.tsx'
import { type Tab, Tabs } from './tabs.tsx'
import { signed } from './waterfall.tsx'

export interface DeskProps {
  readonly task: ListedTask
  readonly row: number | null
  readonly kinds: readonly ListedKind[]
  /** Where rubrics can be asked for once the episode is over; null where they are not told. */
  readonly environment: string | null
  readonly connect: (gone: () => void) => Connection
}

const tabs = [
  { name: 'brief', label: 'Brief' },
  { name: 'review', label: 'Review' },
  { name: 'patch', label: 'Patch' },
  { name: 'result', label: 'Result' },
] as const satisfies readonly Tab<string>[]

/** One task under review: its code, and beside it all that can be done with it. */
export function Desk({ task, row, kinds, environment, connect }: DeskProps) {
  const beginning = row === null ? { task_id: task.task_id } : { task_id: task.task_id, row }
  const episode = useEpisode(connect, beginning)
  const [tab, setTab] = useState<(typeof tabs)[number]['name']>('brief')
  const [place, setPlace] = useState<{
    readonly file: string | null
    readonly lines: Lines
    /** Whether the place was not chosen in the code itself, and may be out of sight. */
    readonly isSought: boolean
  }>({ file: null, lines: [1, 1], isSought: false })
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({})
  const [isEditing, setEditing] = useState(false)
  const sources = useRef<HTMLElement>(null)
  const { turn, act, isBusy, problem, restart, total } = episode
  if (!turn) return <Opening problem={problem} />
  const { observation } = turn
  const { snippets, score } = observation
  const reviewed = snippets.filter(({ role }) => role === 'review')
  const file = place.file ?? reviewed[0]?.path ?? ''
  const shown = snippets.find(({ path }) => path === file)
  const isEdited = isEditing && shown?.role === 'review' && score === null
  const changed = reviewed.flatMap(({ path, code }) => ((edits[path] ?? code) === code ? [] : path))
  const show = (path: string, lines: Lines = [1, 1]) => setPlace({ file: path, lines, isSought: true })
  const go = (path: string, lines: Lines) => {
    show(path, lines)
    sources.current?.scrollIntoView({ block: 'nearest' })
  }
  const finish = async () => {
    if (await act({ operation: 'finalize' })) setTab('result')
  }
  const submitPatch = () =>
    void act({
      operation: 'submit_patch',
      patch: { files: changed.map((path) => ({ path, code: edits[path] ?? '' })) },
    })
  return (
    <main class="desk">
      <section class="strip" aria-label="Where the review stands">
        <div class="heading">
          <h1>{task.title}</h1>
          <p class="facts">
            {observation.findings.length} of {observation.limits.findings} findings · step {observation.step}{' '}
            of {observation.limits.steps}
          </p>
        </div>
        <label>
          Program
          <select
            value={observation.row}
            onChange={({ currentTarget }) => {
              location.hash = `${task.task_id}/${currentTarget.value}`
            }}
          >
            {Array.from({ length: task.rows }, (_, number) => (
              <option key={number}>{number}</option>
            ))}
          </select>
        </label>
        <output>{score === null ? `so far ${signed(total)}` : `score ${signed(score)}`}</output>
        <span class="push" />
        {score === null ? (
          <button type="button" class="main" disabled={isBusy} onClick={finish}>
            Finish review
          </button>
        ) : (
          <button type="button" onClick={restart}>
            Review it again
          </button>
        )}
      </section>
      {problem !== null && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <section class="sources" aria-label="Code" ref={sources}>
        <Files snippets={snippets} file={file} choose={(path) => show(path)} changed={changed} />
        {shown && (
          <Code
            observation={observation}
            path={file}
            text={isEdited ? (edits[file] ?? shown.code) : shown.code}
            before={shown.before}
            draft={tab === 'review' && score === null ? place.lines : null}
            reveal={place.isSought ? place.lines[0] : undefined}
            onSelect={(lines) => setPlace({ file, lines, isSought: false })}
            {...(isEdited ? { onEdit: (text: string) => setEdits((all) => ({ ...all, [file]: text })) } : {})}
          />
        )}
        <p class="hint-line">
          {linesText(place.lines)} selected
          {shown?.role === 'review' && tab !== 'review' && score === null && (
            <button type="button" class="link" onClick={() => setTab('review')}>
              Write a finding
            </button>
          )}
        </p>
      </section>
      <section class="side" aria-label="Review">
        <Tabs label="Parts of the review" tabs={tabs} shown={tab} show={setTab}>
          {tab === 'brief' && (
            <Brief
              observation={observation}
              isBusy={isBusy}
              takeHint={() => void act({ operation: 'request_hint' })}
            />
          )}
          {tab === 'review' && (
            <>
              <Findings observation={observation} go={go} />
              {score === null && (
                <FindingForm
                  paths={reviewed.map(({ path }) => path)}
                  file={shown?.role === 'review' ? file : (reviewed[0]?.path ?? '')}
                  lines={place.lines}
                  kinds={kinds}
                  isBusy={isBusy}
                  choose={show}
                  submit={(finding) => act({ operation: 'submit_findings', findings: [finding] })}
                />
              )}
            </>
          )}
          {tab === 'patch' && (
            <PatchPanel
              observation={observation}
              changed={changed}
              isEditing={isEditing}
              isBusy={isBusy}
              edit={setEditing}
              revert={() => {
                setEdits({})
                setEditing(false)
              }}
              submit={submitPatch}
            />
          )}
          {tab === 'result' && <Result turn={turn} go={go} environment={environment} />}
        </Tabs>
      </section>
    </main>
  )
}

function linesText([first, last]: Lines): string {
  return first === last ? `Line ${first}` : `Lines ${first}–${last}`
}

interface CodeProps {
  readonly observation: Observation
  readonly path: string
  readonly text: string
  readonly before: string | null | undefined
  /** The lines of the finding that is being written; null where none is. */
  readonly draft: Lines | null
  readonly reveal: number | undefined
  readonly onSelect: (lines: Lines) => void
  readonly onEdit?: (text: string) => void
}

/** The code view with what is marked in its file. */
function Code({ observation, path, text, draft, ...rest }: CodeProps) {
  const [first, last] = draft ?? []
  const marks = useMemo(
    () => [
      ...marksOf(observation, path),
      ...(first && last
        ? [{ path, lines: [first, last], about: 'draft', label: 'Your finding' } as const]
        : []),
    ],
    [observation, path, first, last],
  )
  return <CodeView path={path} code={text} language={observation.language} marks={marks} {...rest} />
}
