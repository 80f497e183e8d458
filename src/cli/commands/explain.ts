import { closest } from '../../core/suggestion.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, UsageError } from '../host.ts'
import { printJson } from '../print-diagnostics.ts'

export const explainCommand: CommandModule = {
  example: 'reviewgym explain lint/no-wide-anchor',
  declare: (command) => command.argument('[code]', 'the code beside `error` or `warning`'),
  async run(host, [code], options: CommonOptions) {
    const { diagnosticCodes } = await import('../../author/diagnostic-codes.ts')
    if (code === undefined) {
      if (options.json) printJson(host, 'explain', { codes: diagnosticCodes, page: null })
      else host.print(`${diagnosticCodes.join('\n')}\n`)
      return ExitCode.ok
    }
    const found = diagnosticCodes.find((known) => known === code || known.endsWith(`/${String(code)}`))
    if (found === undefined) {
      const guess = closest(String(code), diagnosticCodes)
      throw new UsageError(
        `There is no diagnostic \`${String(code)}\``,
        guess === null ? '`reviewgym explain` lists all codes' : `Did you mean \`${guess}\`?`,
      )
    }
    const file = new URL(`../docs/diagnostics/${found}.md`, host.sandboxFiles.worker)
    const page = new TextDecoder().decode(await host.readFile(file)).replaceAll(/^<!-- .* -->\n/gm, '')
    if (options.json) printJson(host, 'explain', { codes: [found], page })
    else host.print(page)
    return ExitCode.ok
  },
}
