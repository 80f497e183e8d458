import type { EventOf } from '../../model/trajectory.ts'
import type { Moment, RecordedFinding } from './moments.ts'

/** More of a text than this is cut: a page is for reading. */
const MOST_TEXT = 20_000

/** What the player did, and what came of it. */
export function Done({ moment: { step, broken, reported, answers } }: { readonly moment: Moment }) {
  if (!step && answers.length + broken.length === 0)
    return <p class="note">Nothing yet: this is the player had only been told about the code.</p>
  const patch = (step?.graded ?? []).find(({ entry }) => entry === 'patch')
  return (
    <>
      {step?.problem != null && <p class="problem">{step.problem}</p>}
      {broken.map(({ reason }) => (
        <p class="problem" key={reason}>
          It could not be judged: {reason}
        </p>
      ))}
      {answers.map(
        ({ problem }, index) =>
          problem !== null && (
            <p class="problem" key={index}>
              No action could be read: {problem}
            </p>
          ),
      )}
      <FindingList findings={reported} />
      {patch?.entry === 'patch' && (
        <p>
          Patch {patch.verdict}
          {patch.fixed.length > 0 && `, mends ${patch.fixed.join(', ')}`}.
        </p>
      )}
      {step && reported.length === 0 && <pre>{textOf(step.action)}</pre>}
    </>
  )
}

/** Findings with what became of them. */
export function FindingList({ findings }: { readonly findings: readonly RecordedFinding[] }) {
  if (findings.length === 0) return null
  return (
    <ol class="findings">
      {findings.map(({ finding, entry }, index) => (
        <li key={index}>
          <span class="place">
            {String(finding.file)}:{String(finding.range?.join('–'))}
          </span>
          <strong>{String(finding.title ?? '')}</strong>
          <span class="facts">
            {[finding.kind, finding.severity, entry && `confidence ${entry.confidence / 1000}`]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {entry && (
            <span class={`status ${entry.class}`}>
              {entry.class}
              {entry.item !== null && ` ${entry.item}`} · quality {(entry.quality / 40).toFixed(2)}
            </span>
          )}
          <p>{String(finding.message ?? '')}</p>
          {finding.recommendation != null && <p class="facts">{String(finding.recommendation)}</p>}
          {finding.witness != null && (
            <details>
              <summary>
                Witness
                {entry?.proven == null ? '' : entry.proven ? ', which proves it' : ', which proves nothing'}
              </summary>
              <pre>{textOf(finding.witness)}</pre>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}

interface ToldProps {
  readonly moment: Moment
  /** What the reviewer was told of the code; null where it is no news. */
  readonly context: string | null
}

/** What the player was told: the keys of the observation that were new. */
export function Told({ moment: { told }, context }: ToldProps) {
  const keys = Object.entries(told)
  if (keys.length === 0) return <p class="note">Nothing new.</p>
  return (
    <>
      {context !== null && <p class="prose">{context}</p>}
      <dl class="told">
        {keys.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>
              {typeof value === 'object' && value !== null ? <pre>{textOf(value)}</pre> : String(value)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

interface WrittenProps {
  readonly moment: Moment
  /** What opened the conversation; null where it did not. */
  readonly prompt: EventOf<'prompt'> | null
}

/** What went to and fro between the player and its model, as it was. */
export function Written({ moment: { answers, step }, prompt }: WrittenProps) {
  return (
    <>
      {prompt && (
        <>
          <h2>Prompt</h2>
          {prompt.messages.map((message, index) => (
            <Message key={index} message={message} />
          ))}
        </>
      )}
      {answers.map(({ message, finish, usage, tries, seconds, asked = [] }, index) => (
        <div key={index}>
          {asked.map((one, number) => (
            <Message key={number} message={one} />
          ))}
          <h2>Answer</h2>
          <p class="facts">
            {[
              finish,
              usage && `${usage.input} tokens in, ${usage.output} out`,
              tries > 1 && `${tries} tries`,
              `${seconds.toFixed(1)} s`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <Message message={message} />
        </div>
      ))}
      {step && (
        <>
          <h2>Action</h2>
          <pre>{textOf(step.action)}</pre>
        </>
      )}
      {!prompt && answers.length === 0 && !step && <p class="note">Nothing was written here.</p>}
    </>
  )
}

/** A message of a conversation: its text as text, whatever else it has as JSON. */
function Message({ message }: { readonly message: unknown }) {
  const { role, content, ...rest } = Object(message)
  if (typeof message !== 'object' || typeof content !== 'string') return <pre>{textOf(message)}</pre>
  return (
    <>
      {typeof role === 'string' && <p class="facts">{role}</p>}
      <pre>{cut(content)}</pre>
      {Object.keys(rest).length > 0 && <pre>{textOf(rest)}</pre>}
    </>
  )
}

function textOf(value: unknown): string {
  return cut(typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? ''))
}

function cut(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}… (${text.length} characters)` : text
}
