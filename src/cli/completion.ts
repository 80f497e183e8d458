/** What a shell can offer of one command. */
export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** What its first argument may be, where that is a closed list; files are offered otherwise. */
  readonly words: readonly string[]
}

interface CompletedOption {
  /** `--output`, `-o`. */
  readonly flags: readonly string[]
  readonly summary: string
  readonly takesValue: boolean
  /** What its value may be, where that is a closed list. */
  readonly words: readonly string[]
}

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** The script by which a shell completes `reviewgym`. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(commands)
    case 'zsh':
      return zshScript(commands)
    case 'fish':
      return fishScript(commands)
  }
}

/** The cases of `command previous-word` behind which the words are known, or files are meant. */
function valueCases(
  commands: readonly CompletedCommand[],
  known: (words: readonly string[]) => string,
  file: string,
) {
  return commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, words }) => {
        const pattern = flags.map((flag) => `'${name} ${flag}'`).join('|')
        return `    ${pattern}) ${words.length > 0 ? known(words) : file} ;;\n`
      }),
  )
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const offer = (words: readonly string[]) => `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`
  const file = 'COMPREPLY=()'
  return `# bash completion of reviewgym; put it into a file that your ~/.bashrc sources.
_reviewgym() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${offer([...commands.map(({ name }) => name), '--help', '--version'])}
    return
  fi
  case "$command $previous" in
${valueCases(commands, (words) => `${offer(words)}; return`, `${file}; return`).join('')}  esac
  case "$command" in
${commands.map(({ name, options, words }) => `    ${name}) ${offer([...options.flatMap(({ flags }) => flags), ...words])} ;;\n`).join('')}  esac
}
complete -o default -F _reviewgym reviewgym
`
}

function zshScript(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')
  const offer = (words: readonly string[]) => `compadd -- ${words.join(' ')}`
  return `#compdef reviewgym
# zsh completion of reviewgym; save it as _reviewgym in a folder of $fpath.
_reviewgym() {
  local command=\${words[2]} previous=\${words[CURRENT-1]}
  local -a commands
  if (( CURRENT == 2 )); then
    commands=(${described})
    _describe command commands
    compadd -- --help --version
    return
  fi
  case "$command $previous" in
${valueCases(commands, (words) => `${offer(words)}; return`, '_files; return').join('')}  esac
  case "$command" in
${commands
  .map(({ name, options, words }) => {
    const flags = options.flatMap((option) => option.flags)
    const rest = words.length > 0 ? offer(words) : '_files'
    return `    ${name}) if [[ "$PREFIX" == -* ]]; then ${offer(flags)}; else ${rest}; fi ;;\n`
  })
  .join('')}  esac
}
if [ "$funcstack[1]" = _reviewgym ]; then _reviewgym "$@"; else compdef _reviewgym reviewgym; fi
`
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options, words }) => [
    `complete -c reviewgym -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...options.map((option) => {
      const flags = option.flags.map((flag) =>
        flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      )
      const value = !option.takesValue
        ? ''
        : option.words.length > 0
          ? ` -x -a ${quoted(option.words.join(' '))}`
          : ' -r'
      return `complete -c reviewgym -n '__fish_seen_subcommand_from ${name}' ${flags.join(' ')}${value} -d ${quoted(option.summary)}`
    }),
    ...(words.length === 0
      ? []
      : [`complete -c reviewgym -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words.join(' '))}`]),
  ])
  return `# fish completion of reviewgym; save it as ~/.config/fish/completions/reviewgym.fish.\n${lines.join('\n')}\n`
}

/** A text as a word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll('’', "'").replaceAll("'", `'\\''`)}'`
}
