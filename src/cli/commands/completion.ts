import type { CommandModule, CommonOptions } from '../command.ts'
import { type CompletedCommand, completionScript, shells } from '../completion.ts'
import { ExitCode } from '../host.ts'
import { named } from '../named.ts'
import { printJson } from '../print-diagnostics.ts'

export const completionCommand: CommandModule = {
  example: 'reviewgym completion bash > ~/.reviewgym-completion && . ~/.reviewgym-completion',
  words: { '': shells },
  declare: (command) => command.argument('<shell>', shells.join(', ')),
  async run(host, [name], options: CommonOptions, commands: () => Promise<readonly CompletedCommand[]>) {
    const all = shells.map((shell) => ({ name: shell }))
    const shell = named('shell', String(name), all).name
    const script = completionScript(shell, await commands())
    if (options.json) printJson(host, 'completion', { shell, script })
    else host.print(script)
    return ExitCode.ok
  },
}
