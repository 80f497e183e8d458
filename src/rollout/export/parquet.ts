import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { stepsOf, type Trajectory } from '../../model/trajectory.ts'
import { figuresOf } from '../results/episode-figures.ts'
import { conversationOf } from './conversation.ts'
import type { Exporter } from './exporter.ts'

/** Rows that are held and written at a time: a conversation may have 100 kB. */
const GROUP = 250

type Row = Readonly<Record<string, unknown>>

/** The columns, each with how it is stored; the order is that of the file. */
const columns: readonly (readonly [name: string, type: ColumnType])[] = [
  ['messages', 'messages'],
  ['task_id', 'text'],
  ['row', 'integer'],
  ['split', 'text'],
  ['variant', 'text'],
  ['player', 'text'],
  ['player_type', 'text'],
  ['seed', 'integer'],
  ['epoch', 'integer'],
  ['profile', 'text'],
  ['outcome', 'text'],
  ['reason', 'text'],
  ['score', 'number'],
  ['maximum', 'number'],
  ['rewards', 'numbers'],
  ['steps', 'integer'],
  ['hints', 'integer'],
  ['findings', 'integer'],
  ['items', 'integer'],
  ['found', 'integer'],
  ['classes', 'texts'],
  ['tokens_in', 'integer'],
  ['tokens_out', 'integer'],
  ['bundle', 'text'],
  ['identity', 'text'],
]

type ColumnType = 'text' | 'integer' | 'number' | 'texts' | 'numbers' | 'messages'
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number]

export const parquet: Exporter = {
  name: 'parquet',
  summary: 'A table of episodes with their conversations, and a dataset card for the Hugging Face Hub.',
  file: 'data/train-00000-of-00001.parquet',
  async write(trajectories, sink) {
    const bytes = new ByteWriter()
    const writer = new ParquetWriter({ writer: bytes, schema: schema(), createdBy: 'reviewgym' })
    const spill = async () => {
      await sink.append(bytes.getBytes().slice())
      bytes.index = 0
    }
    let [rows, group]: [number, Row[]] = [0, []]
    const writeGroup = async () => {
      if (group.length === 0) return
      const columnData = columns.map(([name]) => ({ name, data: group.map((row) => row[name] ?? null) }))
      await writer.write({ columnData, rowGroupSize: GROUP })
      rows += group.length
      group = []
      await spill()
    }
    for await (const trajectory of trajectories) {
      group.push(rowOf(trajectory))
      if (group.length === GROUP) await writeGroup()
    }
    await writeGroup()
    await writer.finish()
    await spill()
    return rows
  },
  card,
}

function rowOf(trajectory: Trajectory): Row {
  const { start, end } = trajectory
  const figures = figuresOf(trajectory)
  const { items, findings } = figures
  return {
    messages: conversationOf(trajectory),
    task_id: start.task_id,
    row: start.row,
    split: start.split,
    variant: figures.variant,
    player: start.player.name,
    player_type: start.player.type,
    seed: start.seed,
    epoch: start.epoch,
    profile: figures.profile,
    outcome: end.outcome,
    reason: end.reason,
    score: end.score,
    maximum: start.maximum,
    rewards: stepsOf(trajectory).map(({ reward }) => reward),
    steps: figures.scores.length,
    hints: figures.hints,
    findings: findings.length,
    items: items.length,
    found: items.filter(({ isFound }) => isFound).length,
    classes: findings.map((finding) => finding.class),
    tokens_in: figures.usage?.input ?? null,
    tokens_out: figures.usage?.output ?? null,
    bundle: start.bundle,
    identity: start.identity,
  }
}

function schema(): SchemaElement[] {
  return [
    { name: 'schema', num_children: columns.length },
    ...columns.flatMap(([name, type]) => elements(name, type)),
  ]
}

function elements(name: string, type: ColumnType): SchemaElement[] {
  const leaf = { name, repetition_type: 'OPTIONAL' as const }
  switch (type) {
    case 'text':
      return [{ ...leaf, type: 'BYTE_ARRAY', converted_type: 'UTF8' }]
    case 'integer':
      return [{ ...leaf, type: 'INT32' }]
    case 'number':
      return [{ ...leaf, type: 'DOUBLE' }]
    case 'texts':
      return listOf(name, elements('element', 'text'))
    case 'numbers':
      return listOf(name, elements('element', 'number'))
    case 'messages':
      return listOf(name, [
        { name: 'element', repetition_type: 'OPTIONAL', num_children: 2 },
        ...elements('role', 'text'),
        ...elements('content', 'text'),
      ])
  }
}

/** A list as Parquet’s format page lays it out, in three levels. */
function listOf(name: string, element: SchemaElement[]): SchemaElement[] {
  return [
    { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...element,
  ]
}

function card(rows: number): string {
  const size = rows < 1000 ? 'n<1K' : rows < 10_000 ? '1K<n<10K' : rows < 100_000 ? '10K<n<100K' : '100K<n<1M'
  return `---
configs:
  - config_name: default
    data_files:
      - split: train
        path: data/train-*
size_categories:
  - ${size}
task_categories:
  - text-generation
tags:
  - code-review
  - openenv
  - reviewgym
---
# Code-review rollouts

${rows} episodes played in a reviewgym environment. \`messages\` is the conversation, actions as JSON; \`score\` is the sum of \`rewards\`, in [-1, 1], null where the episode was not graded (\`outcome\`, \`reason\`); \`maximum\` is the most that the row can give; \`classes\` says what each finding turned out to be. \`found\` of \`items\` defects were claimed.
`
}
