import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../src/core/canonical-json.ts'
import type { Bundle } from '../../src/model/bundle.ts'
import { openBundle } from '../../src/runtime/bundle/open.ts'
import { openWritten } from '../../src/runtime/bundle/open-written.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { compiledChange, compiledPair } from '../support/corpus.ts'
import { folderWithBundle, startServer } from './process.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** All that rows hold but their concepts, which are compiled late. */
function rowsOf({ tasks }: OpenBundle) {
  return [...tasks.values()]
    .flat()
    .map(({ rubric, ...row }) => ({ ...row, rubric: { ...rubric, concepts: null } }))
}

/** A bundle under the hash of what it holds, as `compile` would have written it. */
function written({ sha256: _, ...content }: Bundle): string {
  return `${canonicalJson({ ...content, sha256: sha256(canonicalJson(content)) })}\n`
}

/** What somebody has written by hand, under the right hash. */
function hashed(content: string): string {
  return `${content},"sha256":"${sha256(`${content}}`)}"}\n`
}

/** The pair, of which somebody has changed the private half of the first task. */
async function pairWith(change: (half: Bundle['private']['tasks'][string]) => unknown): Promise<string> {
  const bundle = JSON.parse((await compiledPair()).text) as Bundle
  const [[id, half] = ['', {} as never]] = Object.entries(bundle.private.tasks)
  const tasks = { ...bundle.private.tasks, [id]: change(half) as typeof half }
  return written({ ...bundle, private: { ...bundle.private, tasks } })
}

async function reasonOf(text: string): Promise<string | null> {
  const whole = openBundle(text)
  return whole.status === 'refused' ? whole.reason : null
}

test.each([
  ['of two tasks', compiledPair],
  ['of a change', compiledChange],
])('a bundle %s as `compile` writes it has the same rows, read late', async (_, compiled) => {
  const { text, bundle } = await compiled()
  const late = openWritten(bytesOf(text))
  expect(late && rowsOf(late)).toEqual(rowsOf(bundle))
  const facts = ({ sha256, grader, proof, attacks }: OpenBundle) => ({ sha256, grader, proof, attacks })
  expect(late && facts(late)).toEqual(facts(bundle))
  const numbers = ({ splits }: OpenBundle) =>
    Object.values(splits).map((rows) => rows.map(({ task }) => task.id))
  expect(late && numbers(late)).toEqual(numbers(bundle))
  await late?.readRest()
})

test('a row is the same one at every asking', async () => {
  const late = openWritten(bytesOf((await compiledPair()).text))
  for (const row of late?.splits.train ?? []) expect(row.rubric).toBe(row.rubric)
})

describe('a bundle that is written otherwise, or has a fault that is seen at once, is opened whole:', () => {
  const half = '"x":{"accepted":[],"decoys":[],"items":[],"reference":[],"rows":[],"tests":[]}'
  test.each<[string, (text: string) => string]>([
    ['with blanks', (text) => JSON.stringify(JSON.parse(text), null, 1)],
    ['with keys in another order', (text) => JSON.stringify({ sha256: '', ...JSON.parse(text) })],
    ['with a mark of its encoding', (text) => `\uFEFF${text}`],
    ['cut short', (text) => text.slice(0, -100)],
    ['empty', () => ''],
    ['with another title', (text) => text.replace(/"title":"/, '"title":"Not ')],
    ['of another format', (text) => written({ ...JSON.parse(text), format: 'reviewgym-bundle/1' })],
    ['of other grading rules', (text) => written({ ...JSON.parse(text), grader: '1' })],
    [
      'without tasks',
      (text) => {
        const bundle = JSON.parse(text) as Bundle
        const { public: seen, private: secret } = bundle
        return written({ ...bundle, public: { ...seen, tasks: [] }, private: { ...secret, tasks: {} } })
      },
    ],
    [
      'with a half of no task',
      (text) => {
        const bundle = JSON.parse(text) as Bundle
        const tasks = { ...bundle.private.tasks, zzz: JSON.parse(`{${half}}`).x }
        return written({ ...bundle, private: { ...bundle.private, tasks } })
      },
    ],
    [
      'with a half elsewhere',
      (text) => hashed(text.replace('{"attacks":', `{"a":{${half}},"attacks":`).split(',"sha256"')[0] ?? ''),
    ],
    [
      'with a number for a half',
      (text) => hashed(text.replace('"tasks":{', `"tasks":{"a":0,`).split(',"sha256"')[0] ?? ''),
    ],
  ])('%s', async (_, change) => {
    const { text } = await compiledPair()
    expect(openWritten(bytesOf(change(text)))).toBeNull()
  })

  test('with bytes that are no text', async () => {
    const bytes = bytesOf((await compiledPair()).text)
    bytes[bytes.indexOf(0x7a)] = 0xff
    expect(openWritten(bytes)).toBeNull()
  })
})

const FAULTS: readonly [string, (half: Bundle['private']['tasks'][string]) => unknown][] = [
  ['is of another shape', (half) => ({ ...half, tests: 'none' })],
  ['lacks a key', ({ tests: _, ...half }) => half],
  ['has fewer rows than the other half', (half) => ({ ...half, rows: half.rows.slice(1) })],
  [
    'asks for a text that is missing',
    (half) => ({
      ...half,
      reference: half.reference.map((file) => ({ ...file, content: '0'.repeat(64) })),
    }),
  ],
  ['speaks of an item that it does not have', (half) => ({ ...half, items: half.items.slice(1) })],
  [
    'asks for a concept that is missing',
    (half) => ({
      ...half,
      items: half.items.map((item) => ({ ...item, remedy: [['zzz/none']] })),
    }),
  ],
]

describe('a private half that', () => {
  test.each(FAULTS)('%s is found before its task is played, in the same words', async (_, change) => {
    const text = await pairWith(change)
    const reason = await reasonOf(text)
    expect(reason).not.toBeNull()
    const late = openWritten(bytesOf(text))
    const [faulty, sound] = [...(late?.tasks.values() ?? [])]
    expect(() => faulty?.[0]?.rubric).toThrow()
    expect(sound?.[0]?.rubric.variant).toBeDefined()
    await expect(late?.readRest()).rejects.toThrow(reason ?? '')
  })

  test.each([[[]], [['--workers', '2']]])(
    'is not as it should be ends its server with a usage error (%j)',
    async (args) => {
      const text = await pairWith(({ tests: _, ...half }) => half)
      const { ended, complaints } = await startServer(
        folderWithBundle(text),
        {},
        ...['--port', '0', '--unproved', ...args],
      )
      expect(await ended).toEqual({ code: 2, signal: null })
      expect(complaints()).toContain(`error: The bundle cannot be used: ${await reasonOf(text)}\n`)
      expect(complaints()).not.toContain('another one is started')
    },
  )
})

test('whatever somebody writes into a bundle, it is found wrong late as it is at once, and its rows are the same', async () => {
  const { text } = await compiledPair()
  const [content = ''] = text.split(',"sha256":')
  const from = content.indexOf('"tasks":{')
  const places = fc.integer({ min: from, max: content.length })
  const marks = [...content.matchAll(/:\{"accepted":\[|\}\}\},"proof":|[{}[\],]/g)].map(({ index }) => index)
  const place = fc.oneof(places, fc.constantFrom(...marks.filter((mark) => mark >= from)))
  const scrap = fc.constantFrom(
    ...[
      ':{"accepted":[',
      '}}},"proof":',
      '"x":{"accepted":[]},',
      ',"x":{"accepted":[]}',
      '}',
      '{',
      '"',
      ',',
      '0',
      ' ',
      '\\',
    ],
    ...['"x":', '0,', ',1', '[]', 'null', '\u2019', '"password-reset":0,', '"tests":[],'],
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(place, scrap, fc.nat(20)), { minLength: 1, maxLength: 3 }),
      async (edits) => {
        let changed = content
        for (const [at, put, out] of edits.toSorted(([a], [b]) => b - a))
          changed = changed.slice(0, at) + put + changed.slice(at + out)
        const bundle = hashed(changed)
        const late = openWritten(bytesOf(bundle))
        if (late === null) return
        const whole = openBundle(bundle)
        const fault = await late.readRest().then(
          () => null,
          (error: Error) => error.message,
        )
        expect(fault).toBe(whole.status === 'refused' ? whole.reason : null)
        if (whole.status === 'ok') expect(rowsOf(late)).toEqual(rowsOf(whole.bundle))
      },
    ),
    { numRuns: 200 },
  )
})
