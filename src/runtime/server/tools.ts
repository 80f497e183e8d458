import { operations } from '../../model/action.ts'
import type { Fault } from '../../model/fault.ts'
import { findingShape } from '../../model/finding.ts'
import { limits } from '../../model/limits.ts'
import type { Observation } from '../../model/observation.ts'
import { patchShape } from '../../model/patch.ts'
import { resetShape } from '../../model/reset.ts'
import { list, object, type Shape } from '../../model/shape.ts'
import { faultSummary } from './problem.ts'
import type { Reply } from './service.ts'
import type { AskedSession } from './session.ts'
import { statelessTurn } from './stateless.ts'
import { type WireTurn, wireTurn } from './turn-reply.ts'

/** A tool as MCP lists it. */
interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: Shape
}

type Operation = (typeof operations)[number]

const told: Readonly<Record<Operation, Pick<Tool, 'title' | 'description' | 'inputSchema'>>> = {
  submit_findings: {
    title: 'Submit findings',
    description:
      'Reports issues of the code under review: where each is, of which kind, how severe, and why it is one. What is reported counts; a batch is taken whole or not at all.',
    inputSchema: object('The findings.', {
      findings: list(`One to ${limits.batch} findings.`, findingShape, {
        minItems: 1,
        maxItems: limits.batch,
      }),
    }),
  },
  request_hint: {
    title: 'Request a hint',
    description: 'Reveals the next hint, at a price.',
    inputSchema: object('Nothing is needed.', {}),
  },
  submit_patch: {
    title: 'Submit a patch',
    description:
      'Mends the program under review by edits or whole files. It counts for defects that findings have named.',
    inputSchema: object('The patch.', { patch: patchShape }),
  },
  finalize: {
    title: 'Finish the review',
    description: 'Ends the episode: call it once everything is reported.',
    inputSchema: object('Nothing is needed.', {}),
  },
}

const viewTask: Tool = {
  name: 'view_task',
  title: 'View the task',
  description:
    'Shows the task: context, code with line numbers, the words allowed as kind, and how the episode stands. Starts an episode where there is none; which one, its arguments say.',
  inputSchema: { ...resetShape, description: 'Which task to start, where there is no episode yet.' },
}

/** The tools, none of them named as OpenEnv's own operations are. */
export const tools: readonly Tool[] = [viewTask, ...operations.map((name) => ({ name, ...told[name] }))].map(
  (tool) => ({ ...tool, inputSchema: plainSchema(tool.inputSchema) }),
)

/** Schemas travel as JSON; what TypeBox keeps beside it stays here. */
function plainSchema(shape: Shape): Shape {
  return JSON.parse(JSON.stringify(shape))
}

export type ToolAnswer =
  | { readonly status: 'done'; readonly turn: WireTurn }
  | { readonly status: 'unknown'; readonly message: string }
  | { readonly status: 'invalid' | 'failed'; readonly message: string }

/** Calls a tool for a session; without one, `view_task` shows how an episode begins, and nothing is graded. */
export async function callTool(
  session: AskedSession,
  { name, args, requestId, isLasting }: ToolCall,
): Promise<ToolAnswer> {
  if (name === viewTask.name) return answerOf(await session.view(args))
  if (!isOperation(name)) return { status: 'unknown', message: `Tool not found: ${name.slice(0, 100)}` }
  if (Object.hasOwn(args, 'operation'))
    return answerOf({ status: 'invalid', faults: [unknownKey(args.operation)] })
  if (!isLasting) return { status: 'done', turn: statelessTurn() }
  return answerOf(await session.step({ ...args, operation: name }, requestId))
}

export interface ToolCall {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly requestId: string | null
  /** Whether the session is one that can be named again. */
  readonly isLasting: boolean
}

function isOperation(name: string): name is Operation {
  return operations.some((operation) => operation === name)
}

function unknownKey(input: unknown): Fault {
  return { path: [], input, kind: 'unknown-key', key: 'operation', known: [] }
}

function answerOf(reply: Reply): ToolAnswer {
  switch (reply.status) {
    case 'ok':
      return { status: 'done', turn: wireTurn(reply.turn) }
    case 'invalid':
      return { status: 'invalid', message: faultSummary(reply.faults, 'Invalid arguments') }
    case 'failed':
      return { status: 'failed', message: reply.message }
  }
}

/** What does not change within an episode is read once, by `view_task`. */
const constant: ReadonlySet<string> = new Set<keyof Observation>([
  'title',
  'language',
  'difficulty',
  'tags',
  'context',
  'snippets',
  'fixtures',
  'guide',
  'kinds',
  'operations',
  'limits',
  'feedback',
  'delivery',
  'profile',
  'ignored',
])

/** A turn as the result of a tool: all of it as data, and what a model needs to read as text. */
export function toolResult(name: string, turn: WireTurn) {
  const told =
    name === viewTask.name
      ? turn.observation
      : Object.fromEntries(Object.entries(turn.observation).filter(([key]) => !constant.has(key)))
  const text = JSON.stringify({ ...turn, observation: told })
  return { content: [{ type: 'text', text }], structuredContent: turn, data: turn, isError: false }
}

/** A call that had no effect: for the model to read and to do better. */
export function toolProblem(message: string) {
  return { content: [{ type: 'text', text: message }], isError: true }
}
