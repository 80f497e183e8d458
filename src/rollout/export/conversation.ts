import type { Observation } from '../../model/observation.ts'
import type { EventOf, Trajectory } from '../../model/trajectory.ts'
import { defaultPrompt } from '../model/default-prompt.ts'
import { nextMessage, openingMessages, readTemplate } from '../model/prompt.ts'
import { observationsOf } from '../trajectory/observations.ts'

/** A message as trainers take it: text alone, so that any chat template can lay it out. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

const template = readTemplate(defaultPrompt)

/**
 * A rollout as a conversation, whoever played: actions are JSON in the assistant’s text, behind what it said before
 * them. Answers without a readable action are left out. What opened the conversation is kept where it was text alone.
 */
export function conversationOf(trajectory: Trajectory): readonly ChatMessage[] {
  if ('problem' in template) throw new Error(`The default prompt is no template: ${template.problem}`)
  const observations = observationsOf(trajectory)
  const messages: ChatMessage[] = [...openingOf(trajectory, observations[0])]
  let said = ''
  let step = 0
  let before = observations[0]
  for (const turn of trajectory.turns) {
    if (turn.event === 'answer') said = textOf(turn)
    if (turn.event !== 'step') continue
    const content = said === '' ? JSON.stringify(turn.action) : `${said}\n\n${JSON.stringify(turn.action)}`
    messages.push({ role: 'assistant', content })
    said = ''
    step += 1
    const observation = observations[step]
    if (!turn.done && before && observation) {
      const seen = { observation, reward: turn.reward, broken: null }
      messages.push({ role: 'user', content: nextMessage(template, before, seen) })
    }
    before = observation
  }
  return messages
}

function openingOf({ prompt }: Trajectory, first: Observation | undefined): readonly ChatMessage[] {
  if (prompt && prompt.tools.length === 0) return prompt.messages as readonly ChatMessage[]
  if ('problem' in template || !first?.snippets) return []
  return openingMessages(template, first, 'json')
}

/** What a model said beside its action: the text of an answer that called tools. */
function textOf({ message, problem }: EventOf<'answer'>): string {
  const calls: unknown = Reflect.get(Object(message), 'tool_calls')
  const content: unknown = Reflect.get(Object(message), 'content')
  return problem === null && Array.isArray(calls) && typeof content === 'string' ? content.trim() : ''
}
