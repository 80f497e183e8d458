// A bundle of as many tasks as one likes: the corpus' rows, each a task of its own under another name, one after the other.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { corpusBundle, KEPT } from './serving.mjs'

export async function largeBundle(count) {
  const corpus = await corpusBundle()
  const path = resolve(KEPT, `large-${count}-${/(\w+)\.json$/.exec(corpus)?.[1]}.json`)
  if (existsSync(path)) return path
  const bundle = JSON.parse(await readFile(corpus, 'utf8'))
  const rows = bundle.public.tasks.flatMap((task) => task.rows.map((_, number) => ({ task, number })))
  const publicTasks = []
  const privateTasks = {}
  for (let index = 0; index < count; index += 1) {
    const { task, number } = rows[index % rows.length]
    const secret = bundle.private.tasks[task.id]
    const row = secret.rows[number]
    const id = `${task.id}-${number}-${String(index).padStart(5, '0')}`
    publicTasks.push({ ...task, id, rows: [task.rows[number]] })
    privateTasks[id] = {
      ...secret,
      items: secret.items.filter((item) => row.items.some(({ id: one }) => one === item.id)),
      rows: [row],
    }
  }
  const content = {
    ...bundle,
    sha256: undefined,
    public: { ...bundle.public, tasks: publicTasks.sort((a, b) => (a.id < b.id ? -1 : 1)) },
    private: { ...bundle.private, tasks: privateTasks },
  }
  const sha256 = createHash('sha256').update(sorted(content)).digest('hex')
  await writeFile(path, `${sorted({ ...content, sha256 })}\n`)
  return path
}

/** JSON with sorted keys, which is what bundles are hashed in. */
function sorted(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${sorted(member)}`)
    .join(',')}}`
}
