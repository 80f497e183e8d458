import type { Command } from 'commander'
import { type Mode, modes } from '../runtime/server/mode.ts'
import type { Capacity } from '../runtime/server/slots.ts'
import { type Host, UsageError } from './host.ts'
import { type LogLevel, logLevels } from './log-level.ts'
import { named } from './named.ts'
import { wholeNumber } from './whole-number.ts'

export interface ServingOptions {
  readonly host?: string
  readonly port?: string
  readonly maxSessions?: string
  readonly maxSessionsPerPeer?: string
  readonly sessionIdle?: string
  readonly workers?: string
  readonly sandboxes?: string
  readonly mode?: string
  readonly rate?: string
  readonly logLevel?: string
}

/** How a server is to serve, once it has been found to make sense. */
export interface Serving {
  readonly host: string
  readonly port: number
  readonly mode: Mode
  readonly capacity: Capacity
  /** Milliseconds. */
  readonly idle: number
  readonly token: string | null
  /** How many processes serve. */
  readonly workers: number
  /** How many programs each of them runs at once; null: one for each core. */
  readonly sandboxes: number | null
  /** A second, from one address. */
  readonly rate: number | null
  readonly logLevel: LogLevel
}

export function declareServing(command: Command): Command {
  return command
    .option('--host <address>', 'where to listen (HOST; default: 127.0.0.1)')
    .option('--port <number>', 'the port, 0 for any free one (PORT; default: 8000)')
    .option('--mode <mode>', 'simulation, or production: no reset, step and state over HTTP')
    .option('--max-sessions <number>', 'sessions at a time (MAX_CONCURRENT_ENVS; default: 256)')
    .option('--max-sessions-per-peer <number>', 'of these, by one address (default: all)')
    .option('--session-idle <seconds>', 'silence that ends a session of HTTP or MCP (default: 900)')
    .option('--workers <number>', 'processes that serve (WORKERS; default: 1)')
    .option('--sandboxes <number>', 'programs run at once (SANDBOXES; default: one for each core)')
    .option('--rate <number>', 'requests and messages a second from one address (default: any number)')
    .option('--log-level <level>', `${logLevels.join(', ')} (LOG_LEVEL; default: warn)`)
}

/** What is shown and kept beside the episodes. */
export interface ShowOptions {
  readonly web?: true
  readonly record?: string
}

export function declareShowing(command: Command): Command {
  return command
    .option('--web', 'show a page for people at /web (ENABLE_WEB_INTERFACE)')
    .option('--record <folder>', 'append every step of every episode to a file of trajectories there')
}

/** Reads the options and the environment; a usage error says what is wrong. */
export function readServing(options: ServingOptions, { env }: Host): Serving {
  const port = wholeNumber('port', options.port ?? env.PORT ?? '8000', 0, 65_535)
  const asked = options.maxSessions ?? env.MAX_CONCURRENT_ENVS ?? '256'
  const sessions = wholeNumber('sessions', asked, 1, 100_000)
  const workers = wholeNumber('workers', options.workers ?? env.WORKERS ?? '1', 1, 256)
  const sandboxes = options.sandboxes ?? env.SANDBOXES
  const ofOne = options.maxSessionsPerPeer ?? String(sessions)
  return {
    host: options.host ?? env.HOST ?? '127.0.0.1',
    port,
    mode: oneOf('mode', (options.mode ?? 'simulation').toLowerCase(), modes),
    capacity: { sessions, perPeer: wholeNumber('sessions of one peer', ofOne, 1, 100_000) },
    idle: wholeNumber('seconds of silence', options.sessionIdle ?? '900', 1, 86_400) * 1000,
    workers,
    sandboxes: sandboxes === undefined ? null : wholeNumber('sandboxes', sandboxes, 1, 256),
    token: readToken(env.REVIEWGYM_TOKEN),
    rate: options.rate === undefined ? null : wholeNumber('requests a second', options.rate, 1, 1_000_000),
    logLevel: oneOf('log level', options.logLevel ?? env.LOG_LEVEL ?? 'warn', logLevels),
  }
}

function oneOf<Word extends string>(what: string, word: string, words: readonly Word[]): Word {
  return named(
    what,
    word,
    words.map((name) => ({ name })),
  ).name
}

/** A token is a secret, which a command line would show to everybody on the machine. */
function readToken(token: string | undefined): string | null {
  if (token === undefined) return null
  if (token.length >= 16 && /^[\w.~-]+$/.test(token)) return token
  throw new UsageError(
    'REVIEWGYM_TOKEN is too short, or has characters that an address cannot hold',
    'Use at least 16 letters, digits and `-._~`',
  )
}
