import type { ShownRubric, WorkState } from '../../model/authors-work.ts'
import type { Row } from '../bundle/opened.ts'
import { detail, type Handler } from './http.ts'
import type { Service } from './service.ts'

/** The tasks that an author is working on, as they are now. */
export interface AuthorsWork {
  state(): WorkState
}

/** `/work`: what the tasks are like; nothing but the revision where the asker knows the rest. */
export function createWorkRoute(work: AuthorsWork): Handler {
  return ({ url }) => {
    const state = work.state()
    const isKnown = url.searchParams.get('known') === String(state.revision)
    return Response.json(isKnown ? { revision: state.revision } : state)
  }
}

/** `/rubrics/{task}?row=`: what a row's rubric says, with fixes and witnesses. */
export function createRubricRoute(service: Service): Handler {
  return ({ url, parts: [id = ''] }) => {
    const rows = service.bundle.tasks.get(id) ?? []
    const number = url.searchParams.get('row')
    const row = number === null ? rows.find(({ rubric }) => rubric.variant === 'all') : rows[Number(number)]
    return row ? Response.json(rubricOf(row, rows)) : detail(404, 'There is no such row')
  }
}

function rubricOf({ task, rubric, files }: Row, rows: readonly Row[]): ShownRubric {
  const before = new Map(files.map(({ path, code }) => [path, code]))
  return {
    variant: rubric.variant,
    variants: rows.map((row) => row.rubric.variant),
    language: task.language,
    files: files.map(({ path, role, code, change }) => ({
      path,
      role,
      code,
      ...(change && { before: change.before }),
    })),
    decoys: rubric.decoys.map(({ id, kinds, at }) => ({ id, kinds: [...kinds], at })),
    items: rubric.items.map(({ id, kind, severity, anchors, source, fixed }) => ({
      id,
      kind,
      severity,
      why: source.why,
      places: anchors,
      recommendation: source.recommendation,
      fix: fixed.flatMap(({ path, code }) => {
        const served = before.get(path) ?? ''
        return served === code ? [] : [{ path, before: served, after: code }]
      }),
      cases: source.cases.map(({ calls, actual, expected }) => ({ calls, actual, expected })),
    })),
  }
}
