import { Command, Help } from 'commander'
import { expect, test } from 'vitest'
import { commands } from '../src/cli/run.ts'

test.each(commands)('the help of the program says of $name what the command declares', async (entry) => {
  const { declare } = await entry.load()
  const command = declare(new Command(entry.name)).option('--json')
  expect(`${entry.name} [options] ${entry.input}`).toBe(new Help().subcommandTerm(command))
})
