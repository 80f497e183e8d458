import type { Command } from 'commander'
import type { Cast } from '../rollout/eval/players.ts'
import { type Host, UsageError } from './host.ts'
import { reasonOf } from './read-corpus.ts'
import { wholeNumber } from './whole-number.ts'

export interface ModelOptions {
  readonly model?: string
  readonly baseUrl?: string
  readonly apiKey?: string
  readonly temperature?: string
  readonly topP?: string
  readonly maxTokens?: string
  readonly protocol: string
  readonly prompt?: string
  readonly showPrompt?: true
  readonly stream?: true
  readonly timeout: string
  readonly retries: string
  readonly rpm?: string
  readonly priceIn?: string
  readonly priceOut?: string
}

/** The options by which a model is asked. */
export function declareModel(command: Command): Command {
  return command
    .option('--model <name>', 'a model behind an OpenAI-compatible endpoint (MODEL_NAME)')
    .option('--base-url <url>', 'the endpoint (API_BASE_URL; default: https://api.openai.com/v1)')
    .option('--api-key <key>', 'its key; better in the environment (OPENAI_API_KEY)')
    .option('--temperature <number>', 'of sampling (default: the endpoint’s)')
    .option('--top-p <number>', 'of sampling (default: the endpoint’s)')
    .option('--max-tokens <number>', 'for one answer (default: the endpoint’s)')
    .option('--protocol <name>', 'tools, json, or auto: tools as long as the endpoint takes them', 'auto')
    .option('--prompt <file>', 'a template of your own; `--show-prompt` prints the one to begin with')
    .option('--show-prompt', 'print the template and play nothing')
    .option('--stream', 'let answers come in pieces')
    .option('--timeout <seconds>', 'for one answer', '300')
    .option('--retries <number>', 'requests after the first one, where the endpoint fails', '6')
    .option('--rpm <number>', 'requests a minute, at most')
    .option('--price-in <dollars>', 'for a million tokens sent')
    .option('--price-out <dollars>', 'for a million tokens received')
}

const DEFAULT_URL = 'https://api.openai.com/v1'

/** The model that options or the environment name; null where they name none. */
export async function modelOf(options: ModelOptions, host: Host): Promise<Cast | null> {
  const model = options.model ?? host.env.MODEL_NAME
  if (model === undefined || model === '') return null
  const { modelCast } = await import('../rollout/model/model-cast.ts')
  const { Pace } = await import('../rollout/model/pace.ts')
  const { protocol } = options
  if (protocol !== 'auto' && protocol !== 'tools' && protocol !== 'json')
    throw new UsageError(`There is no protocol \`${protocol}\``, 'There are: auto, tools, json')
  const rpm = options.rpm === undefined ? null : wholeNumber('requests a minute', options.rpm, 1, 1_000_000)
  return modelCast({
    template: await templateOf(options, host),
    protocol,
    chat: {
      url: urlOf(options.baseUrl ?? host.env.API_BASE_URL ?? DEFAULT_URL),
      key: options.apiKey ?? host.env.OPENAI_API_KEY ?? null,
      model,
      sampling: {
        temperature: optionalNumber('temperature', options.temperature, 0, 10),
        top_p: optionalNumber('share top-p', options.topP, 0, 1),
        max_tokens:
          options.maxTokens === undefined
            ? null
            : wholeNumber('tokens for one answer', options.maxTokens, 1, 10_000_000),
      },
      delivery: options.stream ? 'stream' : 'whole',
      timeout: wholeNumber('seconds for one answer', options.timeout, 1, 86_400) * 1000,
      retries: wholeNumber('retries', options.retries, 0, 100),
      pace: new Pace(host.clock, rpm),
      clock: host.clock,
    },
  })
}

/** Prices for a million tokens, as far as they are said. */
export function pricesOf({ priceIn, priceOut }: ModelOptions): {
  readonly input: number | null
  readonly output: number | null
} {
  return {
    input: optionalNumber('price', priceIn, 0, 1_000_000),
    output: optionalNumber('price', priceOut, 0, 1_000_000),
  }
}

async function templateOf({ prompt }: ModelOptions, host: Host) {
  const { readTemplate } = await import('../rollout/model/prompt.ts')
  const { defaultPrompt } = await import('../rollout/model/default-prompt.ts')
  const text = prompt === undefined ? defaultPrompt : await textAt(prompt, host)
  const template = readTemplate(text)
  if (!('problem' in template)) return template
  throw new UsageError(
    `\`${prompt}\` is no template: ${template.problem}`,
    'See `reviewgym eval --show-prompt`',
  )
}

async function textAt(path: string, host: Host): Promise<string> {
  try {
    return new TextDecoder().decode(await host.readFile(path))
  } catch (cause) {
    throw new UsageError(`\`${path}\` cannot be read (${reasonOf(cause)})`)
  }
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new UsageError(
    `\`${text}\` is no address of an endpoint`,
    'Write for instance http://127.0.0.1:8080/v1',
  )
}

function optionalNumber(name: string, text: string | undefined, least: number, most: number): number | null {
  if (text === undefined) return null
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most) return value
  throw new UsageError(`The ${name} is \`${text}\``, `Write a number from ${least} to ${most}`)
}
