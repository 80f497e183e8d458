import { closest } from '../../core/suggestion.ts'
import { type Split, splits } from '../../model/policy-words.ts'
import { type Infer, integer, nullable, openObject, optional, type Shape, word } from '../../model/shape.ts'
import { createValidator } from '../../model/validator.ts'
import type { Row } from '../bundle/opened.ts'
import { detail, type Handler, missingBody, readBody, unprocessable } from './http.ts'
import type { Service } from './service.ts'

/** The name under which OpenEnv's Task API knows this environment. */
export const ENVIRONMENT = 'reviewgym'

/** A listing has at most this many entries; `task_range` gives the others. */
const MOST_LISTED = 1000

const split = word('The split.', splits)
const splitRequest = openObject('Which split.', { split })
const taskRequest = openObject('Which task.', { split, index: integer('From 0, or from the end if below.') })
const rangeRequest = openObject('Which tasks.', {
  split,
  start: optional(nullable(integer('The first, as Python slices have it.'))),
  stop: optional(nullable(integer('The one after the last.'))),
})

/** OpenEnv's discovery of tasks. It plays nothing; `reset` takes what it lists as it is. */
export function createTaskApi(service: Pick<Service, 'bundle'>) {
  const rowsOf = (split: Split) => service.bundle.splits[split]
  const told = (split: Split, from: number, to: number) => rowsOf(split).slice(from, to).map(taskOf)
  const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    splits: { GET: () => Response.json(splits.map((name) => ({ name, type: splitTypes[name] }))) },
    tasks: {
      POST: asking(splitRequest, ({ split }) =>
        Response.json({ tasks: told(split, 0, MOST_LISTED), env_name: ENVIRONMENT }),
      ),
    },
    num_tasks: {
      POST: asking(splitRequest, ({ split }) => Response.json({ num_tasks: rowsOf(split).length })),
    },
    task: {
      POST: asking(taskRequest, ({ split, index }) => {
        const row = rowsOf(split).at(index)
        return row ? Response.json({ task: taskOf(row) }) : detail(400, 'Invalid task index')
      }),
    },
    task_range: {
      POST: asking(rangeRequest, ({ split, start, stop }) => {
        const tasks = told(split, start ?? 0, stop ?? rowsOf(split).length)
        return Response.json({ tasks: tasks.slice(0, MOST_LISTED) })
      }),
    },
  }
  return routes
}

const splitTypes: Readonly<Record<Split, string>> = { train: 'train', eval: 'test' }

/** Only of an environment that is here. */
export function ofEnvironment(handler: Handler): Handler {
  return (asked) => {
    const [name = ''] = asked.parts
    return name.toLowerCase() === ENVIRONMENT
      ? handler(asked)
      : detail(404, `unknown environment '${name.slice(0, 100)}'`)
  }
}

/** A handler of bodies of one shape. */
function asking<S extends Shape>(shape: S, answer: (value: Infer<S>) => Response): Handler {
  const validate = createValidator(shape, 'lax')
  return async ({ request }) => {
    const body = await readBody(request)
    if ('response' in body) return body.response
    if (body.value == null) return missingBody()
    const read = validate(body.value)
    return read.ok ? answer(read.value) : unprocessable(read.faults, ['body'])
  }
}

/** A row as a line of a data set: the keys that `reset` takes, and what helps to choose. */
function taskOf({ task, number }: Row) {
  const { id, title, language, difficulty, tags, context } = task
  return { task_id: id, row: number, split: task.split, title, language, difficulty, tags, context }
}

/** What there is to play, for people who look. */
export function createCatalog(service: Pick<Service, 'bundle'>): Readonly<Record<'list' | 'one', Handler>> {
  const summary = ([row]: readonly Row[], rows: number) => {
    if (!row) throw new Error('A task without rows')
    const { id, title, language, difficulty, split, tags } = row.task
    return { task_id: id, title, language, difficulty, split, tags, rows }
  }
  return {
    list: () =>
      Response.json({ tasks: [...service.bundle.tasks.values()].map((rows) => summary(rows, rows.length)) }),
    one({ parts: [id = ''] }) {
      const { tasks } = service.bundle
      const rows = tasks.get(id)
      if (!rows?.[0]) {
        const meant = closest(id, tasks.keys())
        const hint = meant === null ? '' : ` Did you mean \`${meant}\`?`
        return detail(404, `Unknown task \`${id.slice(0, 200)}\`.${hint}`)
      }
      const { files, task } = rows[0]
      const paths = files.map(({ path, role }) => ({ path, role }))
      const { context, fixtures } = task
      return Response.json({ ...summary(rows, rows.length), context, files: paths, fixtures })
    },
  }
}
