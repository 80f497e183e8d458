import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import type { Host } from '../src/cli/host.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

/** A command that watches a folder, one answer at a time. */
function watching(folder: string, args: readonly string[], changes: Partial<Host> = {}) {
  let text = ''
  let stop = () => {}
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  const ended = runIn(folder, args, {
    print: (part) => {
      text += part
    },
    stopped: () => stopped,
    ...changes,
  })
  return {
    /** What was printed since the last call, once it ends as is expected. */
    async until(end: RegExp): Promise<string> {
      for (;;) {
        if (end.test(text)) {
          const said = text
          text = ''
          return said
        }
        await Promise.race([
          new Promise((resolve) => setTimeout(resolve, 20)),
          ended.then(({ code }) => {
            throw new Error(`ended with ${code}: ${text}`)
          }),
        ])
      }
    },
    async stop() {
      stop()
      return (await ended).code
    },
  }
}

async function corpus(): Promise<{ readonly folder: string; readonly path: string; readonly sound: string }> {
  const folder = temporaryFolder()
  await runIn(folder, ['new', 'rain', '-t', 'data-pipeline'])
  await runIn(folder, ['new', 'labels', '-t', 'cli'])
  const path = join(folder, 'tasks/rain.yaml')
  return { folder, path, sound: readFileSync(path, 'utf8') }
}

/** A hundred and ten tasks, all but alike. */
function largeCorpus() {
  const folder = temporaryFolder()
  const template = readFileSync('templates/cli.typescript.yaml', 'utf8')
  const textOf = (number: number) =>
    template.replace(/^id: .*/m, `id: labels-${number}`).replace(/^title: .*/m, `title: Labels ${number}`)
  mkdirSync(join(folder, 'tasks'))
  for (let number = 0; number < 110; number += 1)
    writeFileSync(join(folder, `tasks/${number}.yaml`), textOf(number))
  writeFileSync(join(folder, 'reviewgym.config.yaml'), 'lint: { no-similar-task: off }\n')
  return { folder, textOf }
}

test('lint --watch says everything once, then what is new and what is gone', async () => {
  const { folder, path, sound } = await corpus()
  const lint = watching(folder, ['lint', '--watch'])
  expect(await lint.until(/ends it\n$/)).toBe('2 files — watching, Ctrl+C ends it\n')
  writeFileSync(path, sound.replace('kind: off-by-one', 'kind: of-by-one'))
  const broken = await lint.until(/2 files\n$/)
  expect(broken).toContain('tasks/rain.yaml:')
  expect(broken).toContain('Did you mean `off-by-one`?')
  // What an edit above moves is not told again.
  writeFileSync(path, `# moved\n${sound.replace('kind: off-by-one', 'kind: of-by-one')}`)
  expect(await lint.until(/2 files\n$/)).toBe('1 as before; in all 1 error in 1 file\n2 files\n')
  writeFileSync(path, sound)
  expect(await lint.until(/2 files\n$/)).toMatch(
    /^gone: tasks\/rain\.yaml:\d+:\d+ schema\/wrong-word `of-by-one` .*\n2 files\n$/,
  )
  expect(await lint.stop()).toBe(0)
})

test('compile --watch writes a bundle after each change that is sound', async () => {
  const { folder, path, sound } = await corpus()
  const output = join(folder, 'corpus.json')
  const compile = watching(folder, ['compile', '--watch', '--no-prove', '-o', 'corpus.json'])
  const begun = await compile.until(/sha256 \w+\n$/)
  expect(begun).toMatch(
    /^2 tasks, \d rows, not proved — watching, Ctrl\+C ends it\nwritten: corpus\.json, sha256 /,
  )
  const first = readFileSync(output, 'utf8')
  writeFileSync(path, sound.replace('totals.set(day,', 'totals.set(dya,'))
  expect(await compile.until(/no bundle was made\n$/)).toMatch(
    /Cannot find name 'dya'.*`corpus\.json` was left as it was: it is older than these tasks/s,
  )
  expect(readFileSync(output, 'utf8')).toBe(first)
  writeFileSync(path, sound.replace('title: Daily totals', 'title: Daily sums'))
  expect(await compile.until(/sha256 \w+\n$/)).toMatch(/^gone: .*\n2 tasks.*\nwritten: corpus/s)
  expect(readFileSync(output, 'utf8')).not.toBe(first)
  expect(await compile.stop()).toBe(0)
})

const clock: Host['clock'] = {
  now: () => performance.now(),
  // Looks at all files never come.
  wait: (milliseconds) =>
    new Promise((resolve) => {
      if (milliseconds < 100) setTimeout(resolve, milliseconds)
    }),
}

test.each([
  ['tells of them', { clock }],
  ['is silent', { watchFolder: () => null }],
])(
  'files and settings that come, move and go are followed where the system %s',
  async (_, changes) => {
    const { folder, path, sound } = await corpus()
    const third = readFileSync('templates/stateful-class.typescript.yaml', 'utf8')
    const at = (name: string) => join(folder, name)
    const args = ['compile', '--no-prove', '-o', 'corpus.json']
    const compile = watching(folder, [...args, '--watch'], changes)
    await compile.until(/2 tasks.*written: .*\n$/s)

    mkdirSync(at('tasks/new/deep'), { recursive: true })
    writeFileSync(at('tasks/new/deep/third.yaml'), third)
    await compile.until(/3 tasks.*written: .*\n$/s)
    renameSync(at('tasks/new'), at('tasks/old'))
    await compile.until(/3 tasks.*written: .*\n$/s)
    writeFileSync(at('tasks/old/deep/third.yaml'), third.replace('kind: ', 'kind: un'))
    expect(await compile.until(/no bundle was made\n$/)).toContain('tasks/old/deep/third.yaml:')
    writeFileSync(at('tasks/old/deep/third.yaml'), third)
    await compile.until(/^gone: .*3 tasks.*written: .*\n$/s)

    writeFileSync(at('rain.draft'), sound.replace('title: Daily totals', 'title: Daily sums'))
    renameSync(at('rain.draft'), path)
    await compile.until(/3 tasks.*written: .*\n$/s)
    expect(readFileSync(at('corpus.json'), 'utf8')).toContain('Daily sums')

    writeFileSync(at('reviewgym.config.yaml'), 'lint: { no-such-rule: off }\n')
    expect(await compile.until(/no bundle was made\n$/)).toContain('reviewgym.config.yaml:1:')
    rmSync(at('reviewgym.config.yaml'))
    await compile.until(/^gone: .*3 tasks.*written: .*\n$/s)
    rmSync(at('tasks/old'), { recursive: true })
    await compile.until(/2 tasks.*written: .*\n$/s)
    expect(await compile.stop()).toBe(0)

    const written = readFileSync(at('corpus.json'), 'utf8')
    rmSync(at('corpus.json'))
    await runIn(folder, args)
    expect(readFileSync(at('corpus.json'), 'utf8')).toBe(written)
  },
  300_000,
)

test('who asks to stop before everything was checked once does not wait for it', async () => {
  const { folder } = largeCorpus()
  const child = spawn(process.execPath, [resolve('dist/cli.js'), 'compile', '--watch', '--no-prove'], {
    cwd: folder,
  })
  // Checking them takes several times as long.
  setTimeout(() => child.kill('SIGINT'), 1000)
  expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
})

test('a corpus that is worth a thread is compiled as without --watch, and a save in it too', async () => {
  const { folder, textOf } = largeCorpus()
  const path = join(folder, 'tasks/50.yaml')
  const sound = textOf(50)
  const faulty = sound.replace('    code: |', "    code: |\n      const wrong: number = ''")
  const output = join(folder, 'corpus.json')

  writeFileSync(path, faulty)
  const compile = watching(folder, ['compile', '--watch', '--no-prove', '-o', 'corpus.json'])
  expect(await compile.until(/ends it\n$/)).toMatch(/tasks\/50\.yaml:.*TS2322.*110 files — watching/s)
  writeFileSync(path, sound)
  await compile.until(/^gone: .*\n110 tasks.*\nwritten: .*\n$/s)
  writeFileSync(path, sound.replace('title: Labels 50', 'title: Fifty'))
  await compile.until(/^110 tasks.*\nwritten: .*\n$/s)
  const written = readFileSync(output, 'utf8')
  expect(written).toContain('Fifty')
  expect(await compile.stop()).toBe(0)
  rmSync(output)
  await runIn(folder, ['compile', '--no-prove', '-o', 'corpus.json'])
  expect(readFileSync(output, 'utf8')).toBe(written)
})

test('--watch and --json do not go together', async () => {
  const { code, stderr } = await runIn(temporaryFolder(), ['lint', '--watch', '--json'])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--watch') })
})
