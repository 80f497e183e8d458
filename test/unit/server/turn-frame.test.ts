import { expect, test } from 'vitest'
import { statelessTurn } from '../../../src/runtime/server/stateless.ts'
import { turnFrame } from '../../../src/runtime/server/turn-frame.ts'

test('frames are the JSON of their turn, whether their beginning was kept or not', () => {
  const { observation } = statelessTurn()
  const snippets = [
    { path: 'src/ä.ts', role: 'review' as const, code: 'const a = "é\u2028"\n', numbered: '1 | …' },
  ]
  const turns = [0, 1, 2, 3].map((step) => ({
    observation: { ...observation, title: 'Grüße "x"', snippets, step, problem: step === 2 ? 'No\n' : null },
    reward: step === 0 ? null : -step / 2 ** 20,
    done: step === 3,
  }))
  for (const turn of turns)
    expect(turnFrame(turn).toString()).toBe(JSON.stringify({ type: 'observation', data: turn }))
})
