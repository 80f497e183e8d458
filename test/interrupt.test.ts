import { spawn } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { drawIndex } from '../src/core/draw.ts'
import { runCli } from './support/cli.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

/** How often a command is interrupted in all; 100 in the soak. That `eval` can be killed is shown in `test/rollout/killed.test.ts`. */
const TIMES = Number(process.env.INTERRUPTS ?? 8)

const lines: readonly (readonly string[])[] = [
  ['compile', '--no-attacks', '-o', 'corpus.json'],
  ['fmt'],
  ['new', 'another', '-t', 'cli'],
  ['init'],
  ['prove', '--update'],
  ['lint', '--fix'],
  ['export', 'sft', 'run', '-o', 'exported'],
  ['report', 'run', '-o', 'report.html'],
]

/** Runs a command until it ends or is interrupted; answers how long that took, in milliseconds. */
function runUntil(args: readonly string[], cwd: string, interruptAfter: number | null): Promise<number> {
  const start = performance.now()
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve('dist/cli.js'), ...args], { cwd, stdio: 'ignore' })
    const timer = interruptAfter === null ? null : setTimeout(() => child.kill('SIGINT'), interruptAfter)
    child.on('exit', () => {
      if (timer) clearTimeout(timer)
      done(performance.now() - start)
    })
  })
}

function textsIn(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')]
    }),
  )
}

test(`a command that is interrupted at any moment leaves whole files and a sound cache (${TIMES} times)`, async () => {
  const start = temporaryFolder()
  await runIn(start, ['new', 'rain', '-t', 'data-pipeline'])
  const path = join(start, 'tasks/rain.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace('tags: [', 'tags:   [  '))
  expect(runCli(['compile', '-o', 'bundle.json', '--quiet'], start).code).toBe(0)
  expect(runCli(['eval', 'bundle.json', '--agent', 'oracle', '-o', 'run', '--quiet'], start).code).toBe(0)
  const whole = new Map<string, Map<string, string>>()
  const duration = new Map<string, number>()
  for (const args of lines) {
    const folder = temporaryFolder()
    cpSync(start, folder, { recursive: true })
    duration.set(args.join(), await runUntil(args, folder, null))
    whole.set(args.join(), textsIn(folder))
  }
  const reference = whole.get(lines[0]?.join() ?? '')?.get('corpus.json')
  expect(JSON.parse(reference ?? '').format).toBe('reviewgym-bundle/2')

  const folder = temporaryFolder()
  const before = textsIn(start)
  for (let time = 0; time < TIMES; time += 1) {
    for (const name of readdirSync(folder))
      if (name !== '.reviewgym') rmSync(join(folder, name), { recursive: true })
    cpSync(join(start, 'tasks'), join(folder, 'tasks'), { recursive: true })
    cpSync(join(start, 'schemas'), join(folder, 'schemas'), { recursive: true })
    cpSync(join(start, 'run'), join(folder, 'run'), { recursive: true })
    cpSync(join(start, 'bundle.json'), join(folder, 'bundle.json'))
    const args = lines[time % lines.length] ?? []
    const after = (drawIndex(`interrupt ${time}`, 1000) / 1000) * (duration.get(args.join()) ?? 0)
    await runUntil(args, folder, after)
    for (const [name, text] of textsIn(folder)) {
      expect(name).not.toMatch(/\.tmp$/)
      if (!name.startsWith('.reviewgym/'))
        expect([before.get(name), whole.get(args.join())?.get(name)], `${args.join(' ')}: ${name}`).toContain(
          text,
        )
    }
  }
  cpSync(join(start, 'tasks'), join(folder, 'tasks'), { recursive: true })
  rmSync(join(folder, 'tasks/another.yaml'), { force: true })
  rmSync(join(folder, 'tasks/team-notes.yaml'), { force: true })
  const last = runCli(['compile', '--no-attacks', '-o', 'corpus.json'], folder)
  expect(last).toMatchObject({ code: 0, stderr: '' })
  expect(readFileSync(join(folder, 'corpus.json'), 'utf8')).toBe(reference)
}, 3_600_000)
