import { closest } from '../../core/suggestion.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { named } from '../named.ts'
import { ownName } from '../own-name.ts'
import { printJson } from '../print-diagnostics.ts'
import {
  SCHEMA_FILE,
  type Template,
  type TemplateLanguage,
  taskFrom,
  templateLanguages,
  templates,
} from '../templates.ts'

interface NewOptions extends CommonOptions {
  readonly template?: string
  readonly language?: string
  readonly kind?: string
  readonly output?: string
}

export const newCommand: CommandModule = {
  example: 'reviewgym new order-search --template web-handler --language python',
  words: {
    '--template': templates.map(({ name }) => name),
    '--language': templateLanguages,
    '--kind': templates.map(({ kind }) => kind),
  },
  declare: (command) =>
    command
      .argument('[id]', 'the id of the task (default: that of the template)')
      .option('-t, --template <name>', `the situation: ${templates.map(({ name }) => name).join(', ')}`)
      .option('-l, --language <name>', `of the code: ${templateLanguages.join(', ')}`)
      .option('-k, --kind <kind>', 'the kind of the planted defect, where no template is named')
      .option('-o, --output <file>', 'where to write it (default: tasks/<id>.yaml)'),
  async run(host, [given], options: NewOptions) {
    const isAsked = host.isInteractive && !options.json && !options.quiet
    const template = await chooseTemplate(options, isAsked, host)
    const language = await chooseLanguage(options, isAsked, host)
    const id = String(
      given ?? (isAsked ? await answered('Id of the task', template.name, host) : template.name),
    )
    const { ID } = await import('../../model/task.ts')
    if (!new RegExp(ID).test(id))
      throw new UsageError(
        `\`${id}\` is no id`,
        'Write it like `order-search`: small letters, digits, hyphens',
      )
    const path = options.output ?? `tasks/${id}.yaml`
    if (path.startsWith('/') || path.split('/').includes('..'))
      throw new UsageError(`\`${path}\` is not in this folder`, 'Run it in the folder of the corpus')
    if ((await host.entryAt(path)) !== 'nothing')
      throw new UsageError(`\`${path}\` exists already`, 'Choose another id, or another file with `--output`')
    await host.writeFile(path, await taskFrom(template, language, id, path, host))
    const written = [path, ...(await writeSchema(host))]
    if (options.json) printJson(host, 'new', { id, template: template.name, language, written })
    else if (!options.quiet)
      host.print(`${written.join('\n')}\n\nTry next:\n  ${ownName(host)} prove ${path}\n`)
    return ExitCode.ok
  },
}

async function chooseTemplate(
  { template, kind }: NewOptions,
  isAsked: boolean,
  host: Host,
): Promise<Template> {
  if (template !== undefined) {
    const found = named('template', template, templates)
    if (kind === undefined || kind === found.kind) return found
    throw new UsageError(`Template \`${found.name}\` plants \`${found.kind}\`, not \`${kind}\``, planted())
  }
  if (kind !== undefined) {
    const found = templates.find((one) => one.kind === kind)
    if (found) return found
    const guess = closest(
      kind,
      templates.map((one) => one.kind),
    )
    throw new UsageError(
      `No template plants \`${kind}\``,
      guess === null ? `${planted()}; write yours in its place` : `Did you mean \`${guess}\`?`,
    )
  }
  const [first] = templates
  if (!first) throw new Error('There is no template')
  if (!isAsked) return first
  host.print(`${templates.map(({ name, summary }) => `  ${name.padEnd(16)}${summary}`).join('\n')}\n`)
  return named('template', await answered('Situation', first.name, host), templates)
}

function planted(): string {
  return `There are: ${templates.map(({ name, kind }) => `${kind} (${name})`).join(', ')}`
}

async function chooseLanguage(
  { language }: NewOptions,
  isAsked: boolean,
  host: Host,
): Promise<TemplateLanguage> {
  const all = templateLanguages.map((name) => ({ name }))
  const word = language ?? (isAsked ? await answered('Language', 'typescript', host) : 'typescript')
  return named('language', word, all).name
}

async function answered(question: string, usual: string, host: Host): Promise<string> {
  return (await host.ask(`${question} (${usual}): `)).trim() || usual
}

/** Editors need the schema beside the tasks; one that is there already is left alone. */
async function writeSchema(host: Host): Promise<readonly string[]> {
  if ((await host.entryAt(SCHEMA_FILE)) !== 'nothing') return []
  const { schemas, schemaText } = await import('../../model/schemas.ts')
  if (!schemas.task) throw new Error('There is no schema of tasks')
  await host.writeFile(SCHEMA_FILE, schemaText('task', schemas.task))
  return [SCHEMA_FILE]
}
