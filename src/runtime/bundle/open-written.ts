import { bundleShape, type PrivateTask, privateTaskShape } from '../../model/bundle.ts'
import { createGuard } from '../../model/conformity.ts'
import { GRADER_VERSION } from '../grader/version.ts'
import { type FirstRead, indexTasks, type OpenBundle } from './opened.ts'
import { UnusableBundle } from './unusable-bundle.ts'
import { takeApart, type Written } from './written.ts'

/** So many rows are kept as they were put together; to read a half again takes a millisecond. */
const MOST_KEPT = 1000

/**
 * Opens a bundle to be served. Of one that is as `compile` writes it, the private half of a task is read and checked
 * when a row of it is first played, or when `readRest` comes to it; the rows of one that is wrong throw. Null where the
 * bundle is not so, or has a fault that is seen at once: to open it whole tells which.
 */
export function openWritten(file: Uint8Array): OpenBundle | null {
  const written = takeApart(file)
  const read = written && readFirst(written)
  if (!read) return null
  const { bundle, halfOf } = read
  try {
    const { readSecret, ...index } = indexTasks(bundle, ({ id }) => halfOf(id), MOST_KEPT)
    return {
      ...index,
      async readRest() {
        try {
          for (const task of bundle.public.tasks) {
            readSecret(task)
            await new Promise((resume) => setImmediate(resume))
          }
        } catch (cause) {
          throw (await faultOf(file)) ?? cause
        }
      },
    }
  } catch {
    return null
  }
}

interface Read {
  readonly bundle: FirstRead
  /** Throws when it is not of its shape. */
  halfOf(task: string): PrivateTask
}

const isBundle = createGuard(bundleShape)
const isPrivateTask = createGuard(privateTaskShape)

/** What stands around the halves; null where it is not as it should be, or they are not the tasks'. */
function readFirst({ sha256, text, halves }: Written): Read | null {
  const value = Object(parse(text))
  const { tasks, ...secret } = Object(value.private)
  const bundle = { ...value, private: { ...secret, tasks: {} } }
  if (!isBundle(bundle) || bundle.sha256 !== sha256 || bundle.grader !== GRADER_VERSION) return null
  const places = new Map(Object.entries(Object(tasks)))
  const areTheirs =
    places.size === halves.length && bundle.public.tasks.every(({ id }, index) => places.get(id) === index)
  if (!areTheirs || bundle.public.tasks.length !== halves.length) return null
  return {
    bundle,
    halfOf(task) {
      const half = parse(halves[Number(places.get(task))]?.() ?? '')
      if (!isPrivateTask(half)) throw new Error(`The private half of task ${task} is not as it should be`)
      return half
    },
  }
}

/** Undefined where it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is wrong with a bundle as a whole. */
async function faultOf(file: Uint8Array): Promise<UnusableBundle | null> {
  const { openBundle } = await import('./open.ts')
  const opened = openBundle(new TextDecoder().decode(file))
  return opened.status === 'refused' ? new UnusableBundle(opened.reason) : null
}
