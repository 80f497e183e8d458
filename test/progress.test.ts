import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

/** What a terminal gets to see of a command, by `script`, which opens one for it. */
function seenBy(args: readonly string[], cwd: string, env: Record<string, string>): string {
  const line = [process.execPath, resolve('dist/cli.js'), ...args].map((word) => `'${word}'`).join(' ')
  const { CI: _, ...rest } = process.env
  const { stdout, status } = spawnSync('script', ['-qec', line, '/dev/null'], {
    cwd,
    env: { ...rest, NO_COLOR: '1', ...env },
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  return stdout
}

const CLEAR = '\r\u001b[K'

test('work that takes its time says on a terminal how far it is, and takes that away again; nowhere else', async () => {
  const folder = temporaryFolder()
  await runIn(folder, ['new', 'rain', '-t', 'data-pipeline'])
  const commands: readonly (readonly [readonly string[], string])[] = [
    [['lint'], 'linting: 0 of 1 file …'],
    [['compile', '-o', 'corpus.json'], 'proving rain (1 of 1) …'],
    [['prove', '--no-cache'], 'proving rain (1 of 1) …'],
    [['eval', 'corpus.json', '--agent', 'nop', '-o', 'run'], '1 of 1 episodes'],
    [['attack', 'corpus.json', '--exploit', 'carpet'], 'attacked rain …'],
  ]
  for (const [args, progress] of commands) {
    const seen = seenBy(args, folder, {})
    expect(seen, args.join(' ')).toContain(`${CLEAR}${progress}`)
    const shown = seen.slice(seen.lastIndexOf(progress) + progress.length)
    expect(shown.startsWith(CLEAR), args.join(' ')).toBe(true)
  }
  expect(seenBy(['lint', '--no-cache'], folder, { CI: 'true' })).not.toContain(CLEAR)
  const { stderr } = spawnSync(process.execPath, [resolve('dist/cli.js'), 'lint', '--no-cache'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
})
