import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import { drawIndex } from '../../core/draw.ts'
import type { Cast } from '../eval/players.ts'
import type { ChatOptions } from './chat.ts'
import { modelReviewer, ProtocolChoice } from './model-reviewer.ts'
import { openingMessages, type Protocol, type Template } from './prompt.ts'
import { tools } from './tools.ts'

export interface ModelCastOptions {
  readonly chat: ChatOptions
  readonly template: Template
  readonly protocol: Protocol | 'auto'
}

/** Characters of a token, at a guess. */
const CHARACTERS = 4
/** Seeds of endpoints are drawn below this. */
const SEED_LIMIT = 2 ** 31

/** A model behind an endpoint, as somebody who can play. */
export function modelCast({ chat, template, protocol }: ModelCastOptions): Cast {
  const choice = new ProtocolChoice(protocol)
  return {
    player: { type: 'model', name: chat.model },
    settings: { ...chat.sampling, protocol, prompt: sha256(canonicalJson(template)) },
    guess: (observation) =>
      Math.ceil(
        JSON.stringify([openingMessages(template, observation, choice.now), tools]).length / CHARACTERS,
      ),
    start: async ({ seed, epoch }) =>
      modelReviewer({
        chat,
        template,
        protocol: choice,
        seed: drawIndex(`reviewgym/sample/${seed}/${epoch}`, SEED_LIMIT),
      }),
  }
}
