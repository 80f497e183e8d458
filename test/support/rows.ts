import type { PrivateItem, WitnessCase } from '../../src/model/bundle.ts'
import { compileConcepts } from '../../src/rubric/concept.ts'
import type { Row, RowItem, ServedFile } from '../../src/runtime/bundle/opened.ts'
import { attainableMaximum } from '../../src/runtime/grader/maximum.ts'

/** A small row made by hand: a program, and its defects by what each of their fixes replaces. */
export interface SmallRow {
  /** Default: TypeScript. */
  readonly language?: string
  readonly files: Readonly<Record<string, string>>
  /** Files that are given and not under review. */
  readonly given?: Readonly<Record<string, string>>
  readonly fixtures?: Readonly<Record<string, unknown>>
  readonly tests: Row['rubric']['tests']
  readonly items: Readonly<Record<string, SmallItem>>
}

export interface SmallItem {
  readonly kind: string
  readonly path: string
  readonly find: string
  readonly replace: string
  readonly cases: readonly WitnessCase[]
}

export function smallRow({
  language = 'typescript',
  files,
  given = {},
  fixtures = {},
  tests,
  items,
}: SmallRow): Row {
  const served = [
    ...Object.entries(files).map(([path, code]) => file(path, 'review', code)),
    ...Object.entries(given).map(([path, code]) => file(path, 'given', code)),
  ]
  const rowItems = Object.entries(items).map(([id, item]) => rowItem(id, item, served))
  const claimable = rowItems.map(({ severity, source }) => ({
    severity,
    isPatchable: source.cases.length > 0,
  }))
  return {
    task: {
      id: 'small',
      title: 'Small',
      language,
      split: 'train',
      difficulty: 'easy',
      tags: [],
      context: 'Small.',
      fixtures: fixtures as Row['task']['fixtures'],
      hints: ['one', 'two', 'three'],
      rows: [],
    },
    number: 0,
    files: served,
    rubric: {
      concepts: compileConcepts({ harm: ['harm*'], cure: ['cure*'] }),
      heads: new Map(),
      codes: served.map(({ code }) => code),
      variant: 'all',
      items: rowItems,
      decoys: [],
      accepted: [],
      tests,
      reference: Object.values(items).reduce(mended, served),
      maximum: {
        strict: attainableMaximum(claimable, 'strict'),
        learn: attainableMaximum(claimable, 'learn'),
      },
    },
  }
}

function file(path: string, role: ServedFile['role'], code: string): ServedFile {
  return { path, role, code, lineCount: code.replace(/\n$/, '').split('\n').length }
}

function mended(files: readonly ServedFile[], { path, find, replace }: SmallItem): readonly ServedFile[] {
  return files.map((one) =>
    one.path === path
      ? file(
          path,
          one.role,
          one.code.replace(find, () => replace),
        )
      : one,
  )
}

function rowItem(id: string, item: SmallItem, served: readonly ServedFile[]): RowItem {
  const { kind, path, find, cases } = item
  const code = served.find((one) => one.path === path)?.code ?? ''
  const line = code.slice(0, code.indexOf(find)).split('\n').length
  const evidence = { all: [['harm']], any: null, none: [] }
  const source: PrivateItem = {
    id,
    kind,
    accept_kinds: [],
    severity: 'high',
    accept_severities: [],
    why: '',
    accepts: [],
    rejects: [],
    evidence,
    remedy: [['cure']],
    recommendation: '',
    cases: [...cases],
  }
  return {
    id,
    kind,
    kinds: new Set([kind]),
    severity: 'high',
    acceptSeverities: [],
    scope: { path, lines: [line - 1, line + 1] },
    anchors: [{ path, lines: [line, line] }],
    evidence,
    remedy: [['cure']],
    source,
    fixed: mended(served, item),
  }
}
