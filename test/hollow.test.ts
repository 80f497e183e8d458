import { beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../src/model/finding.ts'
import type { OpenBundle, Row, RowItem } from '../src/runtime/bundle/opened.ts'
import { gradeFindings } from '../src/runtime/grader/grade.ts'
import { compiledCorpus } from './support/corpus.ts'

/** What a hollow claim is made of; it knows place, kind and severity of the item. */
interface Hollow {
  readonly message: string
  readonly title?: string
  readonly range?: [number, number]
  readonly recommendation?: string
}

const words = (kind: string) => kind.replaceAll('-', ' ')

/** Texts and ranges that must earn nothing, whatever the task. */
const hollows: readonly (readonly [string, (item: RowItem, row: Row) => Hollow])[] = [
  [
    'a denial by the kind’s name',
    ({ kind }) => ({ message: `There is no ${words(kind)} here, the code takes care of it.` }),
  ],
  [
    'a kind that is ruled out',
    ({ kind }) => ({ message: `Any ${words(kind)} is ruled out by the checks that come before this line.` }),
  ],
  [
    'a kind that is prevented',
    ({ kind }) => ({
      message: `A ${words(kind)} is prevented by the way in which the values are handed over.`,
    }),
  ],
  [
    'a kind that cannot happen',
    ({ kind }) => ({ message: `A ${words(kind)} cannot happen in this function, whatever the caller does.` }),
  ],
  [
    'praise',
    () => ({ message: 'This part looks good to me, the function works as intended and the tests cover it.' }),
  ],
  [
    'a hedge',
    ({ kind }) => ({
      message: `This might possibly be a ${words(kind)}, please double check this part of the code.`,
    }),
  ],
  [
    'suspicion without a word on what',
    () => ({ message: 'I am not sure about these lines, maybe somebody should have another look at them.' }),
  ],
  [
    'the right answer as a mere question',
    ({ source }) => ({ message: `Could it be that ${inOneSentence(source.accepts[0] ?? '')}?` }),
  ],
  [
    'the right answer, and that it is not so',
    ({ source }) => ({
      message: `I checked whether ${inOneSentence(source.accepts[0] ?? '')}. It does not. Nothing to change here.`,
    }),
  ],
  [
    'the right answer, and the advice to leave it',
    ({ source }) => ({ message: source.accepts[0] ?? '', recommendation: 'No change needed.' }),
  ],
  [
    'the right answer under a headline that all is well',
    // What a text goes on to say with "with" or "except" bounds its headline.
    ({ source }) => ({
      title: 'This part is sound',
      message:
        source.accepts.find(
          (text) => !/^(?:but|though|unless|until|except|still|with|for|here|now)\b/i.test(text),
        ) ?? '',
    }),
  ],
  ['the lines themselves', (item, row) => ({ message: quoted(item, row) })],
  ['the whole function', (item, row) => ({ message: code(item, row).slice(0, 800) })],
  [
    'a heap of words',
    ({ kind }) => ({
      message: `${words(kind)} input query request lock race cache token leak handle error retry timeout bound null index page order value key`,
    }),
  ],
  ['five words', () => ({ message: 'bad bad bad bad bad bad bad bad' })],
  [
    'a range over the whole file',
    ({ source }, row) => ({ message: source.accepts[0] ?? '', range: [1, row.files[0]?.lineCount ?? 1] }),
  ],
  [
    'a range of six lines',
    ({ source, anchors: [anchor] }) => ({
      message: source.accepts[0] ?? '',
      range: widen(anchor?.lines ?? [1, 1]),
    }),
  ],
]

function inOneSentence(text: string): string {
  return text.replace(/[.!?;](?= |$)/g, ',').replace(/,$/, '')
}

function widen([first]: readonly [number, number]): [number, number] {
  return [Math.max(1, first - 3), Math.max(6, first + 2)]
}

function code({ scope }: RowItem, { files }: Row): string {
  const lines = files.find(({ path }) => path === scope.path)?.code.split('\n') ?? []
  return lines.slice(scope.lines[0] - 1, scope.lines[1]).join('\n')
}

/** The anchor's line, over and over until the text is long enough. */
function quoted({ anchors: [anchor] }: RowItem, { files }: Row): string {
  const lines = files.find(({ path }) => path === anchor?.path)?.code.split('\n') ?? []
  const line = lines.slice((anchor?.lines[0] ?? 1) - 2, (anchor?.lines[1] ?? 1) + 1).join('\n')
  return line.padEnd(30)
}

function claim(item: RowItem, { message, title = 'Look here', range, recommendation }: Hollow): Finding {
  const [anchor] = item.anchors
  return {
    file: item.scope.path,
    range: range ?? [anchor?.lines[0] ?? 1, Math.min(anchor?.lines[1] ?? 1, (anchor?.lines[0] ?? 1) + 4)],
    kind: item.kind,
    severity: item.severity,
    title,
    message,
    ...(recommendation === undefined ? {} : { recommendation }),
    confidence: 1,
  } as Finding
}

let bundle: OpenBundle
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
})

describe.each(hollows)('%s', (_, hollow) => {
  test('earns nothing for any item of any task', () => {
    const credited = [...bundle.tasks.values()].flat().flatMap((row) =>
      row.rubric.items.flatMap((item) => {
        const [entry] = gradeFindings(row.rubric, [], [claim(item, hollow(item, row))], 1)
        const isPaid = entry?.class === 'matched' || entry?.class === 'located' || entry?.class === 'neutral'
        return isPaid ? [`${row.task.id} ${row.rubric.variant} ${item.id}: ${entry.class}`] : []
      }),
    )
    expect(credited).toEqual([])
  })
})

test('an author’s own wrong answers explain nothing, and the denials among them earn nothing', () => {
  const explained = [...bundle.tasks.values()].flat().flatMap((row) =>
    row.rubric.items.flatMap((item) =>
      item.source.rejects.flatMap((message) => {
        const [entry] = gradeFindings(row.rubric, [], [claim(item, { message })], 1)
        return entry?.class === 'matched' ? [`${row.task.id} ${item.id}: ${message}`] : []
      }),
    ),
  )
  expect(explained).toEqual([])
})

test('an author’s right answers explain their item', () => {
  const missed = [...bundle.tasks.values()].flat().flatMap((row) =>
    row.rubric.items.flatMap((item) =>
      item.source.accepts.flatMap((message) => {
        const [entry] = gradeFindings(row.rubric, [], [claim(item, { message })], 1)
        return entry?.class === 'matched' && entry.item === item.id
          ? []
          : [`${row.task.id} ${item.id}: ${message}`]
      }),
    ),
  )
  expect(missed).toEqual([])
})
