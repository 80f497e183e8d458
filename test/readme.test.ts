import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { folderWithTasks } from './support/folder.ts'

const CONSOLE = /```console\n([\s\S]*?)```/g

/** A folder like a clone, with a `reviewgym` on its path. */
function cloneLike(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  const cwd = folderWithTasks()
  cpSync('docs/tour', join(cwd, 'docs/tour'), { recursive: true })
  const shim = join(cwd, 'reviewgym')
  writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`)
  chmodSync(shim, 0o755)
  return { cwd, env: { ...process.env, NO_COLOR: '1', PATH: `${cwd}${delimiter}${process.env.PATH}` } }
}

/** A block as it would look if its commands were typed now, one after the other. */
function retype(block: string, { cwd, env }: ReturnType<typeof cloneLike>): string {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '))
  return commands
    .map((line) => {
      const { stdout, stderr } = spawnSync('sh', ['-c', line.slice(2)], { cwd, env, encoding: 'utf8' })
      return `${line}\n${stdout}${stderr}`
    })
    .join('')
}

test('what the README shows is what its commands print (UPDATE=1 rewrites it)', () => {
  const readme = readFileSync('README.md', 'utf8')
  const place = cloneLike()
  const typed = readme.replaceAll(
    CONSOLE,
    (_, block: string) => `\`\`\`console\n${retype(block, place)}\`\`\``,
  )
  expect([...readme.matchAll(CONSOLE)]).toHaveLength(7)
  if (process.env.UPDATE) writeFileSync('README.md', typed)
  else expect(readme).toBe(typed)
})
