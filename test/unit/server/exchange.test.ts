import { expect, test } from 'vitest'
import { type Letter, openExchange } from '../../../src/runtime/server/exchange.ts'

function line() {
  const sent: Letter[] = []
  let hear: (letter: Letter) => void = () => undefined
  const exchange = openExchange(1, {
    send: (letter) => void sent.push(letter),
    onLetter(listen) {
      hear = listen
    },
  })
  return { exchange, sent, hear: (letter: Letter) => hear(letter) }
}

test('what a process was asked that ends meanwhile is refused, and what others were asked is waited for', async () => {
  const { exchange, sent, hear } = line()
  hear({ workers: [1, 2, 3] })
  const lost = exchange.ask(2, { about: 'find', id: 'a' })
  const kept = exchange.ask(3, { about: 'find', id: 'b' })
  const ofLeader = exchange.ask(0, { about: 'take', peer: 'x' })
  hear({ workers: [1, 3, 4] })
  await expect(lost).rejects.toThrow('Nobody is there')
  const numberOf = (to: number) =>
    sent.flatMap((one) => ('ask' in one && one.to === to ? one.ask : []))[0] ?? 0
  hear({ answer: numberOf(3), to: 1, value: 'named' })
  hear({ answer: numberOf(0), to: 1, value: null })
  expect(await Promise.all([kept, ofLeader])).toEqual(['named', null])
})

test('a question that cannot be answered comes back as its reason', async () => {
  const { exchange, sent, hear } = line()
  exchange.onQuestion(() => {
    throw new Error('No session here')
  })
  hear({ ask: 7, from: 2, to: 1, question: { about: 'find', id: 'a' } })
  await expect.poll(() => sent).toEqual([{ answer: 7, to: 2, error: 'Error: No session here' }])
})
