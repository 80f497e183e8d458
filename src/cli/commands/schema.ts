import { closest } from '../../core/suggestion.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, UsageError } from '../host.ts'
import { printJson } from '../print-diagnostics.ts'

export const schemaCommand: CommandModule = {
  example: 'reviewgym schema task > task.schema.json',
  declare: (command) => command.argument('[name]', 'which shape'),
  async run(host, [name], options: CommonOptions) {
    const { schemas } = await import('../../author/schemas.ts')
    const { schemaText } = await import('../../model/schemas.ts')
    const names = Object.keys(schemas)
    if (name === undefined) {
      if (options.json) printJson(host, 'schema', { names })
      else host.print(`${names.join('\n')}\n`)
      return ExitCode.ok
    }
    const shape = Object.hasOwn(schemas, String(name)) ? schemas[String(name)] : undefined
    if (!shape) {
      const guess = closest(String(name), names)
      throw new UsageError(
        `There is no schema \`${String(name)}\``,
        guess === null ? `There are: ${names.join(', ')}` : `Did you mean \`${guess}\`?`,
      )
    }
    host.print(schemaText(String(name), shape))
    return ExitCode.ok
  },
}
