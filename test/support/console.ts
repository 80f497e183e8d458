import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { temporaryFolder } from './folder.ts'

const CONSOLE = /```console\n([\s\S]*?)```/g

/** How many blocks of commands a page has. */
export function blocksIn(page: string): number {
  return [...page.matchAll(CONSOLE)].length
}

/** A page as it would look if its commands were typed now, one after the other, in a folder with `reviewgym` at hand. */
export function typedAgain(page: string, cwd: string): string {
  const bin = temporaryFolder()
  const shim = join(bin, 'reviewgym')
  writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`)
  chmodSync(shim, 0o755)
  const env = { ...process.env, NO_COLOR: '1', PATH: `${bin}${delimiter}${process.env.PATH}` }
  return page.replaceAll(CONSOLE, (_, block: string) => {
    const commands = block.split('\n').filter((line) => line.startsWith('$ '))
    const typed = commands.map((line) => {
      const { stdout, stderr } = spawnSync('sh', ['-c', line.slice(2)], { cwd, env, encoding: 'utf8' })
      return `${line}\n${stdout}${stderr}`
    })
    return `\`\`\`console\n${typed.join('')}\`\`\``
  })
}
