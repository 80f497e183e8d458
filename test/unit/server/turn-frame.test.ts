import { expect, test } from 'vitest'
import { statelessTurn } from '../../../src/runtime/server/stateless.ts'
import { turnFrame } from '../../../src/runtime/server/turn-frame.ts'
import { type TurnReply, wireTurn } from '../../../src/runtime/server/turn-reply.ts'

test('frames are the JSON of their turn, whether their beginning was kept or not', () => {
  const turns = turnsOf([0, 1, 2, 3])
  for (const turn of turns) {
    const frame = turnFrame(turn)
    expect(frame.lend().toString()).toBe(jsonOf(turn))
    frame.giveBack()
  }
})

test('bytes that are still being sent are not written over by another frame of the row', () => {
  const turns = turnsOf([0, 1, 2, 3])
  const frames = turns.map(turnFrame)
  const bytes = frames.map((frame) => frame.lend())
  expect(bytes.map(String)).toEqual(turns.map(jsonOf))
  // One that was lent nothing gives nothing of others back.
  frames[3]?.giveBack()
  turnFrame(turns[0] as TurnReply).lend()
  expect(bytes.map(String)).toEqual(turns.map(jsonOf))
})

test('an ending that does not fit into the room behind a beginning is written whole', () => {
  const long = 'ü'.repeat(5000)
  for (const turn of turnsOf([0, 1, 2]).map(({ told, ...rest }) => ({
    ...rest,
    told: { ...told, problem: long },
  }))) {
    const frame = turnFrame(turn)
    expect(frame.lend().toString()).toBe(jsonOf(turn))
    frame.giveBack()
  }
})

function jsonOf(turn: TurnReply): string {
  return JSON.stringify({ type: 'observation', data: wireTurn(turn) })
}

/** Turns of one row, whose texts take more bytes than letters. */
function turnsOf(steps: readonly number[]): readonly TurnReply[] {
  const {
    task_id,
    row,
    language,
    difficulty,
    tags,
    context,
    fixtures,
    guide,
    kinds,
    title,
    snippets,
    ...told
  } = statelessTurn().observation
  const file = { path: 'src/ä.ts', role: 'review' as const, code: 'const a = "é\u2028"\n', numbered: '1 | …' }
  const scene = {
    ...{ task_id, row, title: `${title}Grüße "x"`, language, difficulty, tags, context },
    ...{ snippets: [...snippets, file], fixtures: { ...fixtures }, guide, kinds },
  }
  return steps.map((step) => ({
    scene: scene as TurnReply['scene'],
    told: { ...told, step, problem: step === 2 ? 'No\n' : null },
    reward: step === 0 ? null : -step / 2 ** 20,
    done: step === 3,
  }))
}
