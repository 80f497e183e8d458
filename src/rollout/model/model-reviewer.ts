import type { Answer, Move, Reviewer, Seen } from '../eval/reviewer.ts'
import { type ChatOptions, type ChatResult, chat } from './chat.ts'
import type { Message } from './message.ts'
import { nextMessage, openingMessages, type Protocol, type Template, unreadableMessage } from './prompt.ts'
import { type Asked, readAnswer } from './read-answer.ts'
import { tools } from './tools.ts'

/** So many answers in a row without a readable action end the episode. */
const MOST_UNREADABLE = 3

export interface ModelOptions {
  readonly chat: ChatOptions
  readonly template: Template
  /** What is tried; what the first answers have shown, for all episodes of the run. */
  readonly protocol: ProtocolChoice
  /** What the endpoint may draw from. */
  readonly seed: number
}

/** `auto` is `tools` until the endpoint says that it has none. */
export class ProtocolChoice {
  #now: Protocol
  readonly #isFree: boolean

  constructor(wanted: Protocol | 'auto') {
    this.#now = wanted === 'json' ? 'json' : 'tools'
    this.#isFree = wanted === 'auto'
  }

  get now(): Protocol {
    return this.#now
  }

  /** Whether there is another way than tools; it is taken from now on. */
  withoutTools(): boolean {
    if (this.#isFree) this.#now = 'json'
    return this.#isFree
  }
}

/** A model at play: a conversation that goes on for as long as the episode does. */
export function modelReviewer(options: ModelOptions): Reviewer {
  const { template } = options
  let protocol = options.protocol.now
  let opening: readonly Message[] = []
  const talk: Message[] = []
  /** Since the last answer: what the next one is asked with. */
  let asked: Message[] = []
  let before: Seen['observation'] | null = null
  let waiting: Asked[] = []
  /** What was played last, and is not answered yet. */
  let played: Asked | null = null
  let unreadable = 0

  const say = (message: Message) => {
    talk.push(message)
    asked.push(message)
  }
  const answerTo = ({ call }: Asked, content: string) =>
    say(call === null ? { role: 'user', content } : { role: 'tool', tool_call_id: call, content })

  const askModel = async (observation: Seen['observation']): Promise<ChatResult> => {
    const request = () => ({
      messages: [...opening, ...talk],
      tools: protocol === 'tools' ? tools : null,
      seed: options.seed,
    })
    const result = await chat(options.chat, request())
    if (result.status !== 'no-tools' || talk.length > 0 || !options.protocol.withoutTools()) return result
    protocol = 'json'
    opening = openingMessages(template, observation, protocol)
    return chat(options.chat, request())
  }

  return {
    async next(seen): Promise<Move> {
      const answers: Answer[] = []
      if (before === null) opening = openingMessages(template, seen.observation, protocol)
      else if (played !== null) answerTo(played, nextMessage(template, before, seen))
      before = seen.observation
      played = null
      for (;;) {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          if (next.problem === null) {
            played = next
            return { action: next.action, answers }
          }
          answerTo(next, unreadableMessage(template, next.problem, protocol))
        }
        if (unreadable >= MOST_UNREADABLE) {
          const last = answers.at(-1)?.problem ?? 'There was no action'
          return { gaveUp: { outcome: 'invalid', reason: reasonOf(last) }, answers }
        }
        const result = await askModel(seen.observation)
        if (result.status === 'no-tools')
          return {
            gaveUp: { outcome: 'error', reason: 'The endpoint takes no tools: use --protocol json' },
            answers,
          }
        if (result.status === 'lost') {
          const { outcome, reason } = result
          return { gaveUp: { outcome, reason }, answers }
        }
        const { message, finish, usage, tries, seconds } = result
        talk.push(message)
        waiting = [...readAnswer(result)]
        const isReadable = waiting.some(({ problem }) => problem === null)
        unreadable = isReadable ? 0 : unreadable + 1
        const problem = waiting.find((one) => one.problem !== null)?.problem ?? null
        answers.push({
          message,
          finish,
          problem,
          ...(asked.length > 0 && { asked: [...asked] }),
          usage,
          tries,
          seconds,
        })
        asked = []
      }
    },
    prompt: () => ({ messages: [...opening], tools: protocol === 'tools' ? tools : [] }),
    close: async () => undefined,
  }
}

/** Reasons are counted, so what differs from answer to answer is left out. */
function reasonOf(problem: string): string {
  const known = [
    'The model refused to answer',
    'The answer was held back',
    'There is no action in the answer',
  ]
  const group = known.find((start) => problem.startsWith(start))
  return `No readable answer, ${MOST_UNREADABLE} times in a row: ${group ?? 'an action of the wrong form'}`
}
