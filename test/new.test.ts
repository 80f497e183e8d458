import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { templateLanguages, templates } from '../src/cli/templates.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'

const all = templates.flatMap(({ name, kind }) =>
  templateLanguages.map((language) => ({ name, kind, language })),
)

test('every file of templates/ is offered, and plants the kind that is said', () => {
  expect(readdirSync('templates').sort()).toEqual(
    all.map(({ name, language }) => `${name}.${language}.yaml`).sort(),
  )
  for (const { name, kind, language } of all) {
    const text = readFileSync(`templates/${name}.${language}.yaml`, 'utf8')
    expect(text.match(/^ {4}kind: (.*)$/gm)).toEqual([`    kind: ${kind}`])
  }
})

test('what new writes from any template is canonical, compiles, is proved and pays no cheater', async () => {
  const folder = temporaryFolder()
  for (const { name, language } of all) {
    const { code, stdout } = await runIn(folder, ['new', `${name}-${language}`, '-t', name, '-l', language])
    expect(code).toBe(0)
    expect(stdout).toContain(`tasks/${name}-${language}.yaml\n`)
  }
  expect(await runIn(folder, ['fmt', '--check'])).toMatchObject({ code: 0 })
  const { code, stdout, stderr } = await runIn(folder, ['compile', '-o', 'corpus.json'])
  expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' })
  expect(stdout).toMatch(new RegExp(`${all.length} tasks, \\d+ rows, proved and attacked`))
})

test('new asks for what it was not told, and only where somebody sits there', async () => {
  const folder = temporaryFolder()
  const asked: string[] = []
  const answers = ['cli', 'python', 'labels']
  const watched = {
    isInteractive: true,
    ask: async (question: string) => {
      asked.push(question)
      return answers.shift() ?? ''
    },
  }
  expect(await runIn(folder, ['new'], watched)).toMatchObject({ code: 0 })
  expect(asked).toEqual(['Situation (web-handler): ', 'Language (typescript): ', 'Id of the task (cli): '])
  expect(readFileSync(join(folder, 'tasks/labels.yaml'), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/schemas\/task\.schema\.json\nformat: 2\nid: labels\n.*\nlanguage: python\n/,
  )
  expect(await runIn(folder, ['new', 'pay', '-t', 'cli', '-l', 'python'], watched)).toMatchObject({ code: 0 })
  expect(await runIn(folder, ['new'])).toMatchObject({ code: 0 })
  expect(asked).toHaveLength(3)
  expect(readdirSync(join(folder, 'tasks')).sort()).toEqual(['labels.yaml', 'pay.yaml', 'web-handler.yaml'])
})

test.each([
  [['--template', 'cly'], 'There is no template `cly`', 'Did you mean `cli`?'],
  [['-t', 'cli', '-l', 'pyton'], 'There is no language `pyton`', 'Did you mean `python`?'],
  [['--kind', 'sql-injectio'], 'No template plants `sql-injectio`', 'Did you mean `sql-injection`?'],
  [
    ['--kind', 'sql-injection', '-t', 'cli'],
    'Template `cli` plants `missing-validation`, not `sql-injection`',
    'sql-injection (web-handler)',
  ],
  [['Order Search'], '`Order Search` is no id', 'order-search'],
  [['there'], '`tasks/there.yaml` exists already', 'Choose another id'],
  [['x', '-o', '../x.yaml'], '`../x.yaml` is not in this folder', 'folder of the corpus'],
])('new %j is refused and writes nothing', async (args, message, hint) => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'tasks'))
  writeFileSync(join(folder, 'tasks/there.yaml'), '')
  const { code, stderr } = await runIn(folder, ['new', ...args])
  expect(code).toBe(2)
  expect(stderr).toContain(`error: ${message}`)
  expect(stderr).toContain(hint)
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['tasks', 'tasks/there.yaml'])
})

function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  )
}

test('init makes an empty folder a corpus that compiles; again it writes nothing; a conflict stops it all', async () => {
  const folder = temporaryFolder()
  expect(await runIn(folder, ['init', 'corpus'])).toMatchObject({ code: 0 })
  const corpus = join(folder, 'corpus')
  const written = filesIn(corpus)
  expect(
    Object.keys(written)
      .map((path) => path.slice(corpus.length + 1))
      .sort(),
  ).toEqual([
    '.github/workflows/tasks.yml',
    '.gitignore',
    '.vscode/extensions.json',
    '.vscode/settings.json',
    'reviewgym.config.yaml',
    'schemas/config.schema.json',
    'schemas/task.schema.json',
    'tasks/team-notes.yaml',
  ])
  expect(await runIn(corpus, ['init'])).toMatchObject({
    code: 0,
    stdout: 'Everything is there already: nothing was written\n',
  })
  expect(filesIn(corpus)).toEqual(written)
  // What the workflow does there, up to the folder that it publishes.
  const workflow = written[join(corpus, '.github/workflows/tasks.yml')] ?? ''
  const lines = [...workflow.matchAll(/run: reviewgym (.*)$/gm)].map(([, line = '']) => line)
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['fmt', 'lint', 'compile', 'attack', 'export'])
  for (const line of lines) {
    const { code, stderr } = await runIn(corpus, line.replace(/ > .*/, '').split(' '))
    expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' })
  }

  const other = temporaryFolder()
  writeFileSync(join(other, '.gitignore'), 'node_modules\n')
  mkdirSync(join(other, 'schemas/task.schema.json'), { recursive: true })
  expect(await runIn(other, ['init'])).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: Nothing was written: these are there and different
  schemas/task.schema.json
  .gitignore
hint: Move them away, or start in an empty folder
`,
  })
  expect(Object.keys(filesIn(other))).toEqual([join(other, '.gitignore')])
})
