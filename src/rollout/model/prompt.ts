import { closest } from '../../core/suggestion.ts'
import type { Observation } from '../../model/observation.ts'
import { changedIn } from '../../runtime/recording/events.ts'
import type { Seen } from '../eval/reviewer.ts'
import { actionSchemas } from './tools.ts'

/** How a model says what it wants to do. */
export type Protocol = 'tools' | 'json'

const sections = ['system', 'user', 'next', 'unreadable'] as const
type Section = (typeof sections)[number]

/** What may stand in braces in each section. */
const firstWords = [
  'protocol',
  'title',
  'context',
  'language',
  'difficulty',
  'findings',
  'batch',
  'hints',
  'patches',
  'steps',
  'feedback',
  'code',
  'fixtures',
  'kinds',
  'guide',
] as const
const known: Readonly<Record<Section, readonly string[]>> = {
  system: firstWords,
  user: firstWords,
  next: ['told', 'step', 'reward'],
  unreadable: ['problem', 'protocol'],
}

export type Template = Readonly<Record<Section, string>>

/** Reads a template; a message says what is wrong with it, and where. */
export function readTemplate(text: string): Template | { readonly problem: string } {
  const found = new Map<Section, string>()
  let open: Section | null = null
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const heading = /^=== (\S+) ===$/.exec(line)?.[1]
    if (heading === undefined) {
      if (open !== null) found.set(open, `${found.get(open) ?? ''}${line}\n`)
      else if (line.trim() !== '') return { problem: `line ${index + 1}: Text before the first section` }
      continue
    }
    const section = sections.find((name) => name === heading)
    if (!section)
      return { problem: `line ${index + 1}: There is no section \`${heading}\`${meant(heading, sections)}` }
    if (found.has(section)) return { problem: `line ${index + 1}: The section \`${section}\` is there twice` }
    open = section
    found.set(section, '')
  }
  for (const section of sections) {
    const body = found.get(section)
    if (body === undefined) return { problem: `The section \`${section}\` is missing` }
    for (const [, word = ''] of body.matchAll(/\{\{\s*(\w+)\s*\}\}/g))
      if (!known[section].includes(word))
        return { problem: `The section \`${section}\` has no word \`${word}\`${meant(word, known[section])}` }
  }
  return Object.fromEntries([...found].map(([name, body]) => [name, body.trim()])) as Record<Section, string>
}

function meant(word: string, all: readonly string[]): string {
  const guess = closest(word, all)
  return guess === null ? `; there are: ${all.join(', ')}` : `; did you mean \`${guess}\`?`
}

/** One section with the words of its braces put in; what they stand for is not looked through again. */
function fill(body: string, values: Readonly<Record<string, string>>): string {
  return body.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, word: string) => values[word] ?? '')
}

/** The messages that open an episode. */
export function openingMessages(template: Template, observation: Observation, protocol: Protocol) {
  const values = openingWords(observation, protocol)
  return [
    { role: 'system' as const, content: fill(template.system, values) },
    { role: 'user' as const, content: fill(template.user, values) },
  ]
}

function openingWords(observation: Observation, protocol: Protocol): Readonly<Record<string, string>> {
  const { limits, fixtures } = observation
  return {
    protocol: protocolWords[protocol],
    title: observation.title,
    context: observation.context.trim(),
    language: observation.language,
    difficulty: observation.difficulty,
    findings: String(limits.findings),
    batch: String(limits.batch),
    hints: String(limits.hints),
    patches: String(limits.patches),
    steps: String(limits.steps),
    feedback: feedbackWords[observation.feedback],
    code: observation.snippets
      .map(
        ({ path, role, numbered, diff }) =>
          `## ${path}${role === 'given' ? ' (given, not under review)' : ''}\n\n${fenced(numbered)}${
            diff === undefined ? '' : `\n\nWhat the change under review did:\n\n${fenced(diff)}`
          }`,
      )
      .join('\n\n'),
    fixtures: Object.keys(fixtures).length === 0 ? 'Nothing.' : JSON.stringify(fixtures, null, 1),
    kinds: observation.kinds.join(', '),
    guide: observation.guide.trim(),
  }
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``
}

const feedbackWords: Readonly<Record<Observation['feedback'], string>> = {
  sealed: 'Nothing is told of how well you do before the end.',
  count: 'At the end you are told how many findings were credited.',
  coverage: 'After each step you are told which findings were credited.',
  coach: 'After each step you are told which findings were credited and what is still to be found.',
  full: 'After each step you are told what became of each finding.',
}

const protocolWords: Readonly<Record<Protocol, string>> = {
  tools: 'Act by calling the tools, and end with `finalize`.',
  json: `Answer with one JSON object and nothing else: {"operation": …, …}. The operations, with the JSON Schema of their other keys:
${Object.entries(actionSchemas)
  .map(([operation, schema]) => `- ${operation}: ${JSON.stringify(schema)}`)
  .join('\n')}
End with {"operation": "finalize"}.`,
}

/** What a model is told of the step that it has just taken. */
export function nextMessage(
  template: Template,
  before: Observation,
  { observation, reward, broken }: Seen,
): string {
  const told =
    broken !== null
      ? { problem: broken }
      : { ...withoutHistory(changedIn(before, observation)), reward: reward ?? 0 }
  return fill(template.next, {
    told: JSON.stringify(told),
    step: String(observation.step),
    reward: String(reward ?? 0),
  })
}

/** The model has its own actions before it. */
function withoutHistory({ history: _, ...told }: Record<string, unknown>): Record<string, unknown> {
  return told
}

/** What a model is told of an answer that no action could be read from. */
export function unreadableMessage(template: Template, problem: string, protocol: Protocol): string {
  return fill(template.unreadable, { problem, protocol: protocolWords[protocol] })
}
