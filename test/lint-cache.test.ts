import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { TaskFileContent } from '../src/author/compile/file-content.ts'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { createLinter } from '../src/author/compile/linter.ts'
import { openLintThreads } from '../src/cli/lint-threads.ts'
import type { Cache } from '../src/core/cache.ts'
import { diagnosticsJson } from '../src/report/json.ts'
import { built } from './support/built.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

const template = (name: string) => readFileSync(`templates/${name}.typescript.yaml`, 'utf8')
const file = (path: string, text: string): TaskFileContent => ({
  path,
  bytes: new TextEncoder().encode(text),
})

function memoryCache() {
  const texts = new Map<string, string>()
  const cache: Cache = {
    read: async (name) => texts.get(name) ?? null,
    write: async (name, text) => void texts.set(name, text),
  }
  return { cache, texts }
}

const fresh = new Map<string, ReturnType<typeof lintCorpus>>()

/** What lint says that knows nothing. */
function lintedAnew(files: readonly TaskFileContent[], config: TaskFileContent | null) {
  const key = JSON.stringify([files, config])
  const known = fresh.get(key) ?? lintCorpus(files, config)
  fresh.set(key, known)
  return known
}

/** Lints as a new process of a tool does; tells how many files it read. */
async function linted(
  cache: Cache,
  files: readonly TaskFileContent[],
  config: TaskFileContent | null = null,
  tool = '1',
) {
  let read = 0
  const status = () => {
    read += 1
  }
  const { tasks, diagnostics } = await createLinter({ cache, toolIdentity: tool, status })(files, config)
  const expected = await lintedAnew(files, config)
  expect(diagnostics).toEqual(expected.diagnostics)
  expect(tasks.map(({ id }) => id)).toEqual(expected.tasks.map(({ spec }) => spec.id))
  return { read, codes: diagnostics.map(({ code }) => code) }
}

test('what lint keeps is never stale: not after an edit, its end, other settings, another file beside it or another tool', async () => {
  const { cache, texts } = memoryCache()
  const [rain, cli] = [template('data-pipeline'), template('cli')]
  const both = [file('cli.yaml', cli), file('rain.yaml', rain)]
  expect(await linted(cache, both)).toEqual({ read: 2, codes: [] })
  expect(await linted(cache, both)).toEqual({ read: 0, codes: [] })

  const edited = [
    file('cli.yaml', cli),
    file('rain.yaml', rain.replace('kind: off-by-one', 'kind: of-by-one')),
  ]
  expect(await linted(cache, edited)).toEqual({ read: 1, codes: ['schema/wrong-word'] })
  expect(await linted(cache, edited)).toEqual({ read: 0, codes: ['schema/wrong-word'] })
  expect(await linted(cache, both)).toEqual({ read: 0, codes: [] })

  // Each of the two is as it was: that they are alike is found all the same.
  const alike = file('other.yaml', rain.replace('id: data-pipeline', 'id: data-pipeline-again'))
  expect(await linted(cache, [...both, alike])).toEqual({ read: 1, codes: ['lint/no-similar-task'] })
  expect(await linted(cache, both)).toEqual({ read: 0, codes: [] })
  expect(await linted(cache, [...both, alike])).toEqual({ read: 0, codes: ['lint/no-similar-task'] })
  expect(await linted(cache, [...both, file('same.yaml', rain)])).toEqual({
    read: 1,
    codes: ['check/duplicate-id'],
  })

  const off = file('reviewgym.config.yaml', 'lint: { no-similar-task: off }\n')
  expect(await linted(cache, [...both, alike], off)).toEqual({ read: 0, codes: [] })
  const unknown = file('reviewgym.config.yaml', 'lint: { no-similar-task: of }\n')
  expect((await linted(cache, [...both, alike], unknown)).codes).toContain('schema/wrong-word')
  expect(await linted(cache, [...both, alike])).toEqual({ read: 0, codes: ['lint/no-similar-task'] })

  // A suppression and what it stands for are found again in the file as it is now.
  const suppressed = file(
    'other.yaml',
    `# reviewgym-ignore no-similar-task: told twice on purpose\n${rain.replace('id: data-pipeline', 'id: data-pipeline-again')}`,
  )
  expect(await linted(cache, [...both, suppressed])).toEqual({ read: 1, codes: [] })
  expect(await linted(cache, [both[0] ?? suppressed, suppressed])).toEqual({
    read: 0,
    codes: ['lint/no-unused-suppression'],
  })

  expect(await linted(cache, both, null, '2')).toEqual({ read: 2, codes: [] })
  expect(await linted(cache, both, null, '1')).toEqual({ read: 0, codes: [] })

  for (const spoilt of ['', '{', 'null', '[[1]]'])
    for (const name of texts.keys()) {
      const [key = ''] = (texts.get(name) ?? '').split('\n')
      texts.set(name, name === 'lint/files.json' ? spoilt : `${key}\n${spoilt}`)
      await linted(cache, both)
    }
})

test('a linter that goes on keeps what it knows, with and without a cache', async () => {
  for (const cache of [memoryCache().cache, null]) {
    let read = 0
    const linter = createLinter({
      cache,
      toolIdentity: '1',
      status: () => {
        read += 1
      },
    })
    const cli = file('cli.yaml', template('cli'))
    await linter([cli, file('rain.yaml', template('data-pipeline'))], null)
    await linter([cli, file('rain.yaml', template('data-pipeline').replace('Daily', 'Weekly'))], null)
    expect(read).toBe(3)
  }
})

test('lint answers the same with what it kept, and keeps nothing where it is told so; two at once disturb nothing', async () => {
  const folder = temporaryFolder()
  await runIn(folder, ['new', 'rain', '-t', 'data-pipeline'])
  const path = join(folder, 'tasks/rain.yaml')
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('why: The days', 'why: Days').replace(' of-', ' of-'),
  )
  const kept = () => readdirSync(folder).includes('.reviewgym')
  const first = await runIn(folder, ['lint', '--no-cache', '--json'])
  expect(kept()).toBe(false)
  expect(await runIn(folder, ['lint', '--json'])).toEqual(first)
  expect(kept()).toBe(true)
  expect(await runIn(folder, ['lint', '--json'])).toEqual(first)
  writeFileSync(path, readFileSync(path, 'utf8').replace('kind: off-by-one', 'kind: of-by-one'))
  const lint = () =>
    new Promise<string>((done) => {
      const child = spawn(process.execPath, [resolve('dist/cli.js'), 'lint', '--json'], { cwd: folder })
      let text = ''
      child.stdout.on('data', (piece) => {
        text += piece
      })
      child.on('close', () => done(text))
    })
  const fresh = (await runIn(folder, ['lint', '--no-cache', '--json'])).stdout
  expect(JSON.parse(fresh).diagnostics).toMatchObject([{ code: 'schema/wrong-word' }])
  expect(await Promise.all([lint(), lint(), lint()])).toEqual([fresh, fresh, fresh])
  expect(await runIn(folder, ['lint', '--json'])).toMatchObject({ code: 1, stdout: fresh })
})

test('lint says the same to the byte, and keeps the same, whether another thread lints beside or none', async () => {
  const names = readdirSync('templates').filter((name) => name.endsWith('.yaml'))
  const files = names.map((name) => file(`tasks/${name}`, readFileSync(`templates/${name}`, 'utf8')))
  const faulty = readdirSync('test/fixtures/broken')
    .filter((name) => name.endsWith('.yaml'))
    .slice(0, 40)
  const broken = faulty.map((name) =>
    file(`tasks/broken/${name}`, readFileSync(`test/fixtures/broken/${name}`, 'utf8')),
  )
  const all = [...files, ...broken, { path: 'tasks/secret.yaml', unreadable: 'It cannot be read (EACCES)' }]
  const lintWith = async (cores: number) => {
    const { cache, texts } = memoryCache()
    let opened = 0
    const openThreads = async () => {
      // As many as a large corpus is worth.
      const threads = await openLintThreads(built, 1000, cores)
      opened = threads?.count ?? 0
      return threads
    }
    const linted = await createLinter({ cache, toolIdentity: '1', openThreads })(all, null)
    return { opened, linted, report: diagnosticsJson(linted.diagnostics), kept: [...texts] }
  }
  const { opened: none, ...alone } = await lintWith(1)
  const { opened: two, ...beside } = await lintWith(3)
  expect([none, two]).toEqual([0, 2])
  expect(beside).toEqual(alone)
})

test('a thread is opened where files are many and a core is free', async () => {
  expect(await openLintThreads(built, 24, 8)).toBe(null)
  expect(await openLintThreads(built, 1000, 1)).toBe(null)
})
