import type { Host } from './host.ts'

/** A sound task of one situation, to start from; its files are `templates/<name>.<language>.yaml`. */
export interface Template {
  readonly name: string
  readonly summary: string
  /** The kind of the defect that is planted in it. */
  readonly kind: string
}

/** Every template, in the order in which they are offered. */
export const templates: readonly Template[] = [
  { name: 'web-handler', summary: 'A handler of web requests over a database', kind: 'sql-injection' },
  { name: 'async-worker', summary: 'A worker that takes jobs from a queue', kind: 'swallowed-error' },
  { name: 'data-pipeline', summary: 'Lines that are read, added up and written', kind: 'off-by-one' },
  { name: 'cli', summary: 'A command that reads its arguments', kind: 'missing-validation' },
  { name: 'stateful-class', summary: 'A class that keeps state', kind: 'shared-mutable-state' },
  { name: 'change', summary: 'A change under review, beside the code before it', kind: 'stale-cache' },
]

/** The languages of every template. */
export const templateLanguages = ['typescript', 'python'] as const
export type TemplateLanguage = (typeof templateLanguages)[number]

const MODELINE = /^# yaml-language-server: \$schema=.*$/m
const ID = /^id: .*$/m

/** Where editors find the schema of tasks; relative, so that a corpus can be moved. */
export const SCHEMA_FILE = 'schemas/task.schema.json'

/** The text of a new task at `path`. */
export async function taskFrom(
  template: Template,
  language: TemplateLanguage,
  id: string,
  path: string,
  host: Host,
): Promise<string> {
  const { TASK_FORMAT } = await import('../model/task.ts')
  const file = new URL(`../templates/${template.name}.${language}.yaml`, host.sandboxFiles.worker)
  const text = new TextDecoder().decode(await host.readFile(file))
  return text
    .replace(MODELINE, `# yaml-language-server: $schema=${schemaFrom(path)}`)
    .replace(ID, `format: ${TASK_FORMAT}\nid: ${id}`)
}

function schemaFrom(path: string): string {
  const folders = path.split('/').slice(0, -1)
  return `${folders.map(() => '../').join('')}${SCHEMA_FILE}`
}
