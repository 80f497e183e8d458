import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Shell, shells } from '../src/cli/completion.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

/** What the real shell offers behind a line, the cursor at its end. */
const ask: Record<Shell, (script: string, line: string) => { command: string; args: string[] }> = {
  bash: (script, line) => {
    const words = line.split(' ')
    const set = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`
    return {
      command: 'bash',
      args: ['--norc', '-c', `. ${script}; ${set}; _reviewgym; printf '%s\\n' "\${COMPREPLY[@]}"`],
    }
  },
  fish: (script, line) => ({
    command: 'fish',
    args: ['--no-config', '-c', `source ${script}; complete -C '${line}'`],
  }),
  // Zsh completes in its line editor only: what the script hands to it is printed instead.
  zsh: (script, line) => ({
    command: 'zsh',
    args: [
      '-fc',
      `compdef() { :; }
      compadd() { shift; print -l -- \${(M)@:#$PREFIX*}; }
      _describe() { print -l -- \${(M)\${(P)2}:#$PREFIX*}; }
      _files() { print -l -- *; }
      . ${script}
      words=(${line.trim()}${line.endsWith(' ') ? " ''" : ''}); CURRENT=$#words; PREFIX=$words[-1]
      _reviewgym`,
    ],
  }),
}

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0
}

async function offered(shell: Shell, line: string): Promise<readonly string[]> {
  const folder = temporaryFolder()
  const { code, stdout: script } = await runIn(folder, ['completion', shell])
  expect(code).toBe(0)
  const path = join(folder, 'script')
  writeFileSync(path, script)
  writeFileSync(join(folder, 'orders.yaml'), '')
  const { command, args } = ask[shell](path, line)
  const { stdout } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, TERM: 'dumb', HOME: folder },
  })
  return stdout.split(/[\s:]+/)
}

test('bash is there to be asked', () => {
  expect(isInstalled('bash')).toBe(true)
})

describe.each(shells)('%s', (shell) => {
  const installed = test.skipIf(!isInstalled(shell))

  installed('offers commands, and none that does not begin so', async () => {
    const words = await offered(shell, 'reviewgym comp')
    expect(words).toContain('compile')
    expect(words).toContain('completion')
    expect(words).not.toContain('lint')
  })

  installed('offers the options of the command', async () => {
    const words = await offered(shell, 'reviewgym compile --no-')
    expect(words).toContain('--no-prove')
    expect(words).toContain('--no-color')
    expect(words).not.toContain('--template')
  })

  installed('offers the words of an option and of an argument', async () => {
    expect(await offered(shell, 'reviewgym new --template ')).toContain('stateful-class')
    expect(await offered(shell, 'reviewgym completion ')).toEqual(expect.arrayContaining([...shells]))
  })
})

test.each(shells)('the script for %s names every command and option of the help', async (shell) => {
  const folder = temporaryFolder()
  const { stdout: script } = await runIn(folder, ['completion', shell])
  const { stdout: help } = await runIn(folder, ['--help'])
  const commands = [...help.matchAll(/^ {2}([a-z]+) \[/gm)].map(([, name]) => name ?? '')
  expect(commands).toContain('compile')
  for (const command of commands.filter((name) => name !== 'help')) {
    const { stdout } = await runIn(folder, [command, '--help'])
    expect(script).toMatch(new RegExp(`\\b${command}\\b`))
    for (const [, option = ''] of stdout.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm))
      if (option !== 'help') expect(script).toMatch(new RegExp(`(?:--|-l )${option}\\b`))
  }
})

test('another shell is refused with those that there are', async () => {
  const { code, stderr } = await runIn(temporaryFolder(), ['completion', 'zhs'])
  expect(code).toBe(2)
  expect(stderr).toContain('Did you mean `zsh`?')
})
